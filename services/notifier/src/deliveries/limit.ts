import { type Redis } from "@okoshko/runtime/redis";

const limitKey = "okoshko:notifier:limit";
const pauseKey = "okoshko:notifier:pause";

/** What was not used for so long may be made up for at once: 25 a second are never more than 30 within one. */
const burstUs = 200_000;

/**
 * Takes at most ARGV[1] places, one each ARGV[2] microseconds, by Redis's own clock, which all replicas share. The key holds when the
 * next place would be free if none were left unused. Answers how many there are, and if none, in how many ms there will be.
 */
const takeScript = `
  local paused = redis.call('pttl', KEYS[2])
  if paused > 0 then return {0, paused} end
  local time = redis.call('time')
  local now = time[1] * 1000000 + time[2]
  local wanted, gap, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local nextFree = math.max(now - burst, tonumber(redis.call('get', KEYS[1]) or '0'))
  local granted = math.min(wanted, math.floor((now - nextFree) / gap) + 1)
  if granted <= 0 then return {0, math.ceil((nextFree - now) / 1000)} end
  nextFree = nextFree + granted * gap
  redis.call('set', KEYS[1], string.format('%.0f', nextFree), 'PX', math.max(1, math.ceil((nextFree - now + burst) / 1000)))
  return {granted, 0}`;

/** How many messages may leave, over all replicas. Kept in Redis; when that is wiped, a burst more leaves. */
export interface Limit {
  /** At most `wanted` messages may leave now; when none may, how long to wait. */
  take(wanted: number): Promise<{ granted: number; waitMs: number }>;
  /** For somebody else: there were fewer messages. */
  giveBack(count: number): Promise<void>;
  /** Lets nobody begin another message for so long. */
  pause(ms: number): Promise<void>;
  /** How much longer such a pause lasts. */
  pausedMs(): Promise<number>;
}

export function createLimit(redis: Redis, messagesPerSecond: number): Limit {
  const gapUs = Math.ceil(1_000_000 / messagesPerSecond);
  return {
    async take(wanted) {
      const answer: unknown = await redis.eval(takeScript, 2, limitKey, pauseKey, wanted, gapUs, burstUs);
      const [granted = 0, waitMs = 0] = Array.isArray(answer) ? answer.map(Number) : [];
      return { granted, waitMs };
    },
    async giveBack(count) {
      await redis.decrby(limitKey, count * gapUs);
    },
    async pause(ms) {
      await redis.set(pauseKey, "", "PX", Math.max(1, Math.ceil(ms)));
    },
    async pausedMs() {
      return Math.max(0, await redis.pttl(pauseKey));
    },
  };
}
