import { type Queryable } from "../database";

const sql = `
  with waiting as (
    select id
    from notifier.deliveries
    where recipient_telegram_user_id = $1 and status in ('planned', 'queued', 'sending')
    order by id
    for update
  )
  update notifier.deliveries d
  set recipient_telegram_user_id = $2, updated_at = $3
  from waiting
  where d.id = waiting.id`;

/** Addresses all that still waits for a chat to the id that it has now: a group gets a new one when it outgrows its kind. */
export async function moveChat(
  db: Queryable,
  { from, to, now }: { from: number; to: number; now: Date },
): Promise<number> {
  return (await db.query(sql, [from, to, now])).rowCount ?? 0;
}
