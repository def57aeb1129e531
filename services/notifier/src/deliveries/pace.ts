import { type Redis } from "@okoshko/runtime/redis";

/** Telegram bears one message a second to one chat (short bursts aside, which we leave to the bot's answers). */
const gapMs = 1_000;

/**
 * Reserves the next free second of a chat, by Redis's own clock, which all replicas share. Answers how long to wait for it,
 * or -1 when that would be longer than the caller is ready to wait; then nothing is reserved.
 */
const script = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local slot = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0'))
  local wait = slot - now
  if wait > tonumber(ARGV[2]) then return -1 end
  redis.call('set', KEYS[1], slot + ARGV[1], 'PX', wait + ARGV[1])
  return wait`;

export interface Pace {
  reserve(chatId: number, maxWaitMs: number): Promise<number>;
}

export function createPace(redis: Redis): Pace {
  return {
    async reserve(chatId, maxWaitMs) {
      return Number(await redis.eval(script, 1, `okoshko:notifier:pace:${chatId}`, gapMs, maxWaitMs));
    },
  };
}
