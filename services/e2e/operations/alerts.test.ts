import path from "node:path";
import { eventually } from "@okoshko/testkit/eventually";
import { type Postgres, startPostgres } from "@okoshko/testkit/postgres";
import { startSystem, type System } from "../src/system";
import { prepareDatabase } from "../src/system-database";
import { chart, chartValues } from "../test/chart";
import { hasPrometheus, type Prometheus, startPrometheus } from "../test/prometheus";
import { hasFailed } from "../test/story-system";

const jobs = ["booking-api", "bot", "notifier"] as const;

/** What is taken away, and who has to complain of it. Each happens to an installation of its own, at the same time. */
const faults = [
  { what: "redis", alert: "OkoshkoRedisDown", of: [...jobs] },
  { what: "postgres", alert: "OkoshkoDatabaseDown", of: ["booking-api", "notifier"] },
  { what: "telegram", alert: "OkoshkoTelegramDown", of: [undefined] },
] as const;
const untouched = "untouched";

if (hasPrometheus) {
  describe("M15: with Prometheus looking at it as the chart says", watched);
} else {
  process.stderr.write(
    "\nSKIPPED: M15, the alerts of a real Prometheus. There is none on PATH (Debian: apt-get install prometheus).\n\n",
  );
  it.skip("M15: stopping Redis, Postgres or Telegram raises the right alert (no Prometheus)", () =>
    undefined);
}

function watched(): void {
  let postgres: Postgres;
  let prometheus: Prometheus;
  const systems = new Map<string, System>();
  const system = (name: string): System => {
    const found = systems.get(name);
    if (found === undefined) throw new Error(`${name} did not start`);
    return found;
  };

  const firing = async () => (await prometheus.alerts()).filter(({ state }) => state === "firing");

  beforeAll(async () => {
    postgres = await startPostgres();
    await prepareDatabase(postgres.url);
    for (const name of ["redis", "postgres", "telegram", untouched])
      systems.set(name, await startSystem(name === "postgres" ? { databaseUrl: postgres.url } : {}));
    const targets = await Promise.all(
      [...systems].flatMap(([namespace, each]) =>
        jobs.map(async (job) => ({ job, namespace, adminUrl: await each.adminUrl(job) })),
      ),
    );
    const { interval: scrapeInterval } = chartValues.monitoring.serviceMonitor;
    const rulesFile = path.join(chart, "monitoring/rules.yaml");
    prometheus = await startPrometheus({ rulesFile, scrapeInterval, targets });
    await eventually(async () => expect(await prometheus.scraped()).toBe(targets.length), {
      timeoutMs: 90_000,
      intervalMs: 500,
    });
  }, 300_000);
  afterEach(() => {
    if (!hasFailed()) return;
    for (const [name, each] of systems) process.stderr.write(`\n══ ${name} ══\n${each.logs(10)}\n`);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await Promise.all([...systems.values()].map((each) => each.stop()));
    await postgres?.stop();
  }, 60_000);

  it("stopping Redis, Postgres or Telegram raises the right alert within two minutes and no other, and none of what is untouched", async () => {
    expect(await firing()).toEqual([]);
    await Promise.all([
      system("redis").redis.kill(),
      postgres.stop(),
      system("telegram").kill("telegram-emulator"),
    ]);
    const begun = performance.now();
    await Promise.all(
      faults.map(async ({ what, alert, of }) => {
        const expected = of.map((job) => ({ name: alert, job, severity: "page" }));
        await eventually(
          async () => {
            const raised = (await firing()).filter(({ namespace }) => namespace === what);
            expect(raised.map(({ name, job, severity }) => ({ name, job, severity })).sort(byJob)).toEqual(
              expected,
            );
          },
          { timeoutMs: 120_000, intervalMs: 500 },
        );
        const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
        process.stdout.write(`  ${alert} fires ${seconds} s after ${what} went away\n`);
      }),
    );
    // Meanwhile nobody touched the fourth one.
    expect((await firing()).filter(({ namespace }) => namespace === untouched)).toEqual([]);
  }, 150_000);
}

function byJob(a: { job: string | undefined }, b: { job: string | undefined }): number {
  return (a.job ?? "").localeCompare(b.job ?? "");
}
