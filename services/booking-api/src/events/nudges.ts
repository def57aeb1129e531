import { EventEmitter } from "node:events";
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
  // The connection is shared with other listeners.
  deps.subscriber.on("message", (from: string) => from === channel && heard.emit("nudge"));
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
    // A plain timer: AbortSignal.timeout() inside AbortSignal.any() can be collected before it fires on Node 20.
    wait: (timeoutMs, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          heard.off("nudge", wake);
          signal.removeEventListener("abort", wake);
          end.signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        heard.on("nudge", wake);
        signal.addEventListener("abort", wake);
        end.signal.addEventListener("abort", wake);
        if (signal.aborted || end.signal.aborted) wake();
      }),
    ended: end.signal,
    end: () => end.abort(),
  };
}
