import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { currentTraceparent, inTraceparent } from "@okoshko/runtime/trace-context";
import { inTransaction, type Pool, type Tx } from "../database";
import { forgetClient } from "../deliveries/forget-client";
import { insertPlanned, type PlannedWithTrace } from "../deliveries/insert-planned";
import { planEvent, type Withdrawal } from "../deliveries/plan";
import { withdraw } from "../deliveries/withdraw";
import { type Metrics } from "../metrics";
import { lockCursor, moveCursor } from "./cursor";
import { parkEvent } from "./park-event";

export type FeedEvent = BookingSchemas["FeedEvent"];

export interface PlanDeps {
  pool: Pool;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** The one feed there is. */
export const feedName = "booking-api";

/**
 * Writes what a page of events means to the ledger, and moves the cursor behind it, in one transaction: a crash repeats the
 * page or has no need to. False when another replica was faster with the same page; then nothing was written.
 */
export async function planPage(
  deps: PlanDeps,
  page: { after: string | undefined; items: FeedEvent[]; cursor: string },
): Promise<boolean> {
  const { clock, metrics } = deps;
  const done = await inTransaction(deps.pool, async (tx) => {
    const now = clock.now();
    if ((await lockCursor(tx, feedName, now)) !== page.after) return undefined;
    const { deliveries, withdrawals, forgotten } = await planAll(deps, tx, page.items);
    const inserted = await insertPlanned(tx, deliveries, now);
    // Afterwards, because a page may hold both a booking and its end.
    const withdrawn = await withdraw(tx, withdrawals, now);
    // Last, because an event before it on this page may still name the client.
    for (const clientId of forgotten) withdrawn.push(...(await forgetClient(tx, clientId, now)));
    await moveCursor(tx, feedName, page.cursor, now);
    return { inserted, withdrawn };
  });
  if (!done) return false;
  for (const { kind, reason } of done.inserted) {
    metrics.planned.inc({ kind });
    if (reason) metrics.count(kind, "skipped", reason);
  }
  for (const { kind, reason } of done.withdrawn) metrics.count(kind, "skipped", reason);
  return true;
}

async function planAll(
  deps: PlanDeps,
  tx: Tx,
  items: FeedEvent[],
): Promise<{ deliveries: PlannedWithTrace[]; withdrawals: Withdrawal[]; forgotten: string[] }> {
  const deliveries: PlannedWithTrace[] = [];
  const withdrawals: Withdrawal[] = [];
  const forgotten: string[] = [];
  for (const { event, traceparent } of items) {
    try {
      const plan = await inTraceparent(traceparent, `plan ${event.type}`, () => ({
        ...planEvent(event),
        traceparent: currentTraceparent() ?? traceparent,
      }));
      deliveries.push(...plan.deliveries.map((delivery) => ({ ...delivery, traceparent: plan.traceparent })));
      if (plan.withdraw) withdrawals.push(plan.withdraw);
      if (plan.forget) forgotten.push(plan.forget.clientId);
    } catch (error) {
      // One event that we don't understand must not silence the reminders of everybody else.
      deps.logger.error(
        { err: error, event: event.id, type: event.type },
        "an event can't be planned; it is kept",
      );
      deps.metrics.parkedEvents.inc();
      await parkEvent(tx, event, error, deps.clock.now());
    }
  }
  return { deliveries, withdrawals, forgotten };
}
