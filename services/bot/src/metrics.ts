import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Everything the bot measures about itself, in one place. HTTP and client metrics come from the runtime. */
export type BotMetrics = ReturnType<typeof createBotMetrics>;

/**
 * What became of an update. `deferred`: something that is needed was away, and Telegram shall bring it again;
 * `failed`: a handler threw, the person got an apology; `parked`: not handled any more, because it killed its processes.
 * What failed is parked as well.
 */
export type UpdateOutcome = "handled" | "failed" | "parked" | "duplicate" | "throttled" | "deferred";

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
    parked: new Counter({
      name: "bot_updates_parked_total",
      help: "Updates that were acknowledged although nobody dealt with them, by why; `node dist/parked.js` lists them",
      labelNames: ["kind", "reason"],
      registers,
    }),
    inFlight: new Gauge({
      name: "bot_updates_in_flight",
      help: "Requests of the webhook under way",
      registers,
    }),
    shed: new Counter({
      name: "bot_updates_shed_total",
      help: "Requests of the webhook that were put off at the door, because too many were under way",
      registers,
    }),
    conflicts: new Counter({
      name: "bot_telegram_conflicts_total",
      help: "Signs that updates of this bot go elsewhere as well: another poller, or another webhook",
      labelNames: ["with"],
      registers,
    }),
    webhookPending: new Gauge({
      name: "bot_webhook_pending_updates",
      help: "Updates that wait at Telegram, as it said last",
      registers,
    }),
    webhookOurs: new Gauge({
      name: "bot_webhook_ours",
      help: "1 while Telegram delivers to the address of the configuration, 0 while it does not",
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
    deepLinks: new Counter({
      name: "bot_deep_links_total",
      help: "Links into the chat that were followed, by what they lead to",
      labelNames: ["kind"],
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
