import { type Tx } from "../database";

const sql = `
  insert into notifier.deliveries (
    dedupe_key, kind, priority, status, recipient_telegram_user_id, recipient_role, recipient_locale, client_id, appointment_id,
    appointment_version, visit_starts_at, facts, due_at, not_before, traceparent, repeat_of, corrects, broadcast_id,
    waitlist_entry_id, created_at, updated_at
  )
  select
    dedupe_key || ':repeat', kind, priority, 'planned', recipient_telegram_user_id, recipient_role, recipient_locale,
    client_id, appointment_id, appointment_version, visit_starts_at, facts, due_at, $2, traceparent, id, corrects,
    broadcast_id, waitlist_entry_id, $2, $2
  from notifier.deliveries
  where id = $1 and recipient_telegram_user_id is not null
  on conflict do nothing
  returning id`;

/** Plans a delivery once more, as a row of its own that says what it repeats; answers its id, if there was none yet. */
export async function planRepeat(tx: Tx, id: string, now: Date): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(sql, [id, now]);
  return rows[0]?.id;
}
