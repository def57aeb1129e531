// Causes: what is broken, named so that who is woken knows where to go. Symptoms are the SLOs' business (slos.mjs).
// `for` and the scrape interval together stay under two minutes where somebody is to be woken.

const attempts = "notifier_webhook_attempt_duration_seconds_count";

export const alerts = [
  {
    alert: "OkoshkoServiceDown",
    expr: 'max by (namespace, job) (up{job=~"booking-api|bot|notifier"}) == 0',
    for: "1m",
    severity: "page",
    summary: "No replica of {{ $labels.job }} is answering",
    description: "Prometheus reaches the admin port of none of the replicas of {{ $labels.job }}.",
  },
  {
    alert: "OkoshkoReplicaDown",
    // For so long, because a pod that waits for the schema of a new release is a target already.
    expr: 'up{job=~"booking-api|bot|notifier"} == 0',
    for: "15m",
    severity: "ticket",
    summary: "{{ $labels.job }} on {{ $labels.instance }} is not answering",
    description:
      "Prometheus can't reach the admin port of this replica. While others are there, nobody notices.",
  },
  {
    alert: "OkoshkoServiceMissing",
    // A service of which there is no replica has no `up` at all.
    expr: ["booking-api", "bot", "notifier"].map((job) => `absent(up{job="${job}"})`).join(" or "),
    for: "5m",
    severity: "page",
    summary: "{{ $labels.job }} has no replica that Prometheus knows",
    description:
      "There is nothing to scrape of {{ $labels.job }}: it was not deployed, or its ServiceMonitor is gone.",
  },
  {
    alert: "OkoshkoDatabaseDown",
    expr: 'min by (namespace, job) (dependency_up{dependency="database"}) == 0',
    for: "45s",
    severity: "page",
    summary: "{{ $labels.job }} has no database",
    description: "Nobody can book, and nobody is reminded, until Postgres answers again.",
  },
  {
    alert: "OkoshkoRedisDown",
    expr: 'min by (namespace, job) (dependency_up{dependency="redis"}) == 0',
    for: "45s",
    severity: "page",
    summary: "{{ $labels.job }} has no Redis",
    description:
      "The bot puts updates off and messages wait. Nothing is lost; bookings through the API go on.",
  },
  {
    alert: "OkoshkoTelegramDown",
    expr: 'max by (namespace) (dependency_up{dependency="telegram",job="bot"}) == 0',
    for: "1m",
    severity: "page",
    summary: "Telegram does not answer the bot",
    description: "No replica of the bot can reach the Bot API. Updates and messages wait.",
  },
  {
    alert: "OkoshkoTelegramTokenRefused",
    expr: "max by (namespace) (notifier_telegram_halted) == 1",
    for: "0s",
    severity: "page",
    summary: "Telegram refuses the bot's token",
    description: "The notifier sends nothing until it is restarted with a token that Telegram knows.",
  },
  {
    alert: "OkoshkoWebhookTaken",
    // Known only where updates come by webhook. For so long, because a Job registers it after the replicas are up.
    expr: "max by (namespace) (bot_webhook_ours) == 0",
    for: "5m",
    severity: "page",
    summary: "Telegram delivers this bot's updates to somebody else, or to nobody",
    description: "The bot is well and hears nothing: its webhook was taken away, or set to another address.",
  },
  {
    alert: "OkoshkoUpdatesWait",
    // Either more than a rush leaves, or few of which none arrives: a shop in which one person writes in an hour is as deaf with one
    // that waits. Replicas look once a minute each; the least of what they saw is not left over from one that can't look.
    expr:
      "min by (namespace) (bot_webhook_pending_updates) > 100 or" +
      " (min by (namespace) (bot_webhook_pending_updates) > 0 unless on (namespace) sum by (namespace) (increase(bot_updates_total[10m])) > 0)",
    for: "5m",
    severity: "page",
    summary: "{{ $value }} updates wait at Telegram",
    description:
      "Telegram can't hand them over, or not as fast as they come: it does not reach the webhook, or the bot puts them off.",
  },
  {
    alert: "OkoshkoTelegramConflict",
    // One is what a restart may see of the poller before it. Of a webhook that goes elsewhere each replica counts the same.
    expr: "max by (namespace) (sum by (namespace, instance) (increase(bot_telegram_conflicts_total[15m]))) >= 3",
    for: "0s",
    severity: "page",
    summary: "Two processes receive the updates of one bot",
    description:
      "Another process polls with this bot's token, or sets its webhook again and again. Each update reaches one of the two.",
  },
  {
    alert: "OkoshkoDeliveriesStuck",
    expr: 'max by (namespace) (notifier_ledger_oldest_due_age_seconds{status=~"planned|queued"}) > 300',
    for: "5m",
    severity: "page",
    summary: "Messages have been due for {{ $value | humanizeDuration }} and are not sent",
    description: "Deliveries are due and do not leave: see the queue, Redis, and Telegram's answers.",
  },
  {
    alert: "OkoshkoFeedNotRead",
    expr: "time() - max by (namespace) (notifier_feed_last_success_timestamp_seconds) > 120",
    for: "1m",
    severity: "page",
    summary: "No notifier has read the event feed for {{ $value | humanizeDuration }}",
    description: "What clients do no longer turns into messages. Nothing is lost: the feed waits.",
  },
  {
    alert: "OkoshkoFeedLagging",
    expr: "max by (namespace) (notifier_feed_lag_seconds) > 60",
    for: "5m",
    severity: "ticket",
    summary: "The feed is {{ $value | humanizeDuration }} behind",
    description:
      "Events are planned late. A long transaction in the database holds the feed back, or the notifier is too slow.",
  },
  {
    alert: "OkoshkoEventsParked",
    // Not their counter: what can't be planned is often met within seconds of a start, and counted before anybody looks.
    expr: "max by (namespace) (notifier_parked_events) > 0",
    for: "0s",
    severity: "ticket",
    summary: "{{ $value }} events could not be planned and were put aside",
    description:
      "Somebody may not be told of something. The events are kept in notifier.parked_events until they are planned.",
  },
  {
    alert: "OkoshkoUpdatesParked",
    expr: "max by (namespace) (bot_parked_updates) > 0",
    for: "0s",
    severity: "ticket",
    summary: "{{ $value }} updates from Telegram failed and were put aside",
    description:
      "The people got an apology and not what they wanted. The updates are kept for two weeks, until somebody has looked at them.",
  },
  {
    alert: "OkoshkoWishesPassedOver",
    expr: "sum by (namespace) (increase(booking_waitlist_wishes_passed_over_total[1h])) > 0",
    for: "0s",
    severity: "ticket",
    summary: "A wish on the waitlist can't be matched",
    description:
      "It is passed over, so that others get their offers; its client gets none until this is mended.",
  },
  {
    alert: "OkoshkoHoldsLeak",
    expr: 'max by (namespace) (booking_holds{state="leaked"}) > 0',
    for: "5m",
    severity: "ticket",
    summary: "{{ $value }} holds ran out and are not ended",
    description:
      "Nobody is kept from booking these times, but those who wait for them are not told that they are free.",
  },
  {
    alert: "OkoshkoWebhookPaused",
    expr: 'max by (namespace, state) (notifier_webhook_endpoints{state=~"gone|failing"}) > 0',
    for: "5m",
    severity: "ticket",
    summary: "{{ $value }} webhook endpoints are paused: {{ $labels.state }}",
    description:
      "An integrator's endpoint answered 410, or nothing useful for days. What happens is kept for it, and not sent.",
  },
  {
    alert: "OkoshkoWebhooksFailing",
    // Of one or two attempts a half says nothing.
    expr: `sum by (namespace) (rate(${attempts}{outcome!="delivered"}[30m])) / sum by (namespace) (rate(${attempts}[30m])) > 0.5 and sum by (namespace) (increase(${attempts}[30m])) > 5`,
    for: "15m",
    severity: "ticket",
    summary: "{{ $value | humanizePercentage }} of webhooks are not taken",
    description:
      "Receivers refuse them or can't be reached. They are repeated, and in the end their endpoint is paused.",
  },
  {
    alert: "OkoshkoTelegramFloods",
    expr: "sum by (namespace) (increase(notifier_telegram_floods_total[15m])) > 10",
    for: "15m",
    severity: "ticket",
    summary: "Telegram keeps asking for pauses",
    description:
      "More is sent than Telegram bears. Somebody else uses the token, or the limit is set too high.",
  },
  {
    alert: "OkoshkoUncertainDeliveries",
    expr: 'sum by (namespace) (increase(notifier_deliveries_total{outcome="unknown"}[1h])) > 5',
    for: "0s",
    severity: "ticket",
    summary: "Of several messages nobody can say whether they arrived",
    description: "Processes die between sending and recording, or Telegram's answers get lost on the way.",
  },
  {
    alert: "OkoshkoEventLoopBlocked",
    expr: 'max by (namespace, job, instance) (nodejs_eventloop_lag_p99_seconds{job=~"booking-api|bot|notifier"}) > 0.25',
    for: "10m",
    severity: "ticket",
    summary:
      "{{ $labels.job }} on {{ $labels.instance }} answers late: its event loop waits {{ $value | humanizeDuration }}",
    description: "The process has more to compute than it gets CPU for.",
  },
];
