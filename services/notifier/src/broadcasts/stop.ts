import { inTransaction, type Pool } from "../database";

const stopSql = `
  update notifier.broadcasts
  set state = 'stopped', finished_at = $2
  where id = $1 and state = 'sending'`;

const skipSql = `
  with waiting as (
    select id from notifier.deliveries
    where broadcast_id = $1 and status in ('planned', 'queued')
    order by id
    for update
  )
  update notifier.deliveries d
  set status = 'skipped', reason = 'broadcast_stopped', lease_until = null, updated_at = $2
  from waiting
  where d.id = waiting.id`;

/**
 * Stops a broadcast that is being sent, and skips who was not written to yet; answers how many these are, or undefined when it
 * was at its end already. What is on its way at this moment is skipped should it have to be sent again.
 */
export async function stopBroadcast(pool: Pool, id: string, now: Date): Promise<number | undefined> {
  return inTransaction(pool, async (tx) => {
    // The row's lock keeps collect.ts from adding people meanwhile.
    const stopped = await tx.query(stopSql, [id, now]);
    if (stopped.rowCount !== 1) return undefined;
    const skipped = await tx.query(skipSql, [id, now]);
    return skipped.rowCount ?? 0;
  });
}
