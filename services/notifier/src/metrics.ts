import { type Clock } from "@okoshko/runtime/clock";
import { type Registry } from "@okoshko/runtime/metrics";
import {
  askAtScrape,
  counter,
  type Described,
  gauge,
  histogram,
  register,
} from "@okoshko/runtime/metrics-catalogue";
import { type DeliveryKind, type DeliveryReason } from "./deliveries/delivery";
import { webhookCatalogue } from "./webhooks/metrics";

/** What the notifier measures of messages in Telegram. */
const messageCatalogue = {
  deliveries: counter({
    name: "notifier_deliveries_total",
    help: "Deliveries that reached their end, by kind, outcome (sent, skipped, failed, unknown) and reason",
    labels: ["kind", "outcome", "reason"],
  }),
  planned: counter({
    name: "notifier_deliveries_planned_total",
    help: "Deliveries written to the ledger",
    labels: ["kind"],
  }),
  repeats: counter({
    name: "notifier_deliveries_repeated_total",
    help: "Uncertain deliveries that are sent once more",
    labels: ["kind"],
  }),
  lateness: histogram({
    name: "notifier_delivery_lateness_seconds",
    help: "From when a message was due to when Telegram had it",
    unit: "seconds",
    labels: ["kind"],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
  }),
  sends: histogram({
    name: "notifier_telegram_send_duration_seconds",
    help: "Time of one call of sendMessage, by what became of it",
    unit: "seconds",
    labels: ["outcome"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  }),
  floods: counter({
    name: "notifier_telegram_floods_total",
    help: "Answers 429; each pauses all sending",
  }),
  halted: gauge({
    name: "notifier_telegram_halted",
    help: "1 when Telegram refuses the token and nothing is sent",
    unit: "1",
  }),
  leasesExpired: counter({
    name: "notifier_leases_expired_total",
    help: "Claims whose worker was not heard of again, by where it stopped",
    labels: ["status"],
  }),
  postponed: counter({
    name: "notifier_deliveries_postponed_total",
    help: "Deliveries planned again for later, by cause",
    labels: ["cause"],
  }),
  broadcasts: counter({
    name: "notifier_broadcasts_total",
    help: "Broadcasts by the state that they entered (sending, done, stopped)",
    labels: ["state"],
  }),
  audienceFailures: counter({
    name: "notifier_broadcast_audience_failures_total",
    help: "Pages of an audience that booking-api did not give; they are asked for again",
  }),
  pulls: counter({
    name: "notifier_feed_pulls_total",
    help: "Reads of the event feed, by outcome",
    labels: ["outcome"],
  }),
  feedLag: gauge({
    name: "notifier_feed_lag_seconds",
    help: "How old the last planned event was when it was planned; 0 when the feed is read to its end",
    unit: "seconds",
  }),
  feedReadAt: gauge({
    name: "notifier_feed_last_success_timestamp_seconds",
    help: "When the feed was last read with success, and until then when the process began, by the system's clock",
    unit: "seconds",
  }),
  parkedEvents: counter({
    name: "notifier_events_parked_total",
    help: "Events that could not be planned and wait in notifier.parked_events for a person",
  }),
  due: gauge({
    name: "notifier_ledger_due_deliveries",
    help: "Deliveries that are due and not at their end",
    unit: "1",
    labels: ["status"],
  }),
  oldest: gauge({
    name: "notifier_ledger_oldest_due_age_seconds",
    help: "Age of the oldest delivery that is due and not at its end",
    unit: "seconds",
    labels: ["status"],
  }),
  jobs: histogram({
    name: "messaging_process_duration_seconds",
    help: "Time that a worker took for one job of the send queue; error_type is empty when it did its work or put it off",
    unit: "seconds",
    labels: ["messaging_destination_name", "error_type"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  }),
  queueJobs: gauge({
    name: "notifier_queue_jobs",
    help: "Jobs in the send queue, by state: wait, active, or delayed until a turn in a chat comes",
    unit: "1",
    labels: ["state"],
  }),
  parkedNow: gauge({
    name: "notifier_parked_events",
    help: "Events that wait in notifier.parked_events for a person",
    unit: "1",
  }),
};

/** Everything that the notifier measures about itself. What every service measures comes from the runtime. */
export const notifierCatalogue: readonly Described[] = [
  ...Object.values(messageCatalogue),
  ...Object.values(webhookCatalogue),
];

export type Metrics = ReturnType<typeof createNotifierMetrics>;

export function createNotifierMetrics(registry: Registry, leaseClock: Clock) {
  const metrics = register(messageCatalogue, registry);
  // prom-client begins with 0, which here would say that the feed was not read since 1970.
  metrics.feedReadAt.set(leaseClock.now().getTime() / 1_000);
  // A series that is born with its first event hides it: to Prometheus it did not increase. And where every message fails, what
  // has no series yet would leave nothing to compare the failures with.
  for (const kind of Object.keys(deliveryKinds)) {
    metrics.lateness.zero({ kind });
    for (const outcome of ["sent", "unknown"]) metrics.deliveries.inc({ kind, outcome, reason: "" }, 0);
    for (const reason of Object.keys(failures))
      metrics.deliveries.inc({ kind, outcome: "failed", reason }, 0);
  }
  return {
    ...metrics,
    count(...[kind, outcome, reason]: Ended): void {
      metrics.deliveries.inc({ kind, outcome, reason: reason ?? "" });
    },
  };
}

type Ended =
  | [kind: DeliveryKind, outcome: "sent" | "unknown", reason?: undefined]
  | [kind: DeliveryKind, outcome: "skipped", reason: DeliveryReason]
  | [kind: DeliveryKind, outcome: "failed", reason: FailureReason];

type FailureReason = Extract<
  DeliveryReason,
  "recipient_unreachable" | "attempts_exhausted" | "rejected_by_telegram"
>;

/** The compiler sees to it that none is missing, here and below. */
const failures: Record<FailureReason, true> = {
  recipient_unreachable: true,
  attempts_exhausted: true,
  rejected_by_telegram: true,
};

const deliveryKinds: Record<DeliveryKind, true> = {
  confirmation: true,
  confirmation_master: true,
  change: true,
  change_master: true,
  cancellation: true,
  cancellation_master: true,
  request: true,
  request_master: true,
  decline: true,
  decline_master: true,
  proposal: true,
  proposal_refused_master: true,
  waitlist_offer: true,
  waitlist_offer_ended: true,
  waitlist_joined_master: true,
  waitlist_joined_staff: true,
  attendance_master: true,
  note_master: true,
  client_unreachable_master: true,
  correction: true,
  reminder: true,
  broadcast: true,
};

/** What the gauges ask for at each scrape. */
export interface Observed {
  ledger(): Promise<{ status: string; count: number; oldestAgeSeconds: number }[]>;
  parkedEvents(): Promise<number>;
  queue(): Promise<Record<string, number>>;
}

/** Gauges that are asked for when somebody scrapes. */
export function observeStores({ due, oldest, parkedNow, queueJobs }: Metrics, observed: Observed): void {
  askAtScrape([due, oldest], async () => {
    const depths = await observed.ledger();
    for (const status of ["planned", "queued", "sending"]) {
      const depth = depths.find((candidate) => candidate.status === status);
      due.set({ status }, depth?.count ?? 0);
      oldest.set({ status }, depth?.oldestAgeSeconds ?? 0);
    }
  });
  askAtScrape([parkedNow], async () => parkedNow.set(await observed.parkedEvents()));
  askAtScrape([queueJobs], async () => {
    for (const [state, count] of Object.entries(await observed.queue())) queueJobs.set({ state }, count);
  });
}
