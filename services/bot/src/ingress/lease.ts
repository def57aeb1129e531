import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Redis } from "ioredis";

/** A key in Redis that one process holds for a while. */
export interface Lease {
  readonly key: string;
  readonly token: string;
}

const renewIfMine = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])
`;

/** Only the owner lets go: without the token, one that was frozen past its lease would open the next owner's lock. */
const releaseIfMine = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
`;

/** Says whose a lease is. */
export const newToken = (): string => randomUUID();

export async function takeLease(redis: Redis, key: string, ttlMs: number): Promise<Lease | undefined> {
  const token = newToken();
  return (await redis.set(key, token, "PX", ttlMs, "NX")) === "OK" ? { key, token } : undefined;
}

/** Waits for a lease that another one has. Undefined when it stayed taken for `waitMs`. */
export async function waitForLease(
  redis: Redis,
  key: string,
  { ttlMs, waitMs }: { ttlMs: number; waitMs: number },
): Promise<Lease | undefined> {
  const startedAt = performance.now();
  for (;;) {
    const lease = await takeLease(redis, key, ttlMs);
    if (lease !== undefined) return lease;
    if (performance.now() - startedAt >= waitMs) return undefined;
    await sleep(20 + Math.random() * 40);
  }
}

export async function releaseLease(redis: Redis, lease: Lease): Promise<void> {
  await redis.eval(releaseIfMine, 1, lease.key, lease.token);
}

/**
 * Keeps leases alive while work goes on, however long it takes; a process that dies stops renewing. Returns what ends it.
 * A renewal that fails is not an error here: should the lease really be lost, the draft's compare-and-set notices.
 */
export function keepAlive(redis: Redis, leases: readonly Lease[], ttlMs: number): () => void {
  const timer = setInterval(() => {
    for (const lease of leases)
      redis.eval(renewIfMine, 1, lease.key, lease.token, ttlMs).catch(() => undefined);
  }, ttlMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}
