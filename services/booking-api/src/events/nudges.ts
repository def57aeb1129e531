import { EventEmitter, once } from "node:events";
import { type Redis } from "ioredis";
import { type Logger } from "@okoshko/runtime/logger";

const channel = "okoshko:events";

/**
 * Wake-up calls for readers of the feed, through Redis Pub/Sub. A lost one costs a reader its poll interval and nothing
 * else: events live in Postgres.
 */
export interface Nudges {
  /** Says that something was committed. Never fails, never waits. */
  send(): void;
  /** Resolves at the next nudge, after `timeoutMs`, or when `signal` aborts. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Aborted when the service ends: nobody shall wait any longer. */
  readonly ended: AbortSignal;
  end(): void;
}

/** Nudges through Redis. `subscriber` is a connection of its own: a subscribed one can do nothing else. */
export function createNudges(deps: { publisher: Redis; subscriber: Redis; logger: Logger }): Nudges {
  const end = new AbortController();
  const heard = new EventEmitter().setMaxListeners(0);
  deps.subscriber.on("message", () => heard.emit("nudge"));
  // ioredis subscribes again by itself after a reconnect.
  deps.subscriber
    .subscribe(channel)
    .catch((error: unknown) => deps.logger.warn({ err: error }, "no nudges for now"));
  return {
    send: () => {
      deps.publisher
        .publish(channel, "")
        .catch((error: unknown) => deps.logger.warn({ err: error }, "a nudge was lost"));
    },
    wait: async (timeoutMs, signal) => {
      const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      await once(heard, "nudge", { signal: ends }).catch((error: unknown) => {
        if (!ends.aborted) throw error;
      });
    },
    ended: end.signal,
    end: () => end.abort(),
  };
}
