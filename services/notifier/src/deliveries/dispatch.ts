import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { type Loop, startLoop } from "../loop";
import { claimDue } from "./claim";
import { type Delivery } from "./delivery";
import { type Limit } from "./limit";
import { nextDue } from "./next-due";
import { release } from "./release";
import { type Sent } from "./send";

export interface DispatchDeps {
  pool: Pool;
  limit: Limit;
  clock: Clock;
  leaseClock: Clock;
  leaseMs: number;
  /** At most so many deliveries are worked off at once, of this replica. */
  concurrency: number;
  send: (delivery: Delivery, hasTurn: boolean) => Promise<Sent>;
  logger: Logger;
  /** False while nothing can be sent from here: claims would only wait for their lease to end. */
  canSend: () => boolean;
}

const longestPauseMs = 1_000;
/** While there is more to do than places: meanwhile some become free, and are filled by one statement. */
const breathMs = 20;

/**
 * Claims what is due and may leave now, and sends it. Nothing waits in line outside of the ledger: what people wait for is the next
 * to be claimed, however many reminders and broadcasts are due before it.
 */
export function startDispatcher(deps: DispatchDeps): Loop {
  const { pool, limit, clock, leaseClock, logger } = deps;
  const underWay = new Set<Promise<void>>();
  /** Claims whose turn in their chat is reserved; they take up no place until it comes. */
  const reserved = new Map<Delivery, NodeJS.Timeout>();
  const turns: Delivery[] = [];

  const begin = (delivery: Delivery, hasTurn: boolean): void => {
    const work = deps
      .send(delivery, hasTurn)
      .then((sent) => {
        if (sent.type === "turn") reserve(delivery, sent.waitMs);
      })
      // The lease brings it back.
      .catch((error: unknown) => logger.error({ err: error, delivery: delivery.id }, "a delivery failed"))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const reserve = (delivery: Delivery, waitMs: number): void => {
    const timer = setTimeout(() => {
      reserved.delete(delivery);
      turns.push(delivery);
      loop.wake();
    }, waitMs);
    reserved.set(delivery, timer);
  };

  const round = async (): Promise<number> => {
    if (!deps.canSend()) return longestPauseMs;
    const places = deps.concurrency - underWay.size;
    if (places <= 0) return breathMs;
    const { granted, waitMs } = await limit.take(places);
    if (granted === 0) return Math.min(longestPauseMs, waitMs);
    const waited = turns.splice(0, granted);
    for (const delivery of waited) begin(delivery, true);
    const left = granted - waited.length;
    if (left === 0) return breathMs;
    const now = clock.now();
    const leaseUntil = new Date(leaseClock.now().getTime() + deps.leaseMs);
    const claimed = await claimDue(pool, { now, leaseUntil, count: left });
    for (const delivery of claimed) begin(delivery, false);
    if (claimed.length === left) return breathMs;
    await limit.giveBack(left - claimed.length);
    return untilNextDue(deps);
  };
  const loop = startLoop({ name: "dispatch", logger, round });

  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await Promise.all(underWay);
      for (const timer of reserved.values()) clearTimeout(timer);
      const unused = [...reserved.keys(), ...turns];
      if (unused.length > 0) await release(pool, unused, clock.now());
    },
  };
}

/** Capped, because another replica may plan something and die before it wakes anybody. */
async function untilNextDue({ pool, clock }: DispatchDeps): Promise<number> {
  const next = await nextDue(pool);
  if (!next) return longestPauseMs;
  // What is due already is just being claimed by another replica.
  return Math.min(longestPauseMs, Math.max(50, next.getTime() - clock.now().getTime()));
}
