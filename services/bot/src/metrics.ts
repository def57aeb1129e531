import { Counter, Histogram, type Registry } from "prom-client";

/** Everything the bot measures about itself, in one place. HTTP and client metrics come from the runtime. */
export type BotMetrics = ReturnType<typeof createBotMetrics>;

/**
 * What became of an update. `deferred`: something that is needed was away, and Telegram shall bring it again;
 * `failed`: a handler threw, the person got an apology.
 */
export type UpdateOutcome = "handled" | "failed" | "duplicate" | "throttled" | "deferred";

export function createBotMetrics(registry: Registry) {
  const registers = [registry];
  return {
    updates: new Counter({
      name: "bot_updates_total",
      help: "Updates by kind and by what became of them",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    updateDuration: new Histogram({
      name: "bot_update_duration_seconds",
      help: "Time in the handler, without the wait for the lock",
      labelNames: ["kind"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    lockWait: new Histogram({
      name: "bot_lock_wait_seconds",
      help: "Wait for the lock of a person whose other update was being handled",
      buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers,
    }),
    botApi: new Histogram({
      name: "telegram_request_duration_seconds",
      help: "Calls of the Bot API; its count by outcome tells errors apart",
      labelNames: ["method", "outcome"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    }),
    taps: new Counter({
      name: "bot_taps_total",
      help: "Taps on buttons by what they were worth",
      labelNames: ["verdict"],
      registers,
    }),
  };
}
