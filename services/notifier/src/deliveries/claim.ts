import { type Queryable } from "../database";
import { type Priority } from "./delivery";

// `skip locked` lets replicas claim side by side: each takes what no other is just taking. The claim number is a fencing
// token, see find-claimed.ts. The bound on what is queued at once keeps every job young enough to be sent within its lease, and
// broadcasts may fill only a part of it: what is urgent then finds room at once.
const sql = `
  with queued as (
    select count(*)::integer as count, (count(*) filter (where priority = 'broadcast'))::integer as broadcasts
    from notifier.deliveries where status in ('queued', 'sending')
  ), candidates as (
    select due.id, level.rank, due.not_before
    from (values (1, 'direct'), (2, 'reminder'), (3, 'broadcast')) as level (rank, priority),
    lateral (
      select id, not_before
      from notifier.deliveries
      where status = 'planned' and priority = level.priority and not_before <= $1
      order by not_before
      limit case when level.priority = 'broadcast'
        then least($3::integer, greatest(0, $4::integer / 4 - (select broadcasts from queued)))
        else $3::integer
      end
      for update skip locked
    ) as due
  ), chosen as (
    select id
    from candidates
    order by rank, not_before
    limit least($3::integer, greatest(0, $4::integer - (select count from queued)))
  )
  update notifier.deliveries d
  set status = 'queued', claim = d.claim + 1, lease_until = $2, updated_at = $1
  from chosen
  where d.id = chosen.id
  returning d.id, d.claim, d.priority`;

export interface Claimed {
  id: string;
  claim: number;
  priority: Priority;
}

/** Takes at most `batch` due deliveries, as long as no more than `maxQueued` are on their way. */
export async function claimDue(
  db: Queryable,
  options: { now: Date; leaseUntil: Date; batch: number; maxQueued: number },
): Promise<Claimed[]> {
  const { rows } = await db.query<Claimed>(sql, [
    options.now,
    options.leaseUntil,
    options.batch,
    options.maxQueued,
  ]);
  return rows;
}
