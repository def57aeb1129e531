import { dashboard, lines, number } from "../panels.mjs";
import { of, perHour, rate } from "../queries.mjs";
import { slos } from "../slos.mjs";

const budgetOf = ({ objective }) => Number((1 - objective).toPrecision(6));
const recorded = (name, window) =>
  `okoshko:slo_errors:ratio_rate${window}{slo="${name}",namespace="$namespace"}`;

/** The recorded moments count alike, however much happened in each: the exact figure would cost a scan of all that was counted. */
const left = (slo) => `1 - avg_over_time(${recorded(slo.name, "1h")}[30d]) / ${budgetOf(slo)}`;

export const overview = dashboard({
  uid: "okoshko-overview",
  title: "Okoshko / Overview",
  description: "Whether people get what is promised to them, and if not, where to look.",
  rows: [
    {
      title: "What is promised",
      panels: [
        ...slos.map((slo) =>
          number({
            title: `${slo.name}: budget left`,
            description: `${slo.sentence} What is left of the errors allowed for thirty days; below zero the promise is broken.`,
            unit: "percentunit",
            queries: [[left(slo), "left"]],
            warn: 0.5,
            alarm: 0.1,
            isBad: "below",
            runbook: slo.runbook,
            w: 6,
          }),
        ),
        ...slos.map((slo) =>
          lines({
            title: `${slo.name}: pace`,
            description:
              "How many times faster than allowed the budget is being used, over an hour and over six. 1 uses it up in thirty days; 14.4 for an hour, or 6 for six, wakes somebody.",
            unit: "none",
            queries: ["1h", "6h"].map((window) => [
              `${recorded(slo.name, window)} / ${budgetOf(slo)}`,
              window,
            ]),
            warn: 1,
            alarm: 6,
            runbook: slo.runbook,
            w: 6,
          }),
        ),
      ],
    },
    {
      title: "Now",
      panels: [
        number({
          title: "Alerts that fire",
          description: "Of all severities. The list of alerts and runbooks is in the chart's README.",
          unit: "none",
          queries: [
            [
              `count(ALERTS{namespace="$namespace",alertstate="firing",alertname=~"Okoshko.*"}) or vector(0)`,
              "alerts",
            ],
          ],
          warn: 1,
          alarm: 2,
        }),
        number({
          title: "Replicas that answer",
          description: "Of booking-api, bot and notifier. None of one service is an outage.",
          unit: "none",
          queries: [[`sum by (job) (up${of("", 'job=~"booking-api|bot|notifier"')})`, "{{job}}"]],
          alarm: 1,
          isBad: "below",
          runbook: "OkoshkoServiceDown",
          w: 8,
        }),
        number({
          title: "Dependencies away",
          description: "As the services see them. Nothing is lost while one is away, but people wait.",
          unit: "none",
          queries: [[`count(dependency_up${of("")} == 0) or vector(0)`, "away"]],
          warn: 1,
          alarm: 1,
          runbook: "OkoshkoDatabaseDown",
        }),
        number({
          title: "Oldest message due",
          description: "For how long the oldest message that is due has not been sent. Seconds are normal.",
          unit: "s",
          queries: [[`max(notifier_ledger_oldest_due_age_seconds${of("notifier")})`, "age"]],
          warn: 60,
          alarm: 300,
          runbook: "OkoshkoDeliveriesStuck",
        }),
        number({
          title: "Waiting for a person",
          description: "Updates and events that failed and were put aside.",
          unit: "none",
          queries: [
            [`max(bot_parked_updates${of("bot")})`, "updates"],
            [`max(notifier_parked_events${of("notifier")})`, "events"],
          ],
          warn: 1,
          runbook: "OkoshkoUpdatesParked",
        }),
      ],
    },
    {
      title: "What runs",
      panels: [
        number({
          title: "Releases",
          description:
            "Replicas by service, version and commit. Two of a service side by side are an upgrade under way, or one that hangs.",
          unit: "none",
          queries: [
            [
              `count by (job, version, commit) (label_replace(okoshko_build_info${of("")}, "commit", "$1", "revision", "(.{7}).*"))`,
              "{{job}} {{version}} {{commit}}",
            ],
          ],
          w: 12,
        }),
        number({
          title: "Requests under way",
          description:
            "By service, as of the last scrape. One reader of the event feed is kept waiting on purpose, so booking-api always has some.",
          unit: "none",
          queries: [[`sum by (job) (http_server_active_requests${of("")})`, "{{job}}"]],
          w: 12,
        }),
      ],
    },
    {
      title: "Traffic",
      panels: [
        lines({
          title: "Requests to booking-api",
          description: "By class of status. 4xx are answers, as when a time was taken; 5xx are our errors.",
          unit: "reqps",
          queries: [
            [
              `sum by (class) (label_replace(rate(http_server_request_duration_seconds_count${of("booking-api")}[$__rate_interval]), "class", "$\{1}xx", "http_response_status_code", "(.).*"))`,
              "{{class}}",
            ],
          ],
          stacked: true,
        }),
        lines({
          title: "Updates from Telegram",
          description: "By what became of them. Deferred ones come again.",
          unit: "ops",
          queries: [[rate(`bot_updates_total${of("bot")}`, "outcome"), "{{outcome}}"]],
          stacked: true,
        }),
        lines({
          title: "Bookings and cancellations, by the hour",
          description:
            "What the business lives from. A fall to zero in opening hours needs a look, whatever the rest says.",
          unit: "none",
          queries: ["confirmed", "cancelled"].map((type) => [
            perHour(`booking_events_total${of("booking-api", `type="appointment.${type}"`)}`),
            type,
          ]),
        }),
      ],
    },
  ],
});
