import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { Problem } from "@okoshko/runtime/problem";
import { inTransaction, type Pool, type Queryable } from "../database";
import { type Metrics } from "../metrics";
import { addPlan, countPlanned, type Plans, writePlans } from "./plan-page";

export interface ParkedEvent {
  event_id: string;
  event: DomainEvent;
  error: string;
  parked_at: Date;
}

const listSql = `
  select event_id, event, error, parked_at from notifier.parked_events order by parked_at, event_id limit $1`;

/** The oldest first. */
export async function listParkedEvents(db: Queryable, limit: number): Promise<ParkedEvent[]> {
  const { rows } = await db.query<ParkedEvent>(listSql, [limit]);
  return rows;
}

const countSql = `select count(*)::integer as count from notifier.parked_events`;

export async function countParkedEvents(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(countSql);
  return rows[0]?.count ?? 0;
}

const takeSql = `delete from notifier.parked_events where event_id = $1 returning event`;
const failedAgainSql = `update notifier.parked_events set error = $2 where event_id = $1`;

/**
 * Plans a parked event after the fault was mended, and answers how many deliveries are new. The event leaves its place in the
 * same transaction. Throws `not-found`, and `wrong-state` when it can't be planned still; then it stays.
 */
export async function replayParkedEvent(
  deps: { pool: Pool; clock: Clock; metrics: Metrics },
  eventId: string,
): Promise<number> {
  try {
    const written = await inTransaction(deps.pool, async (tx) => {
      const { rows } = await tx.query<{ event: DomainEvent }>(takeSql, [eventId]);
      const [parked] = rows;
      if (!parked) throw new Problem("not-found");
      const plans: Plans = { deliveries: [], withdrawals: [], corrections: [], forgotten: [] };
      await addPlan(plans, { cursor: "", event: parked.event });
      return writePlans(tx, plans, deps.clock.now());
    });
    countPlanned(deps.metrics, written);
    return written.inserted.length;
  } catch (error) {
    if (error instanceof Problem) throw error;
    await deps.pool.query(failedAgainSql, [eventId, String(error)]);
    throw new Problem("wrong-state", { detail: "It can't be planned still.", cause: error });
  }
}
