import { randomUUID } from "node:crypto";
import { expose } from "@okoshko/runtime/exposition";
import { commonCatalogue, createMetrics } from "@okoshko/runtime/metrics";
import { nodeCatalogue } from "@okoshko/runtime/node-metrics";
import { metricsIn, metricsOf, promtoolOn } from "@okoshko/testkit/metrics-text";
import { type Api, monday, startApi } from "../test/api";
import { buildBooking, buildClient, buildShop } from "../test/factories";
import { jobsOf, startJobs } from "./jobs";
import { bookingCatalogue, createBookingMetrics } from "./metrics";
import { showStateOfBusiness } from "./state-of-business";
import { sweepWaitlist } from "./waitlist/sweep";

let api: Api;
beforeAll(async () => {
  api = await startApi();
  showStateOfBusiness(api.db.metrics, api.deps);
});
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
const scrape = async () => (await expose(api.registry, undefined)).text;

/** By how much the samples of a metric grew, by their labels. */
async function growth(metric: string, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const samples = async () =>
    new Map(
      [...(await scrape()).matchAll(new RegExp(`^${metric}(?:\\{(.*)\\})? (\\S+)$`, "gm"))].map(
        ([, labels = "", value]) => [labels, Number(value)],
      ),
    );
  const before = await samples();
  await work();
  const grown = [...(await samples())].map(
    ([labels, value]) => [labels, value - (before.get(labels) ?? 0)] as const,
  );
  return Object.fromEntries(grown.filter(([, by]) => by !== 0));
}

describe("what is counted", () => {
  it("is each booking by what became of it", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const counted = await growth("booking_events_total", async () => {
      const { id } = await buildBooking(call, visit, tuesday("10:00"));
      await call("post", `/v1/appointments/${id}/cancel`, {}).expect(200);
    });
    expect(counted).toEqual({
      'type="appointment.confirmed",actor="client"': 1,
      'type="appointment.cancelled",actor="client"': 1,
    });
  });

  it("is a lost race as a refusal, and what the repetition of a request is spared", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const hold = { ...visit, startsAt: tuesday("10:00") };
    const key = { "idempotency-key": randomUUID() };
    const twice = async () => {
      await vera.call("post", "/v1/holds", hold, key).expect(201);
      await vera.call("post", "/v1/holds", hold, key).expect(201);
    };
    let repeats = {};
    const holds = await growth("booking_holds_total", async () => {
      repeats = await growth("booking_idempotent_repeats_total", twice);
    });
    expect(holds).toEqual({ 'kind="choice"': 1 });
    expect(repeats).toEqual({ "": 1 });
    const refused = await growth("booking_refusals_total", () =>
      theo.call("post", "/v1/holds", hold).expect(409),
    );
    expect(refused).toEqual({ 'operation="createHold",problem="slot-taken"': 1 });
  });

  it("is nothing that was rolled back", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const { id } = await buildBooking(call, visit, tuesday("10:00"));
    const counted = await growth("booking_events_total", () =>
      call("post", `/v1/appointments/${id}/cancel`, { expectedVersion: 99 }).expect(409),
    );
    expect(counted).toEqual({});
  });

  it("is a hold that nobody ended in time as leaked, until it is ended", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    await call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") }).expect(201);
    api.clock.advance(10 * 60_000);
    expect(await scrape()).toMatch(/^booking_holds\{state="leaked"\} [1-9]/m);
    const ended = await growth("booking_holds_ended_total", () => sweepWaitlist(api.deps));
    expect(ended).toEqual({ 'how="expired"': expect.any(Number) });
    expect(await scrape()).toContain('booking_holds{state="leaked"} 0\n');
  });

  it("is each run of a job", async () => {
    const list = [
      { ...jobsOf({})[0]!, name: "works" },
      { name: "breaks", everyMs: 60_000, run: () => Promise.reject(new Error("broken")) },
    ];
    const counted = await growth("booking_job_runs_total", () => startJobs(api.deps, list).stop());
    expect(counted).toEqual({ 'name="works",outcome="done"': 1, 'name="breaks",outcome="failed"': 1 });
  });
});

describe("/metrics", () => {
  const catalogue = [...nodeCatalogue, ...Object.values(commonCatalogue), ...Object.values(bookingCatalogue)];

  it("has what the catalogue says and nothing else, with its labels", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    await call(
      "get",
      `/v1/availability/days?serviceIds=${visit.serviceIds[0]}&from=2026-11-24&to=2026-11-25`,
    ).expect(200);
    const text = await scrape();
    expect(metricsIn(text, catalogue)).toEqual(metricsOf(catalogue));
    expect(text).toMatch(/^booking_availability_duration_seconds_count\{answer="days"\} 1$/m);
    expect(text).toMatch(
      /^db_client_operation_duration_seconds_count\{db_system_name="postgresql",db_operation_name="INSERT",error_type=""\} [1-9]/m,
    );
    expect(text).toMatch(/^db_client_connection_max\{db_client_connection_pool_name="transactions"\} 10$/m);
  });

  it("has a series for each way a hold may go, a job end and a transaction fail, before the first one", async () => {
    const unused = createMetrics("booking-api").registry;
    const metrics = createBookingMetrics(unused);
    await startJobs({ ...api.deps, metrics }, [
      { name: "idle", everyMs: 60_000, run: () => Promise.resolve() },
    ]).stop();
    const { text } = await expose(unused, undefined);
    for (const line of [
      'booking_holds_total{kind="waitlist"} 0',
      'booking_holds_ended_total{how="released"} 0',
      'booking_transaction_conflicts_total{cause="lock_timeout"} 0',
      'booking_job_runs_total{name="idle",outcome="failed"} 0',
    ])
      expect(text.split("\n")).toContain(line);
  });

  it("names nobody", async () => {
    const { call, telegramUserId } = await buildClient(api, {
      name: "Nina Privalova",
      phone: "+37120000077",
    });
    const { visit } = await buildShop(api);
    const { id } = await buildBooking(call, visit, tuesday("15:00"));
    const text = await scrape();
    for (const personal of ["Nina", "37120000077", String(telegramUserId), id])
      expect(text).not.toContain(personal);
  });

  const findings = promtoolOn("");
  (findings === undefined ? it.skip : it)(
    "is as promtool wants it (skipped where there is none)",
    async () => {
      expect(promtoolOn(await scrape())).toBe("");
    },
  );
});
