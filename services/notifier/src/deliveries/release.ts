import { type Queryable } from "../database";
import { type Claimed } from "./claim";

const sql = `
  with mine as (
    select d.id
    from jsonb_to_recordset($1::jsonb) as c (id uuid, claim integer)
    join notifier.deliveries d on d.id = c.id and d.claim = c.claim
    where d.status = 'queued'
    order by d.id
    for update of d
  )
  update notifier.deliveries d
  set status = 'planned', lease_until = null, updated_at = $2
  from mine
  where d.id = mine.id`;

/** Gives claims back that could not be handed to the queue, so that they need not wait for the end of their lease. */
export async function release(db: Queryable, claimed: Claimed[], now: Date): Promise<void> {
  await db.query(sql, [JSON.stringify(claimed), now]);
}
