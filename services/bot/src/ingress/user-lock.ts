import { setTimeout as sleep } from "node:timers/promises";
import { type Redis } from "ioredis";
import { claimTtlMs } from "./dedupe";
import { type Lease, takeLease } from "./lease";

/**
 * One update of a person at a time, over all replicas. Telegram queues messages by chat and taps by user, so a message and
 * a tap of one person do arrive at the same time, and not even at the same replica. Undefined when the lock stayed taken
 * for `waitMs`.
 */
export async function lockUser(
  redis: Redis,
  prefix: string,
  userId: number,
  waitMs = 3_000,
): Promise<Lease | undefined> {
  const startedAt = performance.now();
  for (;;) {
    const lease = await takeLease(redis, `${prefix}:lock:${userId}`, claimTtlMs);
    if (lease !== undefined) return lease;
    if (performance.now() - startedAt >= waitMs) return undefined;
    await sleep(20 + Math.random() * 40);
  }
}
