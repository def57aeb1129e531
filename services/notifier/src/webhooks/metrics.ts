import { type Clock } from "@okoshko/runtime/clock";
import { type Registry } from "@okoshko/runtime/metrics";
import {
  askAtScrape,
  counter,
  gauge,
  histogram,
  type MetricsOf,
  register,
} from "@okoshko/runtime/metrics-catalogue";
import { type Pool } from "../database";
import { type Outcome } from "./post";

/** Part of the notifier's catalogue. Endpoints are counted and never named: integrators must not be able to grow it. */
export const webhookCatalogue = {
  planned: counter({
    name: "notifier_webhook_deliveries_planned_total",
    help: "Events planned for an endpoint",
  }),
  ended: counter({
    name: "notifier_webhook_deliveries_total",
    help: "Webhook deliveries that reached their end, by outcome (delivered, failed)",
    labels: ["outcome"],
  }),
  attempts: histogram({
    name: "notifier_webhook_attempt_duration_seconds",
    help: "Time of one request to a receiver, by what became of it; its count is the number of attempts",
    unit: "seconds",
    labels: ["outcome"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
  pauses: counter({
    name: "notifier_webhook_pauses_total",
    help: "Endpoints that were paused, by reason (by_operator, gone, failing)",
    labels: ["reason"],
  }),
  interrupted: counter({
    name: "notifier_webhook_leases_expired_total",
    help: "Attempts whose sender was not heard of again; they are repeated",
  }),
  oldest: gauge({
    name: "notifier_webhook_oldest_age_seconds",
    help: "Of deliveries to endpoints that are not paused: for how long the oldest is due, and how long it waits in all",
    unit: "seconds",
    labels: ["since"],
  }),
  waiting: gauge({
    name: "notifier_webhook_waiting_deliveries",
    help: "Webhook deliveries not at their end: under way, due, due later, or held at a paused endpoint",
    unit: "1",
    labels: ["state"],
  }),
  endpoints: gauge({
    name: "notifier_webhook_endpoints",
    help: "Endpoints by state: active, or why they are paused (by_operator, gone, failing)",
    unit: "1",
    labels: ["state"],
  }),
};

export type WebhookMetrics = MetricsOf<typeof webhookCatalogue>;

const depthSql = `
  select
    count(*) filter (where d.status = 'delivering')::integer as delivering,
    count(*) filter (where d.status = 'waiting' and e.state = 'active' and d.not_before <= $1)::integer as due,
    count(*) filter (where d.status = 'waiting' and e.state = 'active' and d.not_before > $1)::integer as later,
    count(*) filter (where d.status = 'waiting' and e.state = 'paused')::integer as held,
    min(d.not_before) filter (where d.status = 'waiting' and e.state = 'active' and d.not_before <= $1) as oldest_due,
    min(d.created_at) filter (where d.status = 'waiting' and e.state = 'active') as oldest
  from notifier.webhook_deliveries d
  join notifier.webhook_endpoints e on e.id = d.endpoint_id
  where d.status in ('waiting', 'delivering')`;

const endpointsSql = `
  select coalesce(pause_reason, 'active') as state, count(*)::integer as count
  from notifier.webhook_endpoints
  group by 1`;

interface Depth {
  delivering: number;
  due: number;
  later: number;
  held: number;
  oldest_due: Date | null;
  oldest: Date | null;
}

/** The gauges are asked for when somebody scrapes. */
export function createWebhookMetrics(
  registry: Registry,
  { pool, clock }: { pool: Pool; clock: Clock },
): WebhookMetrics {
  const metrics = register(webhookCatalogue, registry);
  const { waiting, oldest, endpoints } = metrics;
  // A series that is born with its first event hides it: to Prometheus it did not increase.
  for (const outcome of Object.keys(outcomes)) metrics.attempts.zero({ outcome });
  askAtScrape([waiting, oldest], async () => {
    const now = clock.now();
    const [depth] = (await pool.query<Depth>(depthSql, [now])).rows;
    if (!depth) return;
    for (const state of ["delivering", "due", "later", "held"] as const) waiting.set({ state }, depth[state]);
    const secondsSince = (date: Date | null): number =>
      date === null ? 0 : Math.max(0, now.getTime() - date.getTime()) / 1_000;
    oldest.set({ since: "due" }, secondsSince(depth.oldest_due));
    oldest.set({ since: "planned" }, secondsSince(depth.oldest));
  });
  askAtScrape([endpoints], async () => {
    const found = await pool.query<{ state: string; count: number }>(endpointsSql);
    for (const state of ["active", "by_operator", "gone", "failing"])
      endpoints.set({ state }, found.rows.find((row) => row.state === state)?.count ?? 0);
  });
  return metrics;
}

/** The compiler sees to it that none is missing. */
const outcomes: Record<Outcome, true> = {
  delivered: true,
  refused: true,
  timeout: true,
  unreachable: true,
  forbidden_target: true,
  not_sent: true,
  interrupted: true,
};
