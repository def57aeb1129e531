import { type Registry } from "@okoshko/runtime/metrics";
import { counter, gauge, histogram, type MetricsOf, register } from "@okoshko/runtime/metrics-catalogue";

/**
 * What became of an update. `deferred`: something that is needed was away, and Telegram shall bring it again;
 * `failed`: a handler threw, the person got an apology; `parked`: not handled any more, because it killed its processes.
 * What failed is parked as well.
 */
export type UpdateOutcome = (typeof updateOutcomes)[number];
const updateOutcomes = ["handled", "failed", "parked", "duplicate", "throttled", "deferred"] as const;

export type UpdateKind = (typeof updateKinds)[number];
const updateKinds = ["message", "callback_query", "my_chat_member", "other"] as const;

/** Everything the bot measures about itself, in one place. What every service measures comes from the runtime. */
export const botCatalogue = {
  updates: counter({
    name: "bot_updates_total",
    help: "Updates by kind and by what became of them",
    labels: ["kind", "outcome"],
  }),
  updateDuration: histogram({
    name: "bot_update_duration_seconds",
    help: "Time in the handler, without the wait for the lock",
    unit: "seconds",
    labels: ["kind"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  }),
  parked: counter({
    name: "bot_updates_parked_total",
    help: "Updates that were acknowledged although nobody dealt with them, by why; `node dist/parked.js` lists them",
    labels: ["kind", "reason"],
  }),
  parkedNow: gauge({
    name: "bot_parked_updates",
    help: "Parked updates that nobody has looked at yet; all replicas say the same",
    unit: "1",
  }),
  inFlight: gauge({
    name: "bot_updates_in_flight",
    help: "Requests of the webhook under way",
    unit: "1",
  }),
  shed: counter({
    name: "bot_updates_shed_total",
    help: "Requests of the webhook that were put off at the door, because too many were under way",
  }),
  conflicts: counter({
    name: "bot_telegram_conflicts_total",
    help: "Signs that updates of this bot go elsewhere as well: another poller, or another webhook",
    labels: ["with"],
  }),
  webhookPending: gauge({
    name: "bot_webhook_pending_updates",
    help: "Updates that wait at Telegram, as it said last",
    unit: "1",
  }),
  webhookOurs: gauge({
    name: "bot_webhook_ours",
    help: "1 while Telegram delivers to the address of the configuration, 0 while it does not; nothing when polling",
    unit: "1",
  }),
  lockWait: histogram({
    name: "bot_lock_wait_seconds",
    help: "Wait for the lock of a person whose other update was being handled",
    unit: "seconds",
    buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
  }),
  botApi: histogram({
    name: "telegram_request_duration_seconds",
    help: "Calls of the Bot API by method, and by what Telegram said: ok, the number of the error (429: too many), or network",
    unit: "seconds",
    labels: ["method", "outcome"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  }),
  deepLinks: counter({
    name: "bot_deep_links_total",
    help: "Links into the chat that were followed, by what they lead to",
    labels: ["kind"],
  }),
  taps: counter({
    name: "bot_taps_total",
    help: "Taps on buttons by what they were worth",
    labels: ["verdict"],
  }),
};

export type BotMetrics = MetricsOf<typeof botCatalogue>;

export function createBotMetrics(registry: Registry): BotMetrics {
  const metrics = register(botCatalogue, registry);
  // prom-client begins with 0, which here would say that somebody took the webhook of a bot that polls and has none.
  metrics.webhookOurs.remove();
  metrics.webhookPending.remove();
  // A series that is born with its first event hides it: to Prometheus it did not increase.
  for (const other of ["poller", "webhook"]) metrics.conflicts.inc({ with: other }, 0);
  for (const kind of updateKinds)
    for (const outcome of updateOutcomes) metrics.updates.inc({ kind, outcome }, 0);
  return metrics;
}
