import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTransaction, type Pool, type Tx } from "../database";
import { type Metrics } from "../metrics";
import { type Delivery, isWorthRepeating } from "./delivery";
import { findAbandoned } from "./find-abandoned";
import { markUnknown } from "./mark";
import { planRepeat } from "./plan-repeat";

interface Deps {
  pool: Pool;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** Telegram took a message and its answer was lost: records that nobody knows, and repeats it if its kind is worth that. */
export async function giveUpAsUnknown(deps: Deps, delivery: Delivery, error: string): Promise<void> {
  const marked = await inTransaction(deps.pool, (tx) => giveUp(tx, delivery, error, deps.clock.now()));
  report(deps, marked, error);
}

/** The same for all deliveries whose sender fell silent after it had begun. */
export async function giveUpAbandoned(deps: Deps & { leaseClock: Clock }): Promise<number> {
  const error = "The sender was not heard of again.";
  const marked = await inTransaction(deps.pool, async (tx) => {
    const all: GivenUp[] = [];
    for (const delivery of await findAbandoned(tx, deps.leaseClock.now()))
      all.push(...(await giveUp(tx, delivery, error, deps.clock.now())));
    return all;
  });
  if (marked.length > 0) deps.metrics.leasesExpired.inc({ status: "sending" }, marked.length);
  report(deps, marked, error);
  return marked.length;
}

interface GivenUp {
  delivery: Delivery;
  isRepeated: boolean;
}

async function giveUp(tx: Tx, delivery: Delivery, error: string, now: Date): Promise<GivenUp[]> {
  if (!(await markUnknown(tx, delivery, { error, now }))) return [];
  const isRepeated = isWorthRepeating(delivery, now);
  if (isRepeated) await planRepeat(tx, delivery.id, now);
  return [{ delivery, isRepeated }];
}

function report(deps: Deps, marked: GivenUp[], error: string): void {
  for (const { delivery, isRepeated } of marked) {
    deps.metrics.count(delivery.kind, "unknown");
    if (isRepeated) deps.metrics.repeats.inc({ kind: delivery.kind });
    deps.logger.warn(
      { delivery: delivery.id, kind: delivery.kind, isRepeated, error },
      "nobody knows whether a message arrived",
    );
  }
}
