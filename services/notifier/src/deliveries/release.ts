import { type Queryable } from "../database";
import { type Claim } from "./claim";

const sql = `
  with mine as (
    select d.id
    from unnest($1::uuid[], $2::integer[]) as c (id, claim)
    join notifier.deliveries d on d.id = c.id and d.claim = c.claim
    where d.status = 'queued'
    order by d.id
    for update of d
  )
  update notifier.deliveries d
  set status = 'planned', lease_until = null, updated_at = $3
  from mine
  where d.id = mine.id`;

/** Gives claims back of which nothing was begun, so that they need not wait for the end of their lease. */
export async function release(db: Queryable, claims: Claim[], now: Date): Promise<void> {
  await db.query(sql, [claims.map(({ id }) => id), claims.map(({ claim }) => claim), now]);
}
