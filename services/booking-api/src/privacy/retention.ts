import { type Transaction } from "sequelize";
import { rows } from "../database";
import { type Deps } from "../deps";
import { systemCaller } from "../http/caller";
import { type Business } from "../shop/shop";
import { inTransaction } from "../transaction";
import { erase } from "./erase";

// One transaction each. What is left of a first great clean-up is done an hour later.
const mostAtOnce = 1_000;

/**
 * Forgets clients who have not visited for `retentionDays` and have nothing ahead. Each in a transaction of its own that locks
 * the client, so replicas share the work and a visit that is being booked keeps its client. Answers how many.
 */
export async function forgetOldClients(deps: Deps): Promise<number> {
  // While there is no business there are no clients either.
  const [set] = await rows<{ days: number | null }>(
    deps.db,
    `select retention_days as days from booking.business`,
    [],
    null,
  );
  if (!set || set.days === null) return 0;
  for (let count = 0; count < mostAtOnce; count += 1) {
    const now = deps.clock.now();
    const caller = systemCaller("forgetOldClients");
    const forgotten = await inTransaction(deps.db, { caller, now }, async (tx) => {
      const { business } = await deps.shop.exact(tx);
      const clientId = await claimOne(deps, business, now, tx);
      return clientId !== undefined && erase(deps, { clientId, caller, now }, tx);
    });
    if (!forgotten) return count;
    deps.nudges.send();
  }
  return mostAtOnce;
}

async function claimOne(
  { db }: Deps,
  { retentionDays }: Business,
  now: Date,
  tx: Transaction,
): Promise<string | undefined> {
  if (retentionDays === null) return undefined;
  // Before the lock a booking may have been under way, so the row is asked the same once more with it.
  const sql = `
    select c.id
    from booking.clients c
    where c.erased_at is null and c.created_at < $1
      and not exists (
        select
        from booking.appointments a
        where a.client_id = c.id and a.ends_at > $1
          and a.status in ('held', 'pending', 'confirmed', 'completed', 'no_show')
      )
      and not exists (
        select from booking.waitlist_entries e where e.client_id = c.id and e.state in ('waiting', 'offered')
      )
      and ($2::uuid is null or c.id = $2)
    order by c.created_at
    limit 1`;
  const before = new Date(now.getTime() - retentionDays * 24 * 3_600_000);
  const [one] = await rows<{ id: string }>(db, `${sql} for update of c skip locked`, [before, null], tx);
  if (!one) return undefined;
  const [still] = await rows<{ id: string }>(db, sql, [before, one.id], tx);
  return still?.id;
}
