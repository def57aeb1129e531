import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { type Metrics } from "../metrics";
import { claimDue } from "./claim";
import { giveUpAbandoned } from "./give-up-as-unknown";
import { nextDue } from "./next-due";
import { type SendQueue } from "./queue";
import { release } from "./release";
import { requeueExpired } from "./requeue-expired";

export interface DispatchDeps {
  pool: Pool;
  queue: SendQueue;
  clock: Clock;
  leaseClock: Clock;
  leaseMs: number;
  /** At most so many deliveries are on their way to Telegram at once, over all replicas. */
  maxQueued: number;
  metrics: Metrics;
  logger: Logger;
  /** False while nothing can be sent from here: claims would only wait for their lease to end. */
  canSend: () => boolean;
}

const batch = 500;
const longestPauseMs = 1_000;

/** Brings back what got lost and hands over what is due. Answers how long there is nothing to do, in ms. */
export async function dispatch(deps: DispatchDeps): Promise<number> {
  await giveUpAbandoned(deps);
  if (!deps.canSend()) return longestPauseMs;
  const pausedMs = await deps.queue.pausedMs();
  if (pausedMs > 0) return Math.min(longestPauseMs, pausedMs);
  await requeueLost(deps);
  const handedOver = await handOver(deps);
  if (handedOver === batch) return 0;
  return untilNextDue(deps);
}

async function requeueLost({ pool, queue, clock, leaseClock, metrics, logger }: DispatchDeps): Promise<void> {
  const expired = await requeueExpired(pool, leaseClock.now(), clock.now());
  if (expired.length === 0) return;
  metrics.leasesExpired.inc({ status: "queued" }, expired.length);
  logger.warn({ count: expired.length }, "jobs got lost on their way; their deliveries are queued again");
  await queue.remove(expired);
}

/** Claimed first and queued then: a crash in between costs a lease, the other order would send what nobody claimed. */
async function handOver(deps: DispatchDeps): Promise<number> {
  const now = deps.clock.now();
  const leaseUntil = new Date(deps.leaseClock.now().getTime() + deps.leaseMs);
  const claimed = await claimDue(deps.pool, { now, leaseUntil, batch, maxQueued: deps.maxQueued });
  if (claimed.length === 0) return 0;
  try {
    await deps.queue.add(claimed);
  } catch (error) {
    await release(deps.pool, claimed, now);
    throw error;
  }
  return claimed.length;
}

/** Capped, because another replica may plan something and die before it wakes anybody. */
async function untilNextDue({ pool, clock }: DispatchDeps): Promise<number> {
  const next = await nextDue(pool);
  if (!next) return longestPauseMs;
  // What is due already had no room; a moment later there is some.
  return Math.min(longestPauseMs, Math.max(50, next.getTime() - clock.now().getTime()));
}
