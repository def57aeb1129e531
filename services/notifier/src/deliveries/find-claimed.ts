import { type Queryable } from "../database";
import { type Delivery } from "./delivery";
import { deliveryColumns, type DeliveryRow, toDelivery } from "./delivery-row";

const sql = `
  select ${deliveryColumns}
  from unnest($1::uuid[], $2::integer[]) as job (id, claim)
  join notifier.deliveries d on d.id = job.id and d.claim = job.claim
  where d.status = 'queued'`;

/** The deliveries of jobs; undefined for a job that is too late: withdrawn since, claimed again, or already being sent. */
export async function findClaimed(
  db: Queryable,
  jobs: { id: string; claim: number }[],
): Promise<(Delivery | undefined)[]> {
  const { rows } = await db.query<DeliveryRow>({
    name: "find-claimed",
    text: sql,
    values: [jobs.map(({ id }) => id), jobs.map(({ claim }) => claim)],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return jobs.map(({ id, claim }) => {
    const row = found.get(id);
    return row?.claim === claim ? toDelivery(row) : undefined;
  });
}
