import { dashboard, lines, number } from "../panels.mjs";
import { of, quantile, rate, share } from "../queries.mjs";

const job = "notifier";
const lateness = "notifier_delivery_lateness_seconds";
const attempts = "notifier_webhook_attempt_duration_seconds";

export const notifier = dashboard({
  uid: "okoshko-notifier",
  title: "Okoshko / Notifier and reminders",
  description: "From an event in the feed to a message in Telegram, or at an integrator's endpoint.",
  job,
  rows: [
    {
      title: "Now",
      panels: [
        number({
          title: "Feed behind",
          description: "How old the event was that was planned last; 0 when the feed is read to its end.",
          unit: "s",
          queries: [[`max(notifier_feed_lag_seconds${of(job)})`, "behind"]],
          warn: 10,
          alarm: 60,
          runbook: "OkoshkoFeedLagging",
          w: 6,
        }),
        number({
          title: "Feed read last",
          description: "How long ago. Seconds are normal.",
          unit: "s",
          queries: [[`time() - max(notifier_feed_last_success_timestamp_seconds${of(job)})`, "ago"]],
          warn: 30,
          alarm: 120,
          runbook: "OkoshkoFeedNotRead",
          w: 6,
        }),
        number({
          title: "Sending",
          description: "Off when Telegram refuses the token.",
          unit: "bool_on_off",
          queries: [[`1 - max(notifier_telegram_halted${of(job)})`, "sending"]],
          alarm: 1,
          isBad: "below",
          runbook: "OkoshkoTelegramTokenRefused",
          w: 6,
        }),
        number({
          title: "Parked events",
          description: "Could not be planned, and wait for a person.",
          unit: "none",
          queries: [[`max(notifier_parked_events${of(job)})`, "parked"]],
          warn: 1,
          runbook: "OkoshkoEventsParked",
          w: 6,
        }),
      ],
    },
    {
      title: "Messages",
      panels: [
        lines({
          title: "Deliveries that came to their end",
          description: "By outcome. Skipped ones have a reason, such as a visit that was called off.",
          unit: "ops",
          queries: [[rate(`notifier_deliveries_total${of(job)}`, "outcome"), "{{outcome}}"]],
          stacked: true,
        }),
        lines({
          title: "Late by",
          description:
            "From when a message was due to when Telegram had it; broadcasts are spread on purpose and left out.",
          unit: "s",
          queries: [0.5, 0.95, 0.99].map((q) => [
            quantile(q, lateness, of(job, 'kind!="broadcast"')),
            `p${q * 100}`,
          ]),
          warn: 10,
          alarm: 60,
          exemplars: true,
          runbook: "OkoshkoNotificationsLate",
        }),
        lines({
          title: "Reminders late by",
          description: "p95 of reminders alone.",
          unit: "s",
          queries: [[quantile(0.95, lateness, of(job, 'kind="reminder"')), "p95"]],
          warn: 10,
          alarm: 60,
          exemplars: true,
        }),
        lines({
          title: "The ledger: due and not at its end",
          description: "By state. planned waits to be claimed; queued and sending are with a replica.",
          unit: "none",
          queries: [[`max by (status) (notifier_ledger_due_deliveries${of(job)})`, "{{status}}"]],
          warn: 500,
          alarm: 5000,
          runbook: "OkoshkoDeliveriesStuck",
        }),
        lines({
          title: "The send queue",
          description:
            "Jobs in Redis by state, a handful of messages each. delayed ones wait for their turn in a chat.",
          unit: "none",
          queries: [[`max by (state) (notifier_queue_jobs${of(job)})`, "{{state}}"]],
          runbook: "OkoshkoDeliveriesStuck",
        }),
        lines({
          title: "Time of a job",
          description:
            "p95 of what a worker takes for one job of the send queue, and how many fail. A failed one's messages come again with their lease.",
          unit: "s",
          queries: [
            [quantile(0.95, "messaging_process_duration_seconds", of(job, 'error_type=""'), ""), "p95"],
            [rate(`messaging_process_duration_seconds_count${of(job, 'error_type!=""')}`), "failed a second"],
          ],
          warn: 5,
          alarm: 15,
          runbook: "OkoshkoDeliveriesStuck",
        }),
        lines({
          title: "Oldest that is due",
          description: "Age by state. Five minutes wake somebody.",
          unit: "s",
          queries: [[`max by (status) (notifier_ledger_oldest_due_age_seconds${of(job)})`, "{{status}}"]],
          warn: 60,
          alarm: 300,
          runbook: "OkoshkoDeliveriesStuck",
        }),
        lines({
          title: "Why messages failed or were skipped",
          description: "By reason. rejected_by_telegram is a bug of ours.",
          unit: "ops",
          queries: [
            [
              rate(`notifier_deliveries_total${of(job, 'outcome!="sent"')}`, "outcome, reason"),
              "{{outcome}} {{reason}}",
            ],
          ],
        }),
        lines({
          title: "Put off",
          description: "By cause: Telegram asked for a pause, the chat is busy, booking-api is away.",
          unit: "ops",
          queries: [[rate(`notifier_deliveries_postponed_total${of(job)}`, "cause"), "{{cause}}"]],
        }),
        lines({
          title: "Pauses that Telegram asked for",
          description: "Answers 429. A few are normal in a broadcast; ten in a quarter of an hour are not.",
          unit: "none",
          queries: [[`sum by () (increase(notifier_telegram_floods_total${of(job)}[15m]))`, "in 15 min"]],
          warn: 3,
          alarm: 10,
          runbook: "OkoshkoTelegramFloods",
        }),
        lines({
          title: "Nobody knows whether they arrived",
          description:
            "Processes that died between sending and recording, or answers that got lost; in an hour.",
          unit: "none",
          queries: [
            [`sum by () (increase(notifier_deliveries_total${of(job, 'outcome="unknown"')}[1h]))`, "unknown"],
          ],
          warn: 1,
          alarm: 5,
          runbook: "OkoshkoUncertainDeliveries",
        }),
      ],
    },
    {
      title: "Integrators' webhooks",
      panels: [
        lines({
          title: "Attempts that failed",
          description: "Share by which receivers did not take what was sent. They are repeated for days.",
          unit: "percentunit",
          queries: [
            [
              share(
                rate(`${attempts}_count${of(job, 'outcome!="delivered"')}`),
                rate(`${attempts}_count${of(job)}`),
              ),
              "failed",
            ],
          ],
          warn: 0.1,
          alarm: 0.5,
          runbook: "OkoshkoWebhooksFailing",
        }),
        lines({
          title: "Endpoints",
          description: "By state: active, or why they are paused.",
          unit: "none",
          queries: [[`max by (state) (notifier_webhook_endpoints${of(job)})`, "{{state}}"]],
          runbook: "OkoshkoWebhookPaused",
        }),
        lines({
          title: "Oldest delivery to an active endpoint",
          description: "For how long the oldest is due, and waits in all.",
          unit: "s",
          queries: [[`max by (since) (notifier_webhook_oldest_age_seconds${of(job)})`, "since {{since}}"]],
          warn: 300,
          alarm: 3600,
        }),
      ],
    },
  ],
});
