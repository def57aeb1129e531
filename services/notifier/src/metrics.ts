import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type DeliveryKind, type DeliveryReason } from "./deliveries/delivery";

export type Metrics = ReturnType<typeof createNotifierMetrics>;

/** What the gauges ask for at each scrape. A question that fails leaves its gauge as it was. */
export interface Observed {
  ledger(): Promise<{ status: string; count: number; oldestAgeSeconds: number }[]>;
}

/** The catalogue of the notifier's metrics; those of HTTP and of the process come from the runtime. */
export function createNotifierMetrics(registry: Registry) {
  const registers = [registry];
  const deliveries = new Counter({
    name: "notifier_deliveries_total",
    help: "Deliveries that reached their end, by kind, outcome (sent, skipped, failed, unknown) and reason",
    labelNames: ["kind", "outcome", "reason"],
    registers,
  });
  return {
    count(
      kind: DeliveryKind,
      outcome: "sent" | "skipped" | "failed" | "unknown",
      reason?: DeliveryReason,
    ): void {
      deliveries.inc({ kind, outcome, reason: reason ?? "" });
    },
    planned: new Counter({
      name: "notifier_deliveries_planned_total",
      help: "Deliveries written to the ledger",
      labelNames: ["kind"],
      registers,
    }),
    repeats: new Counter({
      name: "notifier_deliveries_repeated_total",
      help: "Uncertain deliveries that are sent once more",
      labelNames: ["kind"],
      registers,
    }),
    lateness: new Histogram({
      name: "notifier_delivery_lateness_seconds",
      help: "From when a message was due to when Telegram had it",
      labelNames: ["kind"],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
      registers,
    }),
    sends: new Histogram({
      name: "notifier_telegram_send_duration_seconds",
      help: "Time of one call of sendMessage, by what became of it",
      labelNames: ["outcome"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    }),
    floods: new Counter({
      name: "notifier_telegram_floods_total",
      help: "Answers 429; each pauses all sending",
      registers,
    }),
    halted: new Gauge({
      name: "notifier_telegram_halted",
      help: "1 when Telegram refuses the token and nothing is sent",
      registers,
    }),
    leasesExpired: new Counter({
      name: "notifier_leases_expired_total",
      help: "Claims whose worker was not heard of again, by where it stopped",
      labelNames: ["status"],
      registers,
    }),
    postponed: new Counter({
      name: "notifier_deliveries_postponed_total",
      help: "Deliveries planned again for later, by cause",
      labelNames: ["cause"],
      registers,
    }),
    broadcasts: new Counter({
      name: "notifier_broadcasts_total",
      help: "Broadcasts by the state that they entered (sending, done, stopped)",
      labelNames: ["state"],
      registers,
    }),
    audienceFailures: new Counter({
      name: "notifier_broadcast_audience_failures_total",
      help: "Pages of an audience that booking-api did not give; they are asked for again",
      registers,
    }),
    pulls: new Counter({
      name: "notifier_feed_pulls_total",
      help: "Reads of the event feed, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    feedLag: new Gauge({
      name: "notifier_feed_lag_seconds",
      help: "How old the last planned event was when it was planned; 0 when the feed is read to its end",
      registers,
    }),
    feedReadAt: new Gauge({
      name: "notifier_feed_last_success_timestamp_seconds",
      help: "When the feed was last read with success, by the system's clock",
      registers,
    }),
    parkedEvents: new Counter({
      name: "notifier_events_parked_total",
      help: "Events that could not be planned and wait in notifier.parked_events for a person",
      registers,
    }),
  };
}

/** Gauges that are asked for when somebody scrapes. */
export function observeStores(registry: Registry, observed: Observed): void {
  const registers = [registry];
  const age = new Gauge({
    name: "notifier_ledger_oldest_due_age_seconds",
    help: "Age of the oldest delivery that is due and not at its end",
    labelNames: ["status"],
    registers,
  });
  new Gauge({
    name: "notifier_ledger_due_deliveries",
    help: "Deliveries that are due and not at their end",
    labelNames: ["status"],
    registers,
    async collect() {
      const depths = await observed.ledger().catch(() => undefined);
      if (depths === undefined) return;
      for (const status of ["planned", "queued", "sending"]) {
        const depth = depths.find((candidate) => candidate.status === status);
        this.set({ status }, depth?.count ?? 0);
        age.set({ status }, depth?.oldestAgeSeconds ?? 0);
      }
    },
  });
}
