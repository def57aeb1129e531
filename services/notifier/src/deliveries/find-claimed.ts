import { type Queryable } from "../database";
import { type Claim } from "./claim";
import { type Delivery, type DeliveryStatus } from "./delivery";
import { deliveryColumns, type DeliveryRow, toDelivery } from "./delivery-row";

// Found by their ids alone, see begin-sending.ts.
const sql = `
  select ${deliveryColumns}, d.status
  from notifier.deliveries d
  where d.id = any ($1::uuid[])`;

/** The deliveries of claims that still hold: neither withdrawn since, nor claimed again, nor already being sent. */
export async function findClaimed(db: Queryable, claims: Claim[]): Promise<Delivery[]> {
  const { rows } = await db.query<DeliveryRow & { status: DeliveryStatus }>({
    name: "find-claimed",
    text: sql,
    values: [claims.map(({ id }) => id)],
  });
  const claimOf = new Map(claims.map((claim) => [claim.id, claim]));
  return rows.flatMap((row) => {
    const claimed = claimOf.get(row.id);
    if (row.status !== "queued" || row.claim !== claimed?.claim) return [];
    return [{ ...toDelivery(row), traceparent: claimed.traceparent ?? row.traceparent }];
  });
}
