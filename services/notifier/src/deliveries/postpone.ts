import { type Queryable } from "../database";

const sql = `
  update notifier.deliveries
  set status = case when recipient_telegram_user_id is null then 'skipped' else 'planned' end,
      reason = case when recipient_telegram_user_id is null then 'recipient_forgotten' end, not_before = $3, failures = failures + $4::integer, last_error = coalesce($5, last_error),
      lease_until = null, updated_at = $6
  where id = $1 and claim = $2 and status in ('queued', 'sending')`;

/**
 * Plans a claimed delivery again for later: it was certainly not sent. `failed` counts it towards giving up. Who was forgotten
 * meanwhile is sent nothing any more.
 */
export async function postpone(
  db: Queryable,
  { id, claim }: { id: string; claim: number },
  { notBefore, failed, error, now }: { notBefore: Date; failed: boolean; error?: string; now: Date },
): Promise<void> {
  await db.query(sql, [id, claim, notBefore, failed ? 1 : 0, error ?? null, now]);
}
