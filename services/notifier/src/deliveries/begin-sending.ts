import { type Queryable } from "../database";

// Rows are locked in the order of their ids, here and wherever several are changed at once, so that nobody waits in a circle.
const sql = `
  with mine as (
    select d.id
    from unnest($1::uuid[], $2::integer[]) as job (id, claim)
    join notifier.deliveries d on d.id = job.id and d.claim = job.claim
    where d.status = 'queued'
    order by d.id
    for update of d
  )
  update notifier.deliveries d
  set status = 'sending', attempts = d.attempts + 1, lease_until = $3, updated_at = $4
  from mine
  where d.id = mine.id
  returning d.id, d.claim`;

/**
 * The point of no return, for several deliveries at once. Committed before their messages leave, so that whatever happens
 * afterwards the ledger knows that they may have left. False for those that were withdrawn or claimed anew in the meantime:
 * of these nothing may be sent.
 */
export async function beginSending(
  db: Queryable,
  jobs: { id: string; claim: number }[],
  { leaseUntil, now }: { leaseUntil: Date; now: Date },
): Promise<boolean[]> {
  const { rows } = await db.query<{ id: string; claim: number }>({
    name: "begin-sending",
    text: sql,
    values: [jobs.map(({ id }) => id), jobs.map(({ claim }) => claim), leaseUntil, now],
  });
  const begun = new Map(rows.map(({ id, claim }) => [id, claim]));
  // Of two jobs with one claim, of which there should be none, only the first may send.
  return jobs.map(({ id, claim }) => begun.get(id) === claim && begun.delete(id));
}
