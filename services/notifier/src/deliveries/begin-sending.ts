import { type Queryable } from "../database";
import { type Claim } from "./claim";

// Rows are locked in the order of their ids, here and wherever several are changed at once, so that nobody waits in a circle.
// Found by their ids alone: with the status beside them Postgres reads all that is leased, which it believes to be next to nothing.
const sql = `
  with mine as (
    select d.id, d.claim, d.status
    from notifier.deliveries d
    where d.id = any ($1::uuid[])
    order by d.id
    for update
  )
  update notifier.deliveries d
  set status = 'sending', attempts = d.attempts + 1, lease_until = $3, updated_at = $4
  from mine
  join unnest($1::uuid[], $2::integer[]) as claimed (id, claim) on claimed.id = mine.id and claimed.claim = mine.claim
  where d.id = mine.id and mine.status = 'queued'
  returning d.id, d.claim`;

/**
 * The point of no return, for several deliveries at once. Committed before their messages leave, so that whatever happens
 * afterwards the ledger knows that they may have left. False for those that were withdrawn or claimed anew in the meantime:
 * of these nothing may be sent.
 */
export async function beginSending(
  db: Queryable,
  claims: Claim[],
  { leaseUntil, now }: { leaseUntil: Date; now: Date },
): Promise<boolean[]> {
  const { rows } = await db.query<Claim>({
    name: "begin-sending",
    text: sql,
    values: [claims.map(({ id }) => id), claims.map(({ claim }) => claim), leaseUntil, now],
  });
  const begun = new Map(rows.map(({ id, claim }) => [id, claim]));
  // Of two with one claim, of which there should be none, only the first may send.
  return claims.map(({ id, claim }) => begun.get(id) === claim && begun.delete(id));
}
