import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { type Loop, startLoop } from "../loop";
import { type Vault } from "./sealing";
import { resealSecrets } from "./secrets";

export interface HousekeepingDeps {
  pool: Pool;
  clock: Clock;
  vault: Vault | undefined;
  retentionDays: number;
  logger: Logger;
}

const dayMs = 24 * 3_600_000;
const pauseMs = 3_600_000;
/** Small enough that nobody waits for the locks of one statement. */
const batch = 2_000;

/** Once an hour: what is older than it is kept goes, and secrets that an older key sealed are sealed anew. */
export function startHousekeeping(deps: HousekeepingDeps): Loop {
  const { pool, vault, logger } = deps;
  return startLoop({
    name: "webhook-housekeeping",
    logger,
    round: async () => {
      if (vault) {
        const { resealed, unreadable } = await resealSecrets(pool, vault);
        if (resealed > 0) logger.info({ count: resealed }, "webhook keys are sealed with the new key");
        if (unreadable > 0)
          logger.error({ count: unreadable }, "no key in WEBHOOK_ENCRYPTION_KEY opens some webhooks' keys");
      }
      await tidy(deps);
      return pauseMs;
    },
  });
}

const deliveriesSql = `
  delete from notifier.webhook_deliveries
  where id in (
    select id from notifier.webhook_deliveries
    where created_at < $1 and status <> 'delivering'
    order by created_at
    limit $2
    for update skip locked
  )`;

const eventsSql = `
  delete from notifier.webhook_events
  where id in (
    select e.id from notifier.webhook_events e
    where e.created_at < $1
      and not exists (select from notifier.webhook_deliveries d where d.event_id = e.id)
    limit $2
    for update skip locked
  )`;

const secretsSql = `delete from notifier.webhook_secrets where valid_until <= $1`;

/** As long as the contract promises for an Idempotency-Key. */
const keysSql = `
  update notifier.webhook_endpoints
  set idempotency_key = null, request_hash = null
  where idempotency_key is not null and created_at < $1`;

/** Removes what is older than it is kept, also what waited that long at a paused endpoint. */
export async function tidy(deps: Pick<HousekeepingDeps, "pool" | "clock" | "retentionDays">): Promise<void> {
  const { pool } = deps;
  const now = deps.clock.now();
  const before = new Date(now.getTime() - deps.retentionDays * dayMs);
  for (const sql of [deliveriesSql, eventsSql])
    for (;;) if (((await pool.query(sql, [before, batch])).rowCount ?? 0) < batch) break;
  await pool.query(secretsSql, [now]);
  await pool.query(keysSql, [new Date(now.getTime() - 7 * dayMs)]);
}
