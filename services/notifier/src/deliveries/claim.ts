import { type Queryable } from "../database";
import { type Priority } from "./delivery";

// `skip locked` lets replicas claim side by side: each takes what no other is just taking. The claim number is a fencing
// token, see find-claimed.ts. The bound on what is queued at once keeps every job young enough to be sent within its lease.
const sql = `
  with due as (
    select id
    from notifier.deliveries
    where status = 'planned' and not_before <= $1
    order by array_position(array['direct', 'reminder', 'broadcast'], priority), not_before
    limit least($3::integer, greatest(0, $4::integer - (
      select count(*)::integer from notifier.deliveries where status in ('queued', 'sending')
    )))
    for update skip locked
  )
  update notifier.deliveries d
  set status = 'queued', claim = d.claim + 1, lease_until = $2, updated_at = $1
  from due
  where d.id = due.id
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
