import { type Redis } from "ioredis";

/** `warn` comes once per flood: an answer to each of its messages would be a flood too. */
export type ThrottleVerdict = "pass" | "warn" | "silence";

export interface ThrottleLimits {
  updates: number;
  windowMs: number;
}

/**
 * A sliding window per person, atomic and by Redis' own clock, so that all replicas count together. Updates are members of
 * a sorted set: one that is brought again is not counted again, and refused ones are not counted at all, so that who
 * slows down is heard again. The warning is remembered until the flood has paused for a whole window.
 */
const script = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", now - window)
if redis.call("ZSCORE", KEYS[1], ARGV[3]) then return "pass" end
if redis.call("ZCARD", KEYS[1]) < tonumber(ARGV[1]) then
  redis.call("ZADD", KEYS[1], now, ARGV[3])
  redis.call("PEXPIRE", KEYS[1], window)
  return "pass"
end
local warned = redis.call("EXISTS", KEYS[2])
redis.call("SET", KEYS[2], "1", "PX", window)
if warned == 1 then return "silence" end
return "warn"
`;

export async function throttle(
  redis: Redis,
  prefix: string,
  userId: number,
  updateId: number,
  limits: ThrottleLimits,
): Promise<ThrottleVerdict> {
  const verdict = await redis.eval(
    script,
    2,
    `${prefix}:pace:${userId}`,
    `${prefix}:paced:${userId}`,
    limits.updates,
    limits.windowMs,
    updateId,
  );
  return verdict === "warn" || verdict === "silence" ? verdict : "pass";
}
