import { Problem } from "@okoshko/runtime/problem";
import { inTransaction, type Pool } from "../database";
import { getDelivery, type LedgerRow } from "./list";
import { planRepeat } from "./plan-repeat";

const lockSql = `select 1 from notifier.deliveries where id = $1 for update`;

/**
 * Plans a delivery once more that failed or of which nobody knows. Throws `not-found`, `wrong-state` for others and for who is
 * not known any more, `already-exists` when it was repeated before.
 */
export async function retryDelivery(pool: Pool, id: string, now: Date): Promise<LedgerRow> {
  return inTransaction(pool, async (tx) => {
    await tx.query(lockSql, [id]);
    const row = await getDelivery(tx, id);
    if (!row) throw new Problem("not-found");
    if (row.status !== "failed" && row.status !== "unknown")
      throw new Problem("wrong-state", { detail: `It is ${row.status}.` });
    if (row.recipient_telegram_user_id === null)
      throw new Problem("wrong-state", { detail: "Its recipient is not known any more." });
    const repeatId = await planRepeat(tx, id, now);
    if (repeatId === undefined) throw new Problem("already-exists", { detail: "It was repeated before." });
    const repeat = await getDelivery(tx, repeatId);
    if (!repeat) throw new Error("A repetition vanished");
    return repeat;
  });
}
