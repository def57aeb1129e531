import { dashboard, lines, number } from "../panels.mjs";
import { of, quantile, rate, share } from "../queries.mjs";

const job = "bot";
const updates = "bot_updates_total";
const calls = "telegram_request_duration_seconds";

export const bot = dashboard({
  uid: "okoshko-bot",
  title: "Okoshko / bot",
  description:
    "Updates from Telegram, what the bot does with them, and how Telegram and booking-api answer it.",
  job,
  rows: [
    {
      title: "Now",
      panels: [
        number({
          title: "Telegram delivers to us",
          description:
            "1 while the webhook is ours; 0 when somebody else took the updates. Nothing when polling.",
          unit: "bool_yes_no",
          queries: [[`min(bot_webhook_ours${of(job)})`, "ours"]],
          alarm: 1,
          isBad: "below",
          w: 6,
        }),
        number({
          title: "Updates that wait at Telegram",
          description: "As Telegram said last. They wait there for a day at most.",
          unit: "none",
          queries: [[`max(bot_webhook_pending_updates${of(job)})`, "waiting"]],
          warn: 50,
          alarm: 100,
          runbook: "OkoshkoUpdatesWait",
          w: 6,
        }),
        number({
          title: "Parked updates",
          description: "Acknowledged, and not dealt with. Somebody has to look at them.",
          unit: "none",
          queries: [[`max(bot_parked_updates${of(job)})`, "parked"]],
          warn: 1,
          runbook: "OkoshkoUpdatesParked",
          w: 6,
        }),
        number({
          title: "Requests under way",
          description: "Of the webhook, in all replicas. What is over a replica's limit is put off.",
          unit: "none",
          queries: [[`sum(bot_updates_in_flight${of(job)})`, "under way"]],
          warn: 100,
          w: 6,
        }),
      ],
    },
    {
      title: "Updates",
      panels: [
        lines({
          title: "Updates by outcome",
          description: "Handled is the rule; duplicates and throttled ones are no fault of ours.",
          unit: "ops",
          queries: [[rate(`${updates}${of(job)}`, "outcome"), "{{outcome}}"]],
          stacked: true,
        }),
        lines({
          title: "Not handled at the first attempt",
          description: "Share of updates that failed or were put off. One in two hundred is allowed.",
          unit: "percentunit",
          queries: [
            [
              share(rate(`${updates}${of(job, 'outcome=~"failed|deferred"')}`), rate(`${updates}${of(job)}`)),
              "share",
            ],
          ],
          warn: 0.005,
          alarm: 0.072,
          runbook: "OkoshkoBotUpdatesFail",
        }),
        lines({
          title: "Time to handle an update",
          description:
            "In the handler, without waiting for the person's other update. People notice a second.",
          unit: "s",
          queries: [0.5, 0.95, 0.99].map((q) => [
            quantile(q, "bot_update_duration_seconds", of(job)),
            `p${q * 100}`,
          ]),
          warn: 1,
          alarm: 5,
          exemplars: true,
        }),
        lines({
          title: "Waits for the person's other update",
          description: "p95. High when people tap faster than booking-api and Telegram answer.",
          unit: "s",
          queries: [[quantile(0.95, "bot_lock_wait_seconds", of(job)), "p95"]],
          warn: 0.5,
          alarm: 2,
        }),
        lines({
          title: "Taps",
          description: "By what they were worth. Many stale ones mean that old cards are used.",
          unit: "ops",
          queries: [[rate(`bot_taps_total${of(job)}`, "verdict"), "{{verdict}}"]],
          stacked: true,
        }),
        lines({
          title: "Put off at the door, and parked",
          description: "Too many under way at once; and updates that failed for good.",
          unit: "ops",
          queries: [
            [rate(`bot_updates_shed_total${of(job)}`), "put off"],
            [rate(`bot_updates_parked_total${of(job)}`, "reason"), "{{reason}}"],
          ],
          runbook: "OkoshkoUpdatesParked",
        }),
      ],
    },
    {
      title: "Those it needs",
      panels: [
        lines({
          title: "Calls of the Bot API",
          description: "By what Telegram said. 429 asks for a pause, 403 is a person who blocked the bot.",
          unit: "ops",
          queries: [[rate(`${calls}_count${of(job)}`, "outcome"), "{{outcome}}"]],
          stacked: true,
          runbook: "OkoshkoTelegramDown",
        }),
        lines({
          title: "Time of the Bot API",
          description: "p95 of the five slowest methods.",
          unit: "s",
          queries: [[`topk(5, ${quantile(0.95, calls, of(job), "method")})`, "{{method}}"]],
          warn: 1,
          alarm: 5,
          exemplars: true,
        }),
        lines({
          title: "Time of booking-api, as the bot sees it",
          description: "p50 and p95 of requests of the bot.",
          unit: "s",
          queries: [0.5, 0.95].map((q) => [
            quantile(q, "http_client_request_duration_seconds", of(job, 'server_address="booking-api"')),
            `p${q * 100}`,
          ]),
          warn: 0.25,
          alarm: 0.5,
          exemplars: true,
        }),
      ],
    },
  ],
});
