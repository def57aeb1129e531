import { type Queryable } from "../database";
import { type Delivery } from "./delivery";
import { deliveryColumns, type DeliveryRow, toDelivery } from "./delivery-row";

const sql = `
  select ${deliveryColumns}
  from notifier.deliveries
  where id = $1 and claim = $2 and status = 'queued'`;

/** The delivery of a job, unless the job is too late: withdrawn since, claimed again, or already being sent. */
export async function findClaimed(db: Queryable, id: string, claim: number): Promise<Delivery | undefined> {
  const { rows } = await db.query<DeliveryRow>(sql, [id, claim]);
  return rows[0] && toDelivery(rows[0]);
}
