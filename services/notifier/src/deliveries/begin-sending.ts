import { type Queryable } from "../database";

const sql = `
  update notifier.deliveries
  set status = 'sending', attempts = attempts + 1, lease_until = $3, updated_at = $4
  where id = $1 and claim = $2 and status = 'queued'`;

/**
 * The point of no return. Committed before the message leaves, so that whatever happens afterwards the ledger knows that it
 * may have left. False when it was withdrawn or claimed anew in the meantime: then nothing may be sent.
 */
export async function beginSending(
  db: Queryable,
  { id, claim, leaseUntil, now }: { id: string; claim: number; leaseUntil: Date; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(sql, [id, claim, leaseUntil, now]);
  return rowCount === 1;
}
