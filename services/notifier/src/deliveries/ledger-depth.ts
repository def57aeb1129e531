import { type Queryable } from "../database";

const sql = `
  select status, count(*)::integer as count, min(not_before) as oldest
  from notifier.deliveries
  where (status = 'planned' and not_before <= $1) or status in ('queued', 'sending')
  group by status`;

export interface LedgerDepth {
  status: "planned" | "queued" | "sending";
  count: number;
  oldest: Date;
}

/** What is due and not yet at its end. */
export async function ledgerDepth(db: Queryable, now: Date): Promise<LedgerDepth[]> {
  const { rows } = await db.query<LedgerDepth>(sql, [now]);
  return rows;
}
