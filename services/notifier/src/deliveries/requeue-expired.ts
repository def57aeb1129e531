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
`;

/** Plans claims again whose owner died, or could not go on, before it began to send. */
export async function requeueExpired(db: Queryable, leaseNow: Date, now: Date): Promise<number> {
  const { rowCount } = await db.query(sql, [leaseNow, now]);
  return rowCount ?? 0;
}
