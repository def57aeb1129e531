// Each alert fires when it should, and alone; and none does on a quiet day.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it as test } from "node:test";
import { fileURLToPath } from "node:url";
import { alerts } from "./alerts.mjs";
import { files, rulesFile } from "./build.mjs";
import { clusterAlerts } from "./cluster-alerts.mjs";
import { known } from "./catalogues.mjs";
import { assertFiring, check, noPromtool } from "./promtool.mjs";
import { inNamespace, metricsAskedFor } from "./promql.mjs";
import { buildRules } from "./rules.mjs";
import { slos } from "./slos.mjs";

const it = (title, work) => test(title, { skip: noPromtool ?? false }, work);
const jobs = ["booking-api", "bot", "notifier"];

/** What exporters say while all is well. */
const around = {
  'kube_job_failed{namespace="shop",job_name="okoshko-booking-migrate-1a2b3c4d",condition="true"}': "0x300",
  'kube_pod_container_status_waiting_reason{namespace="shop",pod="okoshko-bot-1",container="bot",reason="CrashLoopBackOff"}':
    "0x300",
  'kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
    "5x300",
  'kube_horizontalpodautoscaler_spec_min_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
    "2x300",
  'kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
    "2x300",
  'pg_settings_max_connections{namespace="shop",instance="pg"}': "100x300",
  'pg_stat_activity_count{namespace="shop",instance="pg",datname="okoshko",state="idle"}': "30x300",
  'pg_stat_activity_count{namespace="shop",instance="pg",datname="okoshko",state="active"}': "5x300",
  'redis_evicted_keys_total{namespace="shop"}': "0x300",
  'redis_rejected_connections_total{namespace="shop"}': "0x300",
  'redis_errors_total{namespace="shop",err="OOM"}': "0x300",
  'redis_errors_total{namespace="shop",err="NOSCRIPT"}': "0+1x300",
  'kubelet_volume_stats_capacity_bytes{namespace="shop",persistentvolumeclaim="data-okoshko-postgres-0"}':
    "1000x300",
  'kubelet_volume_stats_used_bytes{namespace="shop",persistentvolumeclaim="data-okoshko-postgres-0"}':
    "600x300",
  'otelcol_exporter_send_failed_spans_total{namespace="observability",job="collector",exporter="otlp"}':
    "0x300",
  'certmanager_certificate_expiration_timestamp_seconds{namespace="shop",name="bot"}': "7776000x300",
  'certmanager_certificate_renewal_timestamp_seconds{namespace="shop",name="bot"}': "5184000x300",
};

/** A good day's traffic, by the minute: what a case does not say otherwise. */
const good = {
  ...around,
  ...Object.fromEntries(jobs.map((job) => [`up{job="${job}",instance="a",namespace="shop"}`, "1x300"])),
  ...Object.fromEntries(
    [
      ["booking-api", "database"],
      ["booking-api", "redis"],
      ["bot", "redis"],
      ["bot", "telegram"],
      ["notifier", "database"],
      ["notifier", "redis"],
    ].map(([job, dependency]) => [
      `dependency_up{job="${job}",instance="a",namespace="shop",dependency="${dependency}"}`,
      "1x300",
    ]),
  ),
  ...http("200", "/v1/services", 60, 60),
  'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="handled"}': "0+60x300",
  [ended("reminder", "sent")]: "0+60x300",
  [inTime("reminder")]: "0+60x300",
  [ended("reminder", "unknown")]: "0x300",
  'notifier_telegram_halted{job="notifier",namespace="shop"}': "0x300",
  'notifier_ledger_oldest_due_age_seconds{job="notifier",namespace="shop",status="planned"}': "2x300",
  'notifier_feed_last_success_timestamp_seconds{job="notifier",namespace="shop"}': "0+60x300",
  'notifier_feed_lag_seconds{job="notifier",namespace="shop"}': "0x300",
  'notifier_parked_events{job="notifier",namespace="shop"}': "0x300",
  'notifier_telegram_floods_total{job="notifier",namespace="shop"}': "0x300",
  'nodejs_eventloop_lag_p99_seconds{job="booking-api",instance="a",namespace="shop"}': "0.02x300",
  'bot_parked_updates{job="bot",namespace="shop"}': "0x300",
  'bot_webhook_ours{job="bot",instance="a",namespace="shop"}': "1x300",
  'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "0x300",
  'bot_telegram_conflicts_total{job="bot",instance="a",namespace="shop",with="poller"}': "0x300",
  'booking_waitlist_wishes_passed_over_total{job="booking-api",namespace="shop"}': "0x300",
  'booking_holds{job="booking-api",namespace="shop",state="leaked"}': "0x300",
  'notifier_webhook_endpoints{job="notifier",namespace="shop",state="failing"}': "0x300",
  'notifier_webhook_attempt_duration_seconds_count{job="notifier",namespace="shop",outcome="delivered"}':
    "0+60x300",
};

/** Messages of a kind by what became of them; a notifier has all of these series from its start. */
function ended(kind, outcome, reason = "") {
  return `notifier_deliveries_total{job="notifier",namespace="shop",kind="${kind}",outcome="${outcome}",reason="${reason}"}`;
}

/** Those that were sent within a minute. */
function inTime(kind) {
  return `notifier_delivery_lateness_seconds_bucket{job="notifier",namespace="shop",kind="${kind}",le="60"}`;
}

/** Requests of one status and route: so many a minute, so many of them within half a second. */
function http(status, route, perMinute, quick) {
  return requests(status, route, `0+${perMinute}x300`, `0+${quick}x300`);
}

/** The same, so many an hour for so many hours, all of them quick. */
function hourly(status, route, perHour, hours) {
  const counts = Array.from({ length: hours * 60 }, (_, minute) => Math.floor((minute * perHour) / 60));
  return requests(status, route, counts.join(" "), counts.join(" "));
}

function requests(status, route, all, quick) {
  const labels = `job="booking-api",namespace="shop",http_request_method="GET",http_route="${route}",http_response_status_code="${status}"`;
  return {
    [`http_server_request_duration_seconds_count{${labels}}`]: all,
    [`http_server_request_duration_seconds_bucket{${labels},le="0.5"}`]: quick,
  };
}

/** A good day that is not over at `at`. */
const lasting = (at) =>
  Object.fromEntries(
    Object.entries(good).map(([key, values]) => [
      key,
      values.replace("x300", `x${Math.max(300, Number.parseInt(at) + 10)}`),
    ]),
  );

const dependency = (job, name) =>
  `dependency_up{job="${job}",instance="a",namespace="shop",dependency="${name}"}`;

const cases = [
  { title: "a good day", series: {}, at: "130m", fires: [] },
  {
    title: "a night without any traffic",
    series: Object.fromEntries(
      Object.keys(good)
        .filter((key) => /^(http_|bot_|notifier_deliver)/.test(key))
        .map((key) => [key, "_x300"]),
    ),
    at: "130m",
    fires: [],
  },
  {
    title: "three errors in a hundred requests",
    series: http("500", "/v1/holds", 2, 2),
    at: "80m",
    fires: ["OkoshkoBookingApiErrors page", "OkoshkoBookingApiErrors ticket"],
  },
  {
    title: "a small shop, where one request in twenty-one goes wrong each hour",
    series: { ...hourly("200", "/v1/services", 20, 5), ...hourly("500", "/v1/holds", 1, 5) },
    at: "290m",
    fires: [],
  },
  {
    title: "the same for a day and more",
    series: { ...hourly("200", "/v1/services", 20, 28), ...hourly("500", "/v1/holds", 1, 28) },
    at: "1620m",
    fires: ["OkoshkoBookingApiErrors ticket"],
  },
  {
    title: "a small shop, where everything goes wrong from one moment on",
    series: {
      ...requests("200", "/v1/services", "0+1x120 120x100", "0+1x120 120x100"),
      ...requests("500", "/v1/services", "0x120 0+1x100", "0x120 0+1x100"),
    },
    at: "140m",
    fires: ["OkoshkoBookingApiErrors page"],
  },
  {
    title: "one error in two thousand, which the objective allows",
    series: { ...http("200", "/v1/services", 2000, 2000), ...http("500", "/v1/holds", 1, 1) },
    at: "130m",
    fires: [],
  },
  {
    title: "refusals, which are answers",
    series: http("409", "/v1/holds", 30, 30),
    at: "130m",
    fires: [],
  },
  {
    title: "a fifth of the answers take longer than half a second",
    series: http("200", "/v1/availability/slots", 15, 0),
    at: "65m",
    fires: ["OkoshkoBookingApiSlow page", "OkoshkoBookingApiSlow ticket"],
  },
  {
    title: "readers of the feed, who are kept waiting on purpose",
    series: http("200", "/v1/events", 60, 0),
    at: "130m",
    fires: [],
  },
  {
    title: "a tenth of the updates can't be handled",
    series: { 'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="failed"}': "0+6x300" },
    at: "65m",
    fires: ["OkoshkoBotUpdatesFail page", "OkoshkoBotUpdatesFail ticket"],
  },
  {
    title: "people who tap too fast, and updates that come twice",
    series: {
      'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="throttled"}': "0+60x300",
      'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="duplicate"}': "0+60x300",
    },
    at: "130m",
    fires: [],
  },
  {
    title: "a third of the messages is later than a minute",
    series: { [inTime("reminder")]: "0+40x300" },
    at: "65m",
    fires: ["OkoshkoNotificationsLate page", "OkoshkoNotificationsLate ticket"],
  },
  {
    title: "a release after which Telegram rejects every message",
    series: {
      [ended("reminder", "sent")]: "0x300",
      [inTime("reminder")]: "0x300",
      [ended("reminder", "failed", "rejected_by_telegram")]: "0+60x300",
    },
    at: "65m",
    fires: ["OkoshkoNotificationsLate page", "OkoshkoNotificationsLate ticket"],
  },
  {
    title: "the same, of a notifier that has no series for what it never sent",
    series: {
      [ended("reminder", "sent")]: "_x300",
      [inTime("reminder")]: "_x300",
      [ended("reminder", "failed", "rejected_by_telegram")]: "0+60x300",
    },
    at: "65m",
    fires: ["OkoshkoNotificationsLate page", "OkoshkoNotificationsLate ticket"],
  },
  {
    title: "messages that all come late from the start",
    series: { [inTime("reminder")]: "0x300" },
    at: "65m",
    fires: ["OkoshkoNotificationsLate page", "OkoshkoNotificationsLate ticket"],
  },
  {
    title: "a broadcast that takes an hour",
    series: { [ended("broadcast", "sent")]: "0+600x300", [inTime("broadcast")]: "0x300" },
    at: "130m",
    fires: [],
  },
  {
    title: "clients who blocked the bot",
    series: { [ended("reminder", "failed", "recipient_unreachable")]: "0+30x300" },
    at: "130m",
    fires: [],
  },
  {
    title: "a service that does not answer",
    series: {
      'up{job="notifier",instance="a",namespace="shop"}': "1x9 0x50",
      'up{job="notifier",instance="b",namespace="shop"}': "1x9 0x50",
    },
    at: "12m",
    fires: ["OkoshkoServiceDown page"],
  },
  {
    title: "one of two replicas that does not answer",
    series: { 'up{job="notifier",instance="b",namespace="shop"}': "1x9 0x50" },
    at: "26m",
    fires: ["OkoshkoReplicaDown ticket"],
  },
  {
    title: "an upgrade in which a new pod waits for the schema",
    series: { 'up{job="notifier",instance="b",namespace="shop"}': "_x9 0x5 1x50" },
    at: "14m",
    fires: [],
  },
  {
    title: "a service of which nothing is left",
    series: { 'up{job="bot",instance="a",namespace="shop"}': "1x9 _x50" },
    at: "20m",
    fires: ["OkoshkoServiceMissing page"],
  },
  {
    title: "Postgres is away",
    series: { [dependency("booking-api", "database")]: "1x9 0x50" },
    at: "11m30s",
    fires: ["OkoshkoDatabaseDown page"],
  },
  {
    title: "Postgres is away from a shop that asks once a minute",
    series: {
      ...requests("200", "/v1/services", "0+1x9 9x50", "0+1x9 9x50"),
      ...requests("503", "/v1/services", "0x9 0+1x50", "0x9 0+1x50"),
      [dependency("booking-api", "database")]: "1x9 0x50",
    },
    at: "11m30s",
    fires: ["OkoshkoDatabaseDown page"],
  },
  {
    title: "Redis is away",
    series: { [dependency("bot", "redis")]: "1x9 0x50" },
    at: "11m30s",
    fires: ["OkoshkoRedisDown page"],
  },
  {
    title: "Telegram is away",
    series: { [dependency("bot", "telegram")]: "1x9 0x50" },
    at: "11m30s",
    fires: ["OkoshkoTelegramDown page"],
  },
  {
    title: "one of two replicas can't reach Telegram, the other can",
    series: {
      'dependency_up{job="bot",instance="b",namespace="shop",dependency="telegram"}': "0x600",
    },
    at: "30m",
    fires: [],
  },
  {
    title: "a token that Telegram refuses",
    series: { 'notifier_telegram_halted{job="notifier",namespace="shop"}': "0x9 1x50" },
    at: "11m",
    fires: ["OkoshkoTelegramTokenRefused page"],
  },
  {
    title: "a webhook that somebody took away",
    series: { 'bot_webhook_ours{job="bot",instance="a",namespace="shop"}': "1x9 0x50" },
    at: "17m",
    fires: ["OkoshkoWebhookTaken page"],
  },
  {
    title: "an installation whose webhook is registered some minutes after its start",
    series: { 'bot_webhook_ours{job="bot",instance="a",namespace="shop"}': "0x4 1x50" },
    at: "7m",
    fires: [],
  },
  {
    title: "a bot that polls, and so has no webhook",
    series: { 'bot_webhook_ours{job="bot",instance="a",namespace="shop"}': "_x60" },
    at: "17m",
    fires: [],
  },
  {
    title: "updates that come faster than they are taken",
    series: { 'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "0x9 100+50x50" },
    at: "17m",
    fires: ["OkoshkoUpdatesWait page"],
  },
  {
    title: "a small shop's webhook that Telegram no longer reaches",
    series: {
      'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="handled"}': "0+1x9 9x50",
      'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "0x9 1x50",
    },
    at: "26m",
    fires: ["OkoshkoUpdatesWait page"],
  },
  {
    title: "a webhook that was never reached",
    series: {
      'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="handled"}': "_x60",
      'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "2x60",
    },
    at: "7m",
    fires: ["OkoshkoUpdatesWait page"],
  },
  {
    title: "what an outage left at Telegram, taken within minutes",
    series: {
      'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "0x9 2000 1200 500 0x50",
    },
    at: "16m",
    fires: [],
  },
  {
    title: "a busy bot, of which some updates are always on their way",
    series: { 'bot_webhook_pending_updates{job="bot",instance="a",namespace="shop"}': "12x60" },
    at: "30m",
    fires: [],
  },
  {
    title: "a replica that remembers how many waited when it last reached Telegram",
    series: {
      'bot_updates_total{job="bot",namespace="shop",kind="message",outcome="handled"}': "9x60",
      'bot_webhook_pending_updates{job="bot",instance="b",namespace="shop"}': "300x60",
    },
    at: "30m",
    fires: [],
  },
  {
    title: "somebody else who polls with the bot's token",
    series: {
      'bot_telegram_conflicts_total{job="bot",instance="a",namespace="shop",with="poller"}': "0x9 0+1x50",
    },
    at: "16m",
    fires: ["OkoshkoTelegramConflict page"],
  },
  {
    title: "three replicas whose webhook somebody else set once",
    series: Object.fromEntries(
      ["a", "b", "c"].map((instance) => [
        `bot_telegram_conflicts_total{job="bot",instance="${instance}",namespace="shop",with="webhook"}`,
        "0x9 1x50",
      ]),
    ),
    at: "12m",
    fires: [],
  },
  {
    title: "the same, set back and forth",
    series: Object.fromEntries(
      ["a", "b", "c"].map((instance) => [
        `bot_telegram_conflicts_total{job="bot",instance="${instance}",namespace="shop",with="webhook"}`,
        "0x9 1x2 2x2 3x50",
      ]),
    ),
    at: "19m",
    fires: ["OkoshkoTelegramConflict page"],
  },
  {
    title: "a poller that meets the one before it twice when it is restarted",
    series: {
      'bot_telegram_conflicts_total{job="bot",instance="a",namespace="shop",with="poller"}': "0x9 2x50",
    },
    at: "16m",
    fires: [],
  },
  {
    title: "a poller that meets the one before it when it is restarted",
    series: {
      'bot_telegram_conflicts_total{job="bot",instance="a",namespace="shop",with="poller"}': "0x9 1x50",
    },
    at: "16m",
    fires: [],
  },
  {
    title: "messages that are due and stay",
    series: {
      'notifier_ledger_oldest_due_age_seconds{job="notifier",namespace="shop",status="planned"}': "0+60x60",
    },
    at: "20m",
    fires: ["OkoshkoDeliveriesStuck page"],
  },
  {
    title: "a feed that nobody reads",
    series: {
      'notifier_feed_last_success_timestamp_seconds{job="notifier",namespace="shop"}': "0+60x10 600x50",
    },
    at: "15m",
    fires: ["OkoshkoFeedNotRead page"],
  },
  {
    title: "a first installation, where booking-api comes two minutes after the notifier",
    series: {
      'notifier_feed_last_success_timestamp_seconds{job="notifier",namespace="shop"}':
        "_x9 540 540 540 720+60x50",
    },
    at: "12m",
    fires: [],
  },
  {
    title: "a feed that was never read since the notifier began",
    series: {
      'notifier_feed_last_success_timestamp_seconds{job="notifier",namespace="shop"}': "_x9 540x50",
    },
    at: "14m",
    fires: ["OkoshkoFeedNotRead page"],
  },
  {
    title: "a feed that is read too slowly",
    series: { 'notifier_feed_lag_seconds{job="notifier",namespace="shop"}': "90x60" },
    at: "20m",
    fires: ["OkoshkoFeedLagging ticket"],
  },
  {
    title: "an event that can't be planned",
    series: { 'notifier_parked_events{job="notifier",namespace="shop"}': "0x9 1x60" },
    at: "15m",
    fires: ["OkoshkoEventsParked ticket"],
  },
  {
    title: "the same, met by a notifier that had just begun",
    series: {
      'notifier_parked_events{job="notifier",namespace="shop"}': "_x9 1x60",
      'notifier_events_parked_total{job="notifier",namespace="shop"}': "_x9 1x60",
    },
    at: "15m",
    fires: ["OkoshkoEventsParked ticket"],
  },
  {
    title: "an update that failed and was put aside",
    series: { 'bot_parked_updates{job="bot",namespace="shop"}': "0x9 1x60" },
    at: "11m",
    fires: ["OkoshkoUpdatesParked ticket"],
  },
  {
    title: "parked updates that somebody has looked at",
    series: { 'bot_parked_updates{job="bot",namespace="shop"}': "2x9 0x60" },
    at: "12m",
    fires: [],
  },
  {
    title: "a wish that can't be matched",
    series: {
      'booking_waitlist_wishes_passed_over_total{job="booking-api",namespace="shop"}': "0x9 1+1x60",
    },
    at: "15m",
    fires: ["OkoshkoWishesPassedOver ticket"],
  },
  {
    title: "holds that nobody ends",
    series: { 'booking_holds{job="booking-api",namespace="shop",state="leaked"}': "0x9 3x60" },
    at: "17m",
    fires: ["OkoshkoHoldsLeak ticket"],
  },
  {
    title: "a hold that is ended some minutes late",
    series: { 'booking_holds{job="booking-api",namespace="shop",state="leaked"}': "0x9 1x3 0x60" },
    at: "20m",
    fires: [],
  },
  {
    title: "an endpoint that failed for days",
    series: {
      'notifier_webhook_endpoints{job="notifier",namespace="shop",state="failing"}': "0x9 1x60",
    },
    at: "17m",
    fires: ["OkoshkoWebhookPaused ticket"],
  },
  {
    title: "an endpoint that its owner paused",
    series: {
      'notifier_webhook_endpoints{job="notifier",namespace="shop",state="by_operator"}': "1x60",
    },
    at: "17m",
    fires: [],
  },
  {
    title: "receivers that refuse most of what is sent",
    series: {
      'notifier_webhook_attempt_duration_seconds_count{job="notifier",namespace="shop",outcome="refused"}':
        "0+90x60",
    },
    at: "25m",
    fires: ["OkoshkoWebhooksFailing ticket"],
  },
  {
    title: "a receiver that refuses the only webhook of the hour",
    series: {
      'notifier_webhook_attempt_duration_seconds_count{job="notifier",namespace="shop",outcome="delivered"}':
        "_x60",
      'notifier_webhook_attempt_duration_seconds_count{job="notifier",namespace="shop",outcome="refused"}':
        "0x5 1x60",
    },
    at: "25m",
    fires: [],
  },
  {
    title: "Telegram asks for pauses again and again",
    series: { 'notifier_telegram_floods_total{job="notifier",namespace="shop"}': "0+2x60" },
    at: "40m",
    fires: ["OkoshkoTelegramFloods ticket"],
  },
  {
    title: "a burst of messages of which nobody knows whether they arrived, after another replica was killed",
    series: { [ended("reminder", "unknown")]: "0x9 20x60" },
    at: "15m",
    fires: ["OkoshkoUncertainDeliveries ticket"],
  },
  {
    title: "a cluster without any exporter",
    series: Object.fromEntries(Object.keys(around).map((key) => [key, "_x300"])),
    at: "30m",
    fires: [],
  },
  {
    title: "a migration that gave up",
    series: {
      'kube_job_failed{namespace="shop",job_name="okoshko-booking-migrate-1a2b3c4d",condition="true"}':
        "0x9 1x60",
    },
    at: "12m",
    fires: ["OkoshkoMigrationFailed ticket"],
  },
  {
    title: "a failed Job of somebody else's",
    series: { 'kube_job_failed{namespace="shop",job_name="nightly-report",condition="true"}': "1x60" },
    at: "12m",
    fires: [],
  },
  {
    title: "a container that ends soon after each start",
    series: {
      'kube_pod_container_status_waiting_reason{namespace="shop",pod="okoshko-bot-1",container="bot",reason="CrashLoopBackOff"}':
        "0x9 1 1 0 1 1 1 0 1 1 1 1 0 1 1 1 1 0 1 1 1 1 1 0 1 1 1 1 1",
    },
    at: "28m",
    fires: ["OkoshkoCrashLoop ticket"],
  },
  {
    title: "a pod that gives up waiting for the schema, five minutes after each start",
    series: {
      'kube_pod_init_container_status_waiting_reason{namespace="shop",pod="okoshko-booking-api-2",container="wait-for-schema",reason="CrashLoopBackOff"}':
        "_x5 1 _x5 1 1 _x5 1 1 1 _x5 1 1 1 1 1 _x5",
    },
    at: "30m",
    fires: ["OkoshkoCrashLoop ticket"],
  },
  {
    title: "a container that fell once",
    series: {
      'kube_pod_container_status_waiting_reason{namespace="shop",pod="okoshko-bot-1",container="bot",reason="CrashLoopBackOff"}':
        "0x9 1x1 0x60",
    },
    at: "20m",
    fires: [],
  },
  {
    title: "an autoscaler that has no more to give",
    series: {
      'kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
        "2x9 5x60",
    },
    at: "28m",
    fires: ["OkoshkoAutoscalerAtMax ticket"],
  },
  {
    title: "an autoscaler whose minimum is its maximum",
    series: {
      'kube_horizontalpodautoscaler_spec_min_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
        "5x60",
      'kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
        "5x60",
    },
    at: "28m",
    fires: [],
  },
  {
    title: "a rush of some minutes",
    series: {
      'kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="okoshko-bot"}':
        "2x9 5x10 2x60",
    },
    at: "28m",
    fires: [],
  },
  {
    title: "a Postgres whose connections are nearly all taken",
    series: {
      'pg_stat_activity_count{namespace="shop",instance="pg",datname="okoshko",state="idle"}': "30x9 80x60",
    },
    at: "17m",
    fires: ["OkoshkoPostgresConnections ticket"],
  },
  {
    title: "one server of a CloudNativePG cluster whose connections are nearly all taken",
    series: {
      ...cnpg("pg-1", [50, 40]),
      ...cnpg("pg-2", [5, 5]),
    },
    at: "17m",
    fires: ["OkoshkoPostgresConnections ticket"],
  },
  {
    title: "three servers that together have more connections than one may",
    series: { ...cnpg("pg-1", [30, 30]), ...cnpg("pg-2", [30, 10]), ...cnpg("pg-3", [30, 10]) },
    at: "17m",
    fires: [],
  },
  {
    title: "a Redis that throws keys away",
    series: { 'redis_evicted_keys_total{namespace="shop"}': "0x9 40x60" },
    at: "12m",
    fires: ["OkoshkoRedisEvicts ticket"],
  },
  {
    title: "a Redis that is full",
    series: { 'redis_errors_total{namespace="shop",err="OOM"}': "0x9 0+20x60" },
    at: "13m",
    fires: ["OkoshkoRedisRefusesWrites page"],
  },
  {
    title: "a Redis that takes no more connections",
    series: { 'redis_rejected_connections_total{namespace="shop"}': "0x9 0+2x60" },
    at: "13m",
    fires: ["OkoshkoRedisRefusesWrites page"],
  },
  {
    title: "a volume that is nearly full",
    series: {
      'kubelet_volume_stats_used_bytes{namespace="shop",persistentvolumeclaim="data-okoshko-postgres-0"}':
        "600x9 900x60",
    },
    at: "22m",
    fires: ["OkoshkoVolumeFilling ticket"],
  },
  ...["otelcol_exporter_send_failed_spans_total", "otelcol_exporter_send_failed_spans"].map((name) => ({
    title: `a collector that can't hand on what it gets (${name})`,
    series: { [`${name}{namespace="observability",job="collector",exporter="otlp"}`]: "0x9 0+50x60" },
    at: "30m",
    fires: ["OkoshkoTracesLost ticket observability"],
  })),
  {
    title: "a certificate that nobody renews",
    series: {
      'certmanager_certificate_expiration_timestamp_seconds{namespace="shop",name="bot"}': "172800x60",
      'certmanager_certificate_renewal_timestamp_seconds{namespace="shop",name="bot"}': "-86400x60",
    },
    at: "20m",
    fires: ["OkoshkoCertificateExpires ticket"],
  },
  {
    title: "a certificate that lives for three days and is renewed in time",
    series: {
      'certmanager_certificate_expiration_timestamp_seconds{namespace="shop",name="bot"}': "172800x60",
      'certmanager_certificate_renewal_timestamp_seconds{namespace="shop",name="bot"}': "86400x60",
    },
    at: "20m",
    fires: [],
  },
  {
    title: "a process that has too much to compute",
    series: {
      'nodejs_eventloop_lag_p99_seconds{job="booking-api",instance="a",namespace="shop"}': "0.4x60",
    },
    at: "15m",
    fires: ["OkoshkoEventLoopBlocked ticket"],
  },
];

/** A server of which two roles have so many of its hundred connections. */
function cnpg(instance, backends) {
  return {
    [`cnpg_pg_settings_setting{namespace="shop",instance="${instance}",name="max_connections"}`]: "100x60",
    ...Object.fromEntries(
      backends.map((count, index) => [
        `cnpg_backends_total{namespace="shop",instance="${instance}",usename="role${index}"}`,
        `${count}x60`,
      ]),
    ),
  };
}

/** The same of another namespace. */
const elsewhere = (series) =>
  Object.fromEntries(
    Object.entries(series).map(([key, values]) => [
      key.replace('namespace="shop"', 'namespace="salon"'),
      values,
    ]),
  );

describe("two releases under one Prometheus", () => {
  const releases = ["shop", "salon"];
  const both = { ...good, ...elsewhere(good) };
  const gone = { 'up{job="bot",instance="a",namespace="shop"}': "1x9 _x50" };

  it("are both well", () => {
    assertFiring({ name: "both", at: "20m", series: both, expected: [], releases });
  });

  it("are told apart: the one whose bot vanished is named, though the other's is there", () => {
    const expected = ["OkoshkoServiceMissing page"];
    assertFiring({ name: "one vanished", at: "20m", series: { ...both, ...gone }, expected, releases });
  });

  it("alert each on their own", () => {
    const series = { ...both, ...gone, ...elsewhere({ [dependency("notifier", "redis")]: "1x9 0x50" }) };
    const expected = ["OkoshkoRedisDown page salon", "OkoshkoServiceMissing page"];
    assertFiring({ name: "one each", at: "20m", series, expected, releases });
  });

  it("mind no stranger's service of the same name", () => {
    const strangers = Object.fromEntries(
      Object.entries({
        'up{job="bot",instance="a",namespace="shop"}': "0x60",
        'nodejs_eventloop_lag_p99_seconds{job="bot",instance="a",namespace="shop"}': "3x60",
        ...http("500", "/", 60, 0),
      }).map(([key, values]) => [key.replace('"shop"', '"chess-club"'), values]),
    );
    assertFiring({ name: "strangers", at: "20m", series: { ...both, ...strangers }, expected: [], releases });
  });
});

describe("the alerts", () => {
  test("ask of each series in which namespace it is", () => {
    for (const { expr } of buildRules().groups.flatMap((group) => group.rules))
      assert.equal(inNamespace("anywhere", expr), expr);
    assert.equal(
      inNamespace("shop", 'absent(up) or up{job="bot"} == 0 unless up{namespace=~".+"}'),
      'absent(up{namespace="shop"}) or up{namespace="shop",job="bot"} == 0 unless up{namespace=~".+"}',
    );
  });

  for (const { title, series, at, fires } of cases)
    it(`${title}: ${fires.length === 0 ? "nobody is called" : fires.join(", ")}`, () =>
      assertFiring({ name: title, at, series: { ...lasting(at), ...series }, expected: fires }));

  it("are rules that Prometheus accepts", () => {
    assert.match(check("rules", rulesFile), /SUCCESS/);
  });

  test("are in the chart as their sources say", () => {
    assert.equal(readFileSync(rulesFile, "utf8"), files()[rulesFile]);
  });

  test("ask for nothing that nobody measures", () => {
    const rules = buildRules().groups.flatMap((group) => group.rules);
    const recorded = new Set(rules.map(({ record }) => record));
    const asked = rules.flatMap(({ expr }) => metricsAskedFor(expr));
    assert.ok(asked.length > 50);
    assert.deepEqual(
      asked.filter((name) => !known.has(name) && !recorded.has(name)),
      [],
    );
  });

  const names = [
    ...new Set([
      ...[...alerts, ...clusterAlerts].map(({ alert }) => alert),
      ...slos.map(({ runbook }) => runbook),
    ]),
  ];
  test("each have a case in which they fire", () => {
    const fired = new Set(cases.flatMap(({ fires }) => fires.map((alert) => alert.split(" ")[0])));
    assert.deepEqual(
      names.filter((name) => !fired.has(name)),
      [],
    );
  });

  test("each have a runbook", () => {
    const file = (name) => fileURLToPath(new URL(`../../k8s/runbooks/${name}.md`, import.meta.url));
    assert.deepEqual(
      names.filter((name) => !existsSync(file(name))),
      [],
    );
  });
});
