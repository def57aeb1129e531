import { expose } from "@okoshko/runtime/exposition";
import { commonCatalogue, createMetrics } from "@okoshko/runtime/metrics";
import { nodeCatalogue } from "@okoshko/runtime/node-metrics";
import { fixedClock } from "@okoshko/testkit/fixed-clock";
import { metricsIn, metricsOf, promtoolOn } from "@okoshko/testkit/metrics-text";
import { aDatabase } from "../test/notifier-world";
import { countParkedEvents } from "./feed/parked-events";
import { createNotifierMetrics, notifierCatalogue, observeStores } from "./metrics";
import { createWebhookMetrics } from "./webhooks/metrics";

const { registry } = createMetrics("notifier");
const clock = fixedClock("2026-11-20T09:00:00Z");
const metrics = createNotifierMetrics(registry, clock);
const scrape = async () => (await expose(registry, undefined)).text;

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase();
  const { pool } = database;
  createWebhookMetrics(registry, { pool, clock });
  observeStores(metrics, {
    ledger: () => Promise.resolve([{ status: "queued", count: 3, oldestAgeSeconds: 12 }]),
    parkedEvents: () => countParkedEvents(pool),
    queue: () => Promise.resolve({ wait: 4 }),
  });
  metrics.count("reminder", "failed", "rejected_by_telegram");
  metrics.count("reminder", "sent");
});
afterAll(() => database.drop());

describe("/metrics", () => {
  const catalogue = [...nodeCatalogue, ...Object.values(commonCatalogue), ...notifierCatalogue];

  it("has what the catalogue says and nothing else, with its labels", async () => {
    expect(metricsIn(await scrape(), catalogue)).toEqual(metricsOf(catalogue));
  });

  it("has a series for whatever may become of a message, before the first one is sent", async () => {
    const unused = createMetrics("notifier").registry;
    createNotifierMetrics(unused, clock);
    const { text } = await expose(unused, undefined);
    const lines = text.split("\n");
    for (const kind of ["reminder", "waitlist_joined_staff", "broadcast"]) {
      const ended = (outcome: string, reason = "") =>
        `notifier_deliveries_total{kind="${kind}",outcome="${outcome}",reason="${reason}"} 0`;
      const late = "notifier_delivery_lateness_seconds";
      expect(lines).toEqual(
        expect.arrayContaining([
          ended("sent"),
          ended("unknown"),
          ended("failed", "attempts_exhausted"),
          ended("failed", "rejected_by_telegram"),
          ended("failed", "recipient_unreachable"),
          `${late}_bucket{le="60",kind="${kind}"} 0`,
          `${late}_count{kind="${kind}"} 0`,
        ]),
      );
    }
  });

  it("says that the feed was read when it began, until it is read", async () => {
    const begunAt = clock.now().getTime() / 1_000;
    expect(await scrape()).toMatch(
      new RegExp(`^notifier_feed_last_success_timestamp_seconds ${begunAt}$`, "m"),
    );
  });

  it("says at each scrape what is due, how old it is, and what waits for a person", async () => {
    const insert = `
      insert into notifier.parked_events (event_id, event, error, parked_at)
      values (gen_random_uuid(), '{}', 'unknown type', now())`;
    await database.pool.query(insert);
    const text = await scrape();
    expect(text).toMatch(/^notifier_ledger_due_deliveries\{status="queued"\} 3$/m);
    expect(text).toMatch(/^notifier_ledger_oldest_due_age_seconds\{status="queued"\} 12$/m);
    expect(text).toMatch(/^notifier_ledger_due_deliveries\{status="planned"\} 0$/m);
    expect(text).toMatch(/^notifier_queue_jobs\{state="wait"\} 4$/m);
    expect(text).toMatch(/^notifier_parked_events 1$/m);
    expect(text).toMatch(/^notifier_webhook_endpoints\{state="active"\} 0$/m);
    expect(text).toMatch(/^notifier_webhook_attempt_duration_seconds_count\{outcome="refused"\} 0$/m);
  });

  (promtoolOn("") === undefined ? it.skip : it)(
    "is as promtool wants it (skipped where there is none)",
    async () => {
      expect(promtoolOn(await scrape())).toBe("");
    },
  );
});
