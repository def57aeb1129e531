import { type Queryable } from "../database";

const sql = `
  update notifier.deliveries
  set status = 'planned', lease_until = null, updated_at = $2
  where id in (
    select id from notifier.deliveries
    where status = 'queued' and lease_until <= $1
    order by lease_until
    limit 1000
    for update skip locked
  )
  returning id, claim`;

/** Plans claims again whose job never came: the queue was wiped, or its worker died before it began to send. */
export async function requeueExpired(
  db: Queryable,
  leaseNow: Date,
  now: Date,
): Promise<{ id: string; claim: number }[]> {
  const { rows } = await db.query<{ id: string; claim: number }>(sql, [leaseNow, now]);
  return rows;
}
