import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { type Loop, startLoop } from "../loop";
import { type Claim, claimDue } from "./claim";
import { type Limit } from "./limit";
import { nextDue } from "./next-due";
import { type Lot, type SendQueue } from "./queue";
import { release } from "./release";

export interface DispatchDeps {
  pool: Pool;
  limit: Limit;
  queue: SendQueue;
  clock: Clock;
  leaseClock: Clock;
  leaseMs: number;
  /** Lots that one replica works on at once. */
  concurrency: number;
  logger: Logger;
  /** False while nothing can be sent from here: claims would only wait for their lease to end. */
  canSend: () => boolean;
}

const longestPauseMs = 1_000;
/** While workers are behind, or somebody else was faster. */
const breathMs = 20;

/** Claims in one job of the queue, at most. */
const largestLot = 10;
/** Lots that one round hands over at most. */
const lotsAtOnce = 10;
/** With so many lots before the workers they have enough to do, and more would only be overtaken by nothing. */
const mostWaiting = 10;

/**
 * Claims what is due and may leave now, and hands it to the send queue of all replicas. What may not leave yet waits in the ledger and
 * not in the queue, so what people wait for is the next to be claimed, however many reminders and broadcasts are due before it.
 */
export function startDispatcher(deps: DispatchDeps): Loop {
  const { pool, limit, queue, clock, leaseClock, logger } = deps;
  // Who is to do little at once gets little at once.
  const lotSize = Math.min(largestLot, deps.concurrency);

  const handOver = async (claims: Claim[]): Promise<void> => {
    try {
      await queue.add(inLots(claims, lotSize));
    } catch (error) {
      await release(pool, claims, clock.now());
      throw error;
    }
  };

  const round = async (): Promise<number> => {
    if (!deps.canSend()) return longestPauseMs;
    if ((await queue.waiting()) >= mostWaiting) return breathMs;
    const { granted, waitMs } = await limit.take(lotSize * lotsAtOnce);
    if (granted === 0) return Math.min(longestPauseMs, waitMs);
    const now = clock.now();
    const leaseUntil = new Date(leaseClock.now().getTime() + deps.leaseMs);
    // Claimed first and queued then: a crash in between costs a lease, the other order would send what nobody claimed.
    const claims = await claimDue(pool, { now, leaseUntil, count: granted });
    if (claims.length < granted) await limit.giveBack(granted - claims.length);
    if (claims.length > 0) await handOver(claims);
    return claims.length === granted ? 0 : untilNextDue(deps);
  };
  return startLoop({ name: "dispatch", logger, round });
}

function inLots(claims: Claim[], lotSize: number): Lot[] {
  return Array.from({ length: Math.ceil(claims.length / lotSize) }, (_, index) => ({
    claims: claims.slice(index * lotSize, (index + 1) * lotSize),
    hasTurn: false,
  }));
}

/** Capped, because another replica may plan something and die before it wakes anybody. */
async function untilNextDue({ pool, clock }: DispatchDeps): Promise<number> {
  const next = await nextDue(pool);
  if (!next) return longestPauseMs;
  // What is due already is just being claimed by another replica.
  return Math.min(longestPauseMs, Math.max(50, next.getTime() - clock.now().getTime()));
}
