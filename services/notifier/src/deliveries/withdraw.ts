import { type Tx } from "../database";
import { type DeliveryKind, type DeliveryReason, endings } from "./delivery";
import { type Withdrawal } from "./plan";

// What is being sent at this moment can't be called back; correct.ts looks after that. That something is over stays true whatever
// comes after it; the last look at the appointment before sending finds the rare one that does not.
const sql = `
  with outdated as (
    select d.id, case when d.priority = 'reminder' then w.reminders else w.others end as reason
    from jsonb_to_recordset($1::jsonb) as w (
      appointment_id uuid, before_version integer, reminders text, others text
    )
    join notifier.deliveries d on d.appointment_id = w.appointment_id and d.appointment_version < w.before_version
    where d.status in ('planned', 'queued') and d.kind <> all($3)
    order by d.id
    for update of d
  )
  update notifier.deliveries d
  set status = 'skipped', reason = outdated.reason, lease_until = null, updated_at = $2
  from outdated
  where d.id = outdated.id
  returning d.kind, d.reason`;

/** Skips the deliveries that a later change of their appointment made pointless, and says which. */
export async function withdraw(
  tx: Tx,
  withdrawals: Withdrawal[],
  now: Date,
): Promise<{ kind: DeliveryKind; reason: DeliveryReason }[]> {
  if (withdrawals.length === 0) return [];
  const rows = withdrawals.map((withdrawal) => ({
    appointment_id: withdrawal.appointmentId,
    before_version: withdrawal.beforeVersion,
    reminders: withdrawal.reminders,
    others: withdrawal.others,
  }));
  const withdrawn = await tx.query<{ kind: DeliveryKind; reason: DeliveryReason }>(sql, [
    JSON.stringify(rows),
    now,
    endings,
  ]);
  return withdrawn.rows;
}
