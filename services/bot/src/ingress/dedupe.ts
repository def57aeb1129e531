import { setTimeout as sleep } from "node:timers/promises";
import { type Redis } from "ioredis";
import { type Lease, releaseLease, takeLease } from "./lease";

/**
 * Which updates were dealt with. Telegram brings an update again after anything but a 2xx in time, for up to a day.
 * A claim has two stages, so that neither a repetition nor a crash does harm: while one process works on the update its
 * claim is a short lease that dies with it; when it is done, the claim says so for a day.
 */
export interface Claims {
  /** `mine`: go on. `done`: it was dealt with. `busy`: another process is at it, and may yet fail. */
  claim(updateId: number): Promise<Claim>;
  done(lease: Lease): Promise<void>;
  giveBack(lease: Lease): Promise<void>;
}

export type Claim = { state: "mine"; lease: Lease } | { state: "done" } | { state: "busy" };

/**
 * As long as a crashed process keeps its update from being dealt with by another. Short, because a person waits; a process
 * that is merely slow renews it three times in that span.
 */
export const claimTtlMs = 5_000;
/** As long as Telegram keeps messages for us. */
const doneTtlSeconds = 24 * 60 * 60;
const done = "done";

/** A lease that ran out while we worked is written over, unless the next one has it by now: then that one will say it. */
const markDone = `
local current = redis.call("GET", KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1
`;

export function createClaims(redis: Redis, prefix: string, waitMs = 3_000): Claims {
  return {
    async claim(updateId) {
      const key = `${prefix}:update:${updateId}`;
      // A repetition that comes while the first is being handled waits a little: mostly it can then be told "done".
      for (let waitedMs = 0; ; waitedMs += 100) {
        const lease = await takeLease(redis, key, claimTtlMs);
        if (lease !== undefined) return { state: "mine", lease };
        if ((await redis.get(key)) === done) return { state: "done" };
        if (waitedMs >= waitMs) return { state: "busy" };
        await sleep(100);
      }
    },
    async done(lease) {
      await redis.eval(markDone, 1, lease.key, lease.token, done, doneTtlSeconds);
    },
    giveBack: (lease) => releaseLease(redis, lease),
  };
}
