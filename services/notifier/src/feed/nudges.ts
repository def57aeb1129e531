import { type Redis } from "@okoshko/runtime/redis";

/** booking-api publishes here after each commit that made an event. What it says doesn't matter, only that it speaks. */
const channel = "okoshko:events";

/**
 * Calls `onNudge` when booking-api has news, and after each reconnect, when some may have been missed. Needs a connection of
 * its own: one that listens can do nothing else.
 */
export function listenToNudges(redis: Redis, onNudge: () => void): void {
  redis.on("message", onNudge);
  redis.on("ready", onNudge);
  // It is subscribed again by itself after each reconnect. While Redis is away at the start, the queued command waits.
  redis.subscribe(channel).catch(() => undefined);
}
