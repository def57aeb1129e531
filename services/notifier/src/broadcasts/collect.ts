import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTransaction, type Pool, type Tx } from "../database";
import { backoffMs } from "../deliveries/backoff";
import { type Metrics } from "../metrics";
import { type AudiencePage, readAudience } from "./audience";
import { type Audience } from "./broadcast";

export interface CollectDeps {
  pool: Pool;
  booking: BookingClient;
  clock: Clock;
  random: () => number;
  metrics: Metrics;
  logger: Logger;
  /** There is something to send. */
  onPlanned: () => void;
}

/**
 * The audience is read no further ahead than this. Who asks for no more broadcasts, or is forgotten, is then left out of the
 * pages that are still to come, and a stop has little to take back.
 */
const readAhead = 1_000;

interface Open {
  id: string;
  audience: Audience;
  cursor: string | null;
  isRead: boolean;
  failures: number;
  waiting: number;
}

const openSql = `
  select b.id, b.audience, b.audience_cursor as cursor, b.audience_read as "isRead", b.failures,
    (
      select count(*)::integer from notifier.deliveries d
      where d.broadcast_id = b.id and d.status in ('planned', 'queued', 'sending')
    ) as waiting
  from notifier.broadcasts b
  where b.state = 'sending' and b.not_before <= $1
  order by b.created_at
  limit 20`;

/**
 * Goes on with every broadcast that is being sent: reads the next page of its audience when there is room, or ends it. Any
 * number of replicas may do it at once, and any of them may die: page and cursor are one transaction. Answers in how many ms
 * there may be more to do.
 */
export async function collectAudiences(deps: CollectDeps): Promise<number> {
  const { rows } = await deps.pool.query<Open>(openSql, [deps.clock.now()]);
  let hasMore = false;
  for (const broadcast of rows) {
    if (broadcast.isRead) {
      if (broadcast.waiting === 0) await finish(deps, broadcast.id);
    } else if (broadcast.waiting < readAhead) {
      hasMore = (await readNext(deps, broadcast)) || hasMore;
    }
  }
  return hasMore ? 0 : 1_000;
}

async function readNext(deps: CollectDeps, broadcast: Open): Promise<boolean> {
  try {
    const page = await readAudience(deps.booking, broadcast.audience, broadcast.cursor);
    const planned = await inTransaction(deps.pool, (tx) => takePage(deps, tx, broadcast, page));
    if (planned > 0) {
      deps.metrics.planned.inc({ kind: "broadcast" }, planned);
      deps.onPlanned();
    }
    return true;
  } catch (error) {
    deps.metrics.audienceFailures.inc();
    deps.logger.warn({ err: error, broadcast: broadcast.id }, "an audience can't be read; later again");
    await putOff(deps, broadcast);
    return false;
  }
}

const lockSql = `
  select 1 from notifier.broadcasts
  where id = $1 and state = 'sending' and not audience_read and audience_cursor is not distinct from $2
  for update`;

// The key names broadcast and person, so nobody gets it twice, whatever a page says.
const insertSql = `
  insert into notifier.deliveries (
    dedupe_key, kind, priority, status, recipient_telegram_user_id, recipient_role, recipient_locale, client_id, broadcast_id,
    facts, due_at, not_before, created_at, updated_at
  )
  select
    $1::uuid || ':broadcast:' || r."telegramUserId", 'broadcast', 'broadcast', 'planned', r."telegramUserId", 'client',
    r.locale, r."clientId", $1, '{}', $3, $3, $3, $3
  from jsonb_to_recordset($2::jsonb) as r ("clientId" uuid, "telegramUserId" bigint, locale text)
  on conflict on constraint deliveries_dedupe_key_unique do nothing`;

const moveSql = `
  update notifier.broadcasts
  set audience_cursor = coalesce($2, audience_cursor), audience_read = $2::text is null, total = coalesce(total, $3), failures = 0
  where id = $1`;

async function takePage(
  deps: CollectDeps,
  tx: Tx,
  { id, cursor }: Open,
  page: AudiencePage,
): Promise<number> {
  const { rowCount: isOurs } = await tx.query(lockSql, [id, cursor]);
  // Another replica was faster, or it was stopped.
  if (isOurs !== 1) return 0;
  const inserted = await tx.query(insertSql, [id, JSON.stringify(page.items), deps.clock.now()]);
  await tx.query(moveSql, [id, page.nextCursor, page.total]);
  return inserted.rowCount ?? 0;
}

const putOffSql = `
  update notifier.broadcasts set failures = failures + 1, not_before = $2 where id = $1 and state = 'sending'`;

async function putOff({ pool, clock, random }: CollectDeps, { id, failures }: Open): Promise<void> {
  const pauseMs = backoffMs(failures + 1, random);
  await pool.query(putOffSql, [id, new Date(clock.now().getTime() + pauseMs)]);
}

// Asked again, because a delivery may have been planned anew since.
const finishSql = `
  update notifier.broadcasts b
  set state = 'done', finished_at = $2
  where b.id = $1 and b.state = 'sending' and b.audience_read and not exists (
    select from notifier.deliveries d
    where d.broadcast_id = b.id and d.status in ('planned', 'queued', 'sending')
  )`;

async function finish({ pool, clock, metrics, logger }: CollectDeps, id: string): Promise<void> {
  const { rowCount } = await pool.query(finishSql, [id, clock.now()]);
  if (rowCount !== 1) return;
  metrics.broadcasts.inc({ state: "done" });
  logger.info({ broadcast: id }, "a broadcast has reached everybody");
}
