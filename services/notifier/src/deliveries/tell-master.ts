import { type Tx } from "../database";

// Whoever called a visit off, or offered a time nobody has taken yet, needs no master to ring anybody. Said once of a visit: what was
// skipped was not said, so it may be planned again for the version after.
const sql = `
  insert into notifier.deliveries (
    dedupe_key, kind, priority, status, recipient_telegram_user_id, recipient_role, recipient_locale, client_id, appointment_id,
    appointment_version, visit_starts_at, facts, due_at, not_before, traceparent, created_at, updated_at
  )
  select distinct on (d.appointment_id)
    d.appointment_id || ':' || d.appointment_version || ':client_unreachable_master', 'client_unreachable_master', 'direct', 'planned',
    (d.facts #>> '{masterAccount,telegramUserId}')::bigint, 'master', d.facts #>> '{masterAccount,locale}', d.client_id,
    d.appointment_id, d.appointment_version, d.visit_starts_at, d.facts - array['previous', 'keptUntil', 'leadMinutes', 'isOff'],
    $2, $2, d.traceparent, $2, $2
  from notifier.deliveries d
  where d.id = any($1::uuid[])
    and d.recipient_role = 'client'
    and d.kind in ('confirmation', 'change', 'request', 'proposal', 'reminder', 'correction')
    and not d.facts ? 'wasOffer'
    and d.visit_starts_at > $2
    and d.facts #>> '{masterAccount,telegramUserId}' is not null
    and not exists (
      select from notifier.deliveries told
      where told.appointment_id = d.appointment_id and told.kind = 'client_unreachable_master' and told.status <> 'skipped'
    )
  order by d.appointment_id, d.appointment_version desc
  on conflict on constraint deliveries_dedupe_key_unique do nothing`;

/** Plans a word to the masters of the visits ahead of which these deliveries did not reach the client; answers how many. */
export async function tellMasters(tx: Tx, undelivered: readonly string[], now: Date): Promise<number> {
  const { rowCount } = await tx.query(sql, [undelivered, now]);
  return rowCount ?? 0;
}
