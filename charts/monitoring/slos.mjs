// What is promised to people, as shares of events over thirty days. `errors` and `total` are PromQL with WINDOW for the range,
// summed by namespace, so that several releases in one cluster are told apart.

const api = 'job="booking-api"';
// A reader of the feed is kept waiting on purpose.
const answered = `${api},http_route!="/v1/events"`;

// Broadcasts are spread on purpose. Not "sent" alone: where all are given up, they are what there is to count.
const ended =
  'notifier_deliveries_total{outcome=~"sent|failed|unknown",reason!="recipient_unreachable",kind!="broadcast"}';
// Prometheus 3 writes 60 as 60.0.
const inTime = 'notifier_delivery_lateness_seconds_bucket{kind!="broadcast",le=~"60(\\\\.0)?"}';

export const slos = [
  {
    name: "booking-api-availability",
    objective: 0.999,
    sentence: "99.9 % of requests to booking-api end without an error of ours.",
    errors: sum(`http_server_request_duration_seconds_count{${api},http_response_status_code=~"5.."}`),
    total: sum(`http_server_request_duration_seconds_count{${api}}`),
    runbook: "OkoshkoBookingApiErrors",
  },
  {
    name: "booking-api-latency",
    objective: 0.99,
    sentence: "99 % of requests to booking-api are answered within half a second.",
    errors: `(${sum(`http_server_request_duration_seconds_count{${answered}}`)} - ${sum(
      `http_server_request_duration_seconds_bucket{${answered},le="0.5"}`,
    )})`,
    total: sum(`http_server_request_duration_seconds_count{${answered}}`),
    runbook: "OkoshkoBookingApiSlow",
  },
  {
    name: "bot-updates",
    objective: 0.995,
    sentence: "99.5 % of updates from Telegram are handled at the first attempt.",
    errors: sum('bot_updates_total{outcome=~"failed|deferred"}'),
    total: sum("bot_updates_total"),
    runbook: "OkoshkoBotUpdatesFail",
  },
  {
    name: "notifications",
    objective: 0.99,
    sentence:
      "99 % of messages reach Telegram within a minute of being due, and are not given up for a reason of ours.",
    errors: `(${sum(ended)} - (${sum(inTime)} or ${sum(ended)} * 0))`,
    total: sum(ended),
    runbook: "OkoshkoNotificationsLate",
  },
];

function sum(series) {
  return `sum by (namespace) (rate(${series}[WINDOW]))`;
}
