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

/**
 * Takes the claim and notes it in one step: a process that dies right after it has claimed was noted all the same. Noted are
 * tokens and not a number, so that a command which reaches Redis twice, after a reconnection, or late, changes nothing.
 */
const take = `
local current = redis.call("GET", KEYS[1])
if current == ARGV[3] then return -1 end
if current and current ~= ARGV[1] then return -2 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
redis.call("SADD", KEYS[2], ARGV[1])
redis.call("EXPIRE", KEYS[2], ARGV[4])
return redis.call("SCARD", KEYS[2])
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
return redis.call("SREM", KEYS[2], ARGV[1])
`;

export function createClaims(
  redis: Redis,
  prefix: string,
  { waitMs = 3_000, ttlMs = claimTtlMs }: { waitMs?: number; ttlMs?: number } = {},
): Claims {
  const keyOf = (updateId: number): string => `${prefix}:update:${updateId}`;
  const claimsOf = (key: string): string => `${key}:claims`;

  const attempt = async ({ key, token }: Lease): Promise<number> => {
    try {
      return Number(await redis.eval(take, 2, key, claimsOf(key), token, ttlMs, done, rememberedSeconds));
    } catch (error) {
      // A Redis that hangs may still obey when it comes to itself. What follows on the same connection is obeyed after
      // that, so nothing is left of a claim that nobody knew of, which would count as that of a process that died.
      giveBack({ key, token }).catch(() => undefined);
      throw error;
    }
  };
  const giveBack = async ({ key, token }: Lease): Promise<void> => {
    await redis.eval(putBack, 2, key, claimsOf(key), token);
  };

  return {
    async claim(updateId) {
      const key = keyOf(updateId);
      // A repetition that comes while the first is being handled waits a little: mostly it can then be told "done".
      for (let waitedMs = 0; ; waitedMs += 100) {
        const lease = { key, token: newToken() };
        const open = await attempt(lease);
        if (open > 0) return { state: "mine", lease, unended: open - 1 };
        if (open === -1) return { state: "done" };
        if (waitedMs >= waitMs) return { state: "busy" };
        await sleep(100);
      }
    },
    async done({ key, token }) {
      await redis.eval(markDone, 2, key, claimsOf(key), token, done, rememberedSeconds);
    },
    giveBack,
  };
}
