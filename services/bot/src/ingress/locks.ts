import { type Redis } from "ioredis";
import { claimTtlMs } from "./dedupe";
import { type Lease, waitForLease } from "./lease";

export interface LockOptions {
  ttlMs?: number | undefined;
  waitMs: number;
}

/**
 * One update of a person at a time, over all replicas. Telegram queues messages by chat and taps by user, so a message and
 * a tap of one person do arrive at the same time, and not even at the same replica. Undefined when the lock stayed taken
 * for `waitMs`.
 */
export function lockUser(
  redis: Redis,
  prefix: string,
  userId: number,
  { ttlMs = claimTtlMs, waitMs }: LockOptions,
): Promise<Lease | undefined> {
  return waitForLease(redis, `${prefix}:lock:${userId}`, { ttlMs, waitMs });
}

/**
 * One suspect at a time, over all replicas. When a process dies, all updates that it had in hand look alike; the one that
 * killed it is found by trying them apart, so that no innocent one is parked for having stood beside it.
 */
export function lockSuspects(
  redis: Redis,
  prefix: string,
  { ttlMs = claimTtlMs, waitMs }: LockOptions,
): Promise<Lease | undefined> {
  return waitForLease(redis, `${prefix}:suspect`, { ttlMs, waitMs });
}
