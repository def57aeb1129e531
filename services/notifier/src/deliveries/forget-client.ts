import { type Tx } from "../database";
import { type DeliveryKind, type DeliveryReason } from "./delivery";

// What was still to be said to the client is not said any more. A master is told of a visit all the same, without the name.
// The key of a row names the recipient, so it becomes the row's own id: the feed never comes back to that event.
const ledgerSql = `
  with told as (
    select id, recipient_role = 'client' as is_theirs, status in ('planned', 'queued') as is_waiting
    from notifier.deliveries
    where client_id = $1
    order by id
    for update
  ), forgotten as (
    update notifier.deliveries d
    set recipient_telegram_user_id = case when not t.is_theirs then d.recipient_telegram_user_id end,
        dedupe_key = case when t.is_theirs then d.id::text else d.dedupe_key end,
        status = case when t.is_theirs and t.is_waiting then 'skipped' else d.status end,
        reason = case when t.is_theirs and t.is_waiting then 'recipient_forgotten' else d.reason end,
        lease_until = case when t.is_theirs and t.is_waiting then null else d.lease_until end,
        facts = (d.facts - array['cancellationReason', 'note']) || '{"clientName": null}',
        last_error = null,
        updated_at = $2
    from told t
    where d.id = t.id
    returning d.kind, d.reason, t.is_theirs and t.is_waiting as is_skipped
  )
  select kind, reason from forgotten where is_skipped`;

const reportsSql = `
  delete from notifier.unreachable_reports
  where telegram_user_id in (
    select recipient_telegram_user_id from notifier.deliveries where client_id = $1 and recipient_role = 'client'
  )`;

const parkedSql = `
  delete from notifier.parked_events
  where event -> 'data' -> 'appointment' -> 'client' ->> 'id' = $1`;

/** Takes out of the ledger who a client was, and skips what still waited for them; says what was skipped. */
export async function forgetClient(
  tx: Tx,
  clientId: string,
  now: Date,
): Promise<{ kind: DeliveryKind; reason: DeliveryReason }[]> {
  await tx.query(reportsSql, [clientId]);
  await tx.query(parkedSql, [clientId]);
  const { rows } = await tx.query<{ kind: DeliveryKind; reason: DeliveryReason }>(ledgerSql, [clientId, now]);
  return rows;
}
