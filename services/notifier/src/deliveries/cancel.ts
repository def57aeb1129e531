import { Problem } from "@okoshko/runtime/problem";
import { type Queryable } from "../database";
import { getDelivery, ledgerColumns, type LedgerRow } from "./list";

const sql = `
  update notifier.deliveries
  set status = 'skipped', reason = 'cancelled_by_operator', lease_until = null, updated_at = $2
  where id = $1 and status in ('planned', 'queued')
  returning ${ledgerColumns}`;

/** Keeps a delivery from being sent. Throws `not-found`, and `wrong-state` once its send has begun. */
export async function cancelDelivery(db: Queryable, id: string, now: Date): Promise<LedgerRow> {
  const { rows } = await db.query<LedgerRow>(sql, [id, now]);
  if (rows[0]) return rows[0];
  const row = await getDelivery(db, id);
  if (!row) throw new Problem("not-found");
  throw new Problem("wrong-state", { detail: `It is ${row.status}.` });
}
