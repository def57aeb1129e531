import { type Queryable } from "../database";

// `skip locked` lets replicas claim side by side: each takes what no other is just taking. The claim number is a fencing
// token, see begin-sending.ts. As an array the chosen are looked up one by one: for a join Postgres reads the whole ledger, because
// it cannot know that the limit is small.
const sql = `
  with chosen as (
    select due.id
    from (values (1, 'direct'), (2, 'reminder'), (3, 'broadcast')) as level (rank, priority),
    lateral (
      select id, not_before
      from notifier.deliveries
      where status = 'planned' and priority = level.priority and not_before <= $1
      order by not_before
      limit $3
      for update skip locked
    ) as due
    order by level.rank, due.not_before
    limit $3
  )
  update notifier.deliveries d
  set status = 'queued', claim = d.claim + 1, lease_until = $2, updated_at = $1
  where d.id = any (array(select id from chosen))
  returning d.id, d.claim, d.traceparent`;

/** The right to send one delivery, until somebody else claims it. */
export interface Claim {
  id: string;
  /** The fencing token: each claim of a delivery has a higher one. */
  claim: number;
  /** The trace that the delivery belongs to, as far as it has come; null when nobody traces. */
  traceparent: string | null;
}

/** Takes at most `count` due deliveries, those that people wait for first. */
export async function claimDue(
  db: Queryable,
  { now, leaseUntil, count }: { now: Date; leaseUntil: Date; count: number },
): Promise<Claim[]> {
  const { rows } = await db.query<Claim>({
    name: "claim-due",
    text: sql,
    values: [now, leaseUntil, count],
  });
  return rows;
}
