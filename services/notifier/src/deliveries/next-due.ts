import { type Queryable } from "../database";

// One look into the index for each priority; a minimum over all of them would read the whole of it.
const sql = `
  select min(first.not_before) as next
  from unnest(array['direct', 'reminder', 'broadcast']) as level (priority),
  lateral (
    select not_before from notifier.deliveries
    where status = 'planned' and priority = level.priority
    order by not_before
    limit 1
  ) as first`;

/** When the next delivery may be claimed; undefined when none waits. */
export async function nextDue(db: Queryable): Promise<Date | undefined> {
  const { rows } = await db.query<{ next: Date | null }>(sql);
  return rows[0]?.next ?? undefined;
}
