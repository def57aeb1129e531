import { type Tx } from "../database";
import { endings } from "./delivery";
import { type Correction, type PlannedDelivery } from "./plan";

// A row that is being sent, or was sent after the change, tells of the time before it. Who is told of the change itself reads
// that last, unless the other message is only on its way. Who made the change in the chat has seen what was sent before it: times
// are compared as they are, because allowing for clocks that differ corrected what those had read who acted on a reminder at
// once. A correction that was not sent when the next change came is put right by that change's own.
const sql = `
  select distinct on (c.index) c.index, case when d.status = 'skipped' then d.corrects else d.id end as corrects
  from jsonb_to_recordset($1::jsonb) as c (
    index integer, appointment_id uuid, version integer, role text, telegram_user_id bigint, changed_at timestamptz,
    is_told boolean
  )
  join notifier.deliveries d
    on d.appointment_id = c.appointment_id
    and d.appointment_version < c.version
    and d.recipient_role = c.role
    and d.recipient_telegram_user_id = c.telegram_user_id
  where d.kind <> all($2)
    and (
      d.status = 'sending'
      or not c.is_told and (
        (d.status = 'sent' and d.sent_at >= c.changed_at)
        or (d.status = 'unknown' and d.updated_at >= c.changed_at)
        or (d.status = 'skipped' and d.kind = 'correction' and d.updated_at >= c.changed_at)
      )
    )
  order by c.index, d.appointment_version desc, d.updated_at desc`;

/**
 * Of the corrections that may be due, those for which a message with an outdated time is on its way or arrived after the
 * change. The sender waits with them until it is known what became of that message.
 */
export async function dueCorrections(tx: Tx, corrections: Correction[]): Promise<PlannedDelivery[]> {
  if (corrections.length === 0) return [];
  const asked = corrections.map(({ delivery, changedAt, isTold }, index) => ({
    index,
    appointment_id: delivery.appointmentId,
    version: delivery.appointmentVersion,
    role: delivery.recipient.role,
    telegram_user_id: delivery.recipient.telegramUserId,
    changed_at: changedAt,
    is_told: isTold,
  }));
  const { rows } = await tx.query<{ index: number; corrects: string }>(sql, [JSON.stringify(asked), endings]);
  return rows.flatMap(({ index, corrects }) => {
    const correction = corrections[index];
    return correction ? [{ ...correction.delivery, corrects }] : [];
  });
}
