import { type Tx } from "../database";
import { type Delivery } from "./delivery";
import { deliveryColumns, type DeliveryRow, toDelivery } from "./delivery-row";

const sql = `
  select ${deliveryColumns}
  from notifier.deliveries d
  where d.status = 'sending' and d.lease_until <= $1
  order by d.lease_until
  limit 100
  for update of d skip locked`;

/** Locks deliveries whose sender has not been heard of since it began. Telegram may have their message, or not. */
export async function findAbandoned(tx: Tx, leaseNow: Date): Promise<Delivery[]> {
  const { rows } = await tx.query<DeliveryRow>(sql, [leaseNow]);
  return rows.map(toDelivery);
}
