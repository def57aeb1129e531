import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { currentTraceparent, inTraceparent } from "@okoshko/runtime/trace-context";
import { inTransaction, type Pool, type Tx } from "../database";
import { dueCorrections } from "../deliveries/correct";
import { forgetClient } from "../deliveries/forget-client";
import { type DeliveryKind, type DeliveryReason } from "../deliveries/delivery";
import { insertPlanned, type PlannedWithTrace } from "../deliveries/insert-planned";
import { type Correction, planEvent, type Withdrawal } from "../deliveries/plan";
import { withdraw } from "../deliveries/withdraw";
import { type Metrics } from "../metrics";
import { planWebhooks } from "../webhooks/plan";
import { lockCursor, moveCursor } from "./cursor";
import { parkEvent } from "./park-event";

export type FeedEvent = BookingSchemas["FeedEvent"];

export interface PlanDeps {
  pool: Pool;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  /** What integrators are told lives in the machine's time. */
  leaseClock: Clock;
  /** So many events wait to be sent to endpoints. */
  onWebhooksPlanned: (count: number) => void;
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
    const written = await writePlans(tx, await planAll(deps, tx, page.items), now);
    const webhooks = await planWebhooks(tx, page.items, deps.leaseClock.now());
    await moveCursor(tx, feedName, page.cursor, now);
    return { ...written, webhooks };
  });
  if (!done) return false;
  countPlanned(metrics, done);
  deps.onWebhooksPlanned(done.webhooks);
  return true;
}

export interface Plans {
  deliveries: PlannedWithTrace[];
  withdrawals: Withdrawal[];
  corrections: Correction[];
  forgotten: string[];
}

export interface Written {
  inserted: { kind: DeliveryKind; reason: DeliveryReason | null }[];
  withdrawn: { kind: DeliveryKind; reason: DeliveryReason }[];
}

/** Writes what events mean to the ledger, in the order in which it makes sense. */
export async function writePlans(tx: Tx, plans: Plans, now: Date): Promise<Written> {
  const inserted = await insertPlanned(tx, plans.deliveries, now);
  // Afterwards, because a page may hold both a booking and its end.
  const withdrawn = await withdraw(tx, plans.withdrawals, now);
  // After what can still be held back, which needs no correction.
  inserted.push(...(await insertPlanned(tx, await dueCorrections(tx, plans.corrections), now)));
  // Last, because an event before it on this page may still name the client.
  for (const clientId of plans.forgotten) withdrawn.push(...(await forgetClient(tx, clientId, now)));
  return { inserted, withdrawn };
}

export function countPlanned(metrics: Metrics, { inserted, withdrawn }: Written): void {
  for (const { kind, reason } of inserted) {
    metrics.planned.inc({ kind });
    if (reason) metrics.count(kind, "skipped", reason);
  }
  for (const { kind, reason } of withdrawn) metrics.count(kind, "skipped", reason);
}

async function planAll(deps: PlanDeps, tx: Tx, items: FeedEvent[]): Promise<Plans> {
  const plans: Plans = { deliveries: [], withdrawals: [], corrections: [], forgotten: [] };
  for (const item of items) {
    try {
      await addPlan(plans, item);
    } catch (error) {
      const { event } = item;
      // One event that we don't understand must not silence the reminders of everybody else.
      deps.logger.error(
        { err: error, event: event.id, type: event.type },
        "an event can't be planned; it is kept",
      );
      deps.metrics.parkedEvents.inc();
      await parkEvent(tx, event, error, deps.clock.now());
    }
  }
  return plans;
}

/** Plans one event. When it throws, nothing was added. */
export async function addPlan(plans: Plans, { event, traceparent: origin }: FeedEvent): Promise<void> {
  const { plan, traceparent } = await inTraceparent(origin, `plan ${event.type}`, () => ({
    plan: planEvent(event),
    traceparent: currentTraceparent() ?? origin,
  }));
  for (const delivery of [...plan.deliveries, ...(plan.wishes ?? [])])
    plans.deliveries.push({ ...delivery, traceparent });
  for (const correction of plan.corrections ?? [])
    plans.corrections.push({ ...correction, delivery: { ...correction.delivery, traceparent } });
  if (plan.withdraw) plans.withdrawals.push(plan.withdraw);
  if (plan.forget) plans.forgotten.push(plan.forget.clientId);
}
