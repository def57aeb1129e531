import { type Queryable } from "../database";

const sql = `select min(not_before) as next from notifier.deliveries where status = 'planned'`;

/** When the next delivery may be claimed; undefined when none waits. */
export async function nextDue(db: Queryable): Promise<Date | undefined> {
  const { rows } = await db.query<{ next: Date | null }>(sql);
  return rows[0]?.next ?? undefined;
}
