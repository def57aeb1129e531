import { type Queryable } from "../database";
import { type DeliveryReason } from "./delivery";

interface Claim {
  id: string;
  claim: number;
}

// Found by their ids alone, see begin-sending.ts.
const sentSql = `
  with mine as (
    select d.id, d.claim, d.status
    from notifier.deliveries d
    where d.id = any ($1::uuid[])
    order by d.id
    for update
  )
  update notifier.deliveries d
  set status = 'sent', telegram_message_id = sent.message_id, sent_at = $4, lease_until = null, last_error = null, updated_at = $4
  from mine
  join unnest($1::uuid[], $2::integer[], $3::bigint[]) as sent (id, claim, message_id)
    on sent.id = mine.id and sent.claim = mine.claim
  where d.id = mine.id and mine.status = 'sending'
  returning d.id`;

/** Telegram has them. False for one whose lease had ended and that counts as unknown; that is final. */
export async function markSent(
  db: Queryable,
  sent: (Claim & { messageId: number })[],
  now: Date,
): Promise<boolean[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "mark-sent",
    text: sentSql,
    values: [
      sent.map(({ id }) => id),
      sent.map(({ claim }) => claim),
      sent.map(({ messageId }) => messageId),
      now,
    ],
  });
  const marked = new Set(rows.map(({ id }) => id));
  return sent.map(({ id }) => marked.has(id));
}

const skippedSql = `
  update notifier.deliveries
  set status = 'skipped', reason = $3, lease_until = null, updated_at = $4
  where id = $1 and claim = $2 and status = 'queued'`;

/** Nothing was sent and nothing will be. */
export async function markSkipped(
  db: Queryable,
  { id, claim }: Claim,
  { reason, now }: { reason: DeliveryReason; now: Date },
): Promise<void> {
  await db.query(skippedSql, [id, claim, reason, now]);
}

const failedSql = `
  update notifier.deliveries
  set status = 'failed', reason = $3, last_error = $4, failures = failures + 1, lease_until = null, updated_at = $5
  where id = $1 and claim = $2 and status in ('queued', 'sending')`;

/** It was tried and will not be tried again. */
export async function markFailed(
  db: Queryable,
  { id, claim }: Claim,
  { reason, error, now }: { reason: DeliveryReason; error: string; now: Date },
): Promise<void> {
  await db.query(failedSql, [id, claim, reason, error, now]);
}

const unknownSql = `
  update notifier.deliveries
  set status = 'unknown', last_error = $3, lease_until = null, updated_at = $4
  where id = $1 and claim = $2 and status = 'sending'`;

/** Telegram may have it or not. False when that was recorded before. */
export async function markUnknown(
  db: Queryable,
  { id, claim }: Claim,
  { error, now }: { error: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(unknownSql, [id, claim, error, now]);
  return rowCount === 1;
}
