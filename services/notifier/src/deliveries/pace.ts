import { type Redis } from "@okoshko/runtime/redis";

/** Telegram bears one message a second to one chat (short bursts aside, which we leave to the bot's answers). */
const gapMs = 1_000;

/**
 * Reserves the next free second of each chat, by Redis's own clock, which all replicas share. Answers how long to wait for it,
 * or -1 when that would be longer than the caller is ready to wait; then nothing is reserved.
 */
const script = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local gap, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
  local waits = {}
  for index, key in ipairs(KEYS) do
    local slot = math.max(now, tonumber(redis.call('get', key) or '0'))
    local wait = slot - now
    if wait > longest then
      waits[index] = -1
    else
      redis.call('set', key, slot + gap, 'PX', wait + gap)
      waits[index] = wait
    end
  end
  return waits`;

/**
 * In a chat with more to wait for than this, a delivery gives its place in the queue back. Well within its lease, because a turn
 * that comes after the lease has ended is used by nobody, while the next claim reserves a later one: with leases of three
 * seconds and turns of up to fifteen, a chat with twenty messages to come was never sent any.
 */
export function longestTurn(leaseMs: number): number {
  return Math.min(15_000, Math.floor(leaseMs / 3));
}

/** The turns of several chats at once, in their order; see above for what they say. */
export type Pace = (chatIds: number[]) => Promise<number[]>;

export function createPace(redis: Redis, longestTurnMs: number): Pace {
  return async (chatIds) => {
    const keys = chatIds.map((chatId) => `okoshko:notifier:pace:${chatId}`);
    const waits: unknown = await redis.eval(script, keys.length, ...keys, gapMs, longestTurnMs);
    return Array.isArray(waits) ? waits.map(Number) : [];
  };
}
