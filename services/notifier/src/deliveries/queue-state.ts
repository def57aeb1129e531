import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Queryable } from "../database";
import { type Priority } from "./delivery";

const sql = `
  select status, priority, count(*)::integer as count,
    (count(*) filter (where not_before <= $1))::integer as due, min(due_at) as oldest,
    min(due_at) filter (where not_before <= $1) as oldest_due
  from notifier.deliveries
  where status in ('planned', 'queued', 'sending')
  group by status, priority
  order by array_position(array['sending', 'queued', 'planned'], status),
    array_position(array['direct', 'reminder', 'broadcast'], priority)`;

interface Row {
  status: "planned" | "queued" | "sending";
  priority: Priority;
  count: number;
  due: number;
  oldest: Date;
  oldest_due: Date | null;
}

/** What is not at its end, by status and priority. */
export async function queueState(
  db: Queryable,
  now: Date,
): Promise<Pick<NotifierSchemas["Queue"], "deliveries" | "oldestDueAt">> {
  const { rows } = await db.query<Row>(sql, [now]);
  const oldest = rows.flatMap(({ oldest_due: date }) => (date === null ? [] : [date.getTime()]));
  return {
    deliveries: rows.map(({ status, priority, count, due, oldest: date }) => ({
      status,
      priority,
      count,
      due,
      oldestDueAt: date.toISOString(),
    })),
    oldestDueAt: oldest.length === 0 ? null : new Date(Math.min(...oldest)).toISOString(),
  };
}
