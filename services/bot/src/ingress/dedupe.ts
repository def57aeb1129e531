import { setTimeout as sleep } from "node:timers/promises";
import { type Redis } from "ioredis";
import { type Lease, newToken } from "./lease";

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

/** `unended` counts earlier claims of this update whose process was never heard of again: each one died, or hung. */
export type Claim = { state: "mine"; lease: Lease; unended: number } | { state: "done" } | { state: "busy" };

/**
 * As long as a crashed process keeps its update from being dealt with by another. Short, because a person waits; a process
 * that is merely slow renews it three times in that span.
 */
export const claimTtlMs = 5_000;
/** As long as Telegram keeps messages for us. */
const rememberedSeconds = 24 * 60 * 60;
const done = "done";

/** Takes the claim and counts it in one step: a process that dies right after it has claimed was counted all the same. */
const take = `
local current = redis.call("GET", KEYS[1])
if current == ARGV[3] then return -1 end
if current then return -2 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
local open = redis.call("INCR", KEYS[2])
redis.call("EXPIRE", KEYS[2], ARGV[4])
return open
`;

/** A lease that ran out while we worked is written over, unless the next one has it by now: then that one will say it. */
const markDone = `
local current = redis.call("GET", KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
redis.call("DEL", KEYS[2])
return 1
`;

/** The claim ended, although not with the work: whoever says so is alive, whether its lease was or not. */
const putBack = `
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
if redis.call("EXISTS", KEYS[2]) == 1 and redis.call("DECR", KEYS[2]) <= 0 then redis.call("DEL", KEYS[2]) end
return 1
`;

export function createClaims(
  redis: Redis,
  prefix: string,
  { waitMs = 3_000, ttlMs = claimTtlMs }: { waitMs?: number; ttlMs?: number } = {},
): Claims {
  const unendedOf = (key: string): string => `${key}:claims`;
  return {
    async claim(updateId) {
      const key = `${prefix}:update:${updateId}`;
      // A repetition that comes while the first is being handled waits a little: mostly it can then be told "done".
      for (let waitedMs = 0; ; waitedMs += 100) {
        const token = newToken();
        const open = Number(
          await redis.eval(take, 2, key, unendedOf(key), token, ttlMs, done, rememberedSeconds),
        );
        if (open > 0) return { state: "mine", lease: { key, token }, unended: open - 1 };
        if (open === -1) return { state: "done" };
        if (waitedMs >= waitMs) return { state: "busy" };
        await sleep(100);
      }
    },
    async done({ key, token }) {
      await redis.eval(markDone, 2, key, unendedOf(key), token, done, rememberedSeconds);
    },
    async giveBack({ key, token }) {
      await redis.eval(putBack, 2, key, unendedOf(key), token);
    },
  };
}
