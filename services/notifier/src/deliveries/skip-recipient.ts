import { type Tx } from "../database";
import { type DeliveryKind } from "./delivery";

const sql = `
  with waiting as (
    select id
    from notifier.deliveries
    where recipient_telegram_user_id = $1 and status in ('planned', 'queued')
    order by id
    for update
  )
  update notifier.deliveries d
  set status = 'skipped', reason = 'recipient_unreachable', lease_until = null, updated_at = $2
  from waiting
  where d.id = waiting.id
  returning d.id, d.kind`;

/** Skips all that still waits for a person whom messages do not reach. */
export async function skipRecipient(
  tx: Tx,
  telegramUserId: number,
  now: Date,
): Promise<{ id: string; kind: DeliveryKind }[]> {
  const { rows } = await tx.query<{ id: string; kind: DeliveryKind }>(sql, [telegramUserId, now]);
  return rows;
}
