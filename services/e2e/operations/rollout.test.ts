import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createBookingClient, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { eventually } from "@okoshko/testkit/eventually";
import { type Balancer, startBalancer } from "../chaos/balancer";
import { type Replica, startSystem, type System } from "../src/system";
import { chartValues } from "../test/chart";
import { hasFailed } from "../test/story-system";

/**
 * What Kubernetes does with each pod of a Deployment with `maxSurge: 1, maxUnavailable: 0`: a new one is ready before an old
 * one is ended; whoever routes hears of it a moment later; meanwhile the old one sleeps in `preStop`, and only then is told.
 */
const pods = { "booking-api": chartValues.bookingApi, bot: chartValues.bot };
/** As in templates/_env.tpl: whoever keeps a connection hears with an answer that it is time to go. */
const lingerMs = "1000";

const tokens = { bot: "rollout-bot-token", notifier: "rollout-notifier-token", admin: "rollout-admin-token" };
const haircut = "10000000-0000-4000-8000-000000000001";
const callers = 2;
const writers = 2;

let system: System;
/** Where new connections go. */
const endpoints = { "booking-api": new Set<Replica>(), bot: new Set<Replica>() };
const balancers: Balancer[] = [];
const environments: Record<keyof typeof endpoints, Record<string, string>> = { "booking-api": {}, bot: {} };

beforeAll(async () => {
  system = await startSystem({ without: ["booking-api", "bot", "notifier"] });
  const at: string[] = [];
  for (const service of ["booking-api", "bot"] as const) {
    const balancer = await startBalancer(() => [...endpoints[service]].map(({ port }) => port));
    balancers.push(balancer);
    at.push(`http://127.0.0.1:${balancer.port}`);
  }
  const [bookingUrl = "", botUrl = ""] = at;
  environments["booking-api"] = {
    SERVICE_TOKENS: Object.entries(tokens)
      .map(([name, token]) => `${name}=${token}`)
      .join(),
    RATE_LIMIT_PERSON: "1000000",
    SHUTDOWN_DELAY_MS: lingerMs,
  };
  environments.bot = {
    BOOKING_API_URL: bookingUrl,
    BOOKING_API_TOKEN: tokens.bot,
    WEBHOOK_URL: `${botUrl}/telegram/webhook`,
    SHUTDOWN_DELAY_MS: lingerMs,
  };
  for (const service of ["booking-api", "bot"] as const)
    for (let count = 0; count < 2; count += 1)
      endpoints[service].add(await system.another(service, environments[service]));
}, 240_000);
afterEach(() => {
  if (hasFailed()) process.stderr.write(`\n${expect.getState().currentTestName}\n${system.logs(40)}\n`);
});
afterAll(async () => {
  await system?.stop();
  for (const balancer of balancers) await balancer.close();
}, 60_000);

async function replace(service: keyof typeof endpoints, old: Replica): Promise<void> {
  endpoints[service].add(await system.another(service, environments[service]));
  const { preStopSleepSeconds, terminationGracePeriodSeconds } = pods[service];
  const begun = performance.now();
  const secondsOver = () => (performance.now() - begun) / 1_000;
  await sleep((preStopSleepSeconds / 2) * 1_000);
  endpoints[service].delete(old);
  await sleep(Math.max(0, preStopSleepSeconds - secondsOver()) * 1_000);
  await old.kill("SIGTERM");
  expect(secondsOver()).toBeLessThan(terminationGracePeriodSeconds);
}

it("M13: two booking-api and two bots are replaced one after the other under load, with the chart's timings: no booking fails, no update is lost", async () => {
  const { driver } = system;
  const rolled = new AbortController();
  const client = createBookingClient({
    baseUrl: environments.bot["BOOKING_API_URL"] ?? "",
    token: tokens.bot,
    timeoutMs: 30_000,
  });
  const failures: string[] = [];
  let booked = 0;
  let written = 0;
  let callersSoFar = 0;

  /** Books, and gives it back, so that there is always something left to book. */
  const books = async (index: number): Promise<void> => {
    const date = `2026-11-${26 + index}`;
    while (!rolled.signal.aborted) {
      try {
        // Somebody else each time: one person may not keep thirty times an hour.
        callersSoFar += 1;
        const header = onBehalfOf(100_000 + callersSoFar);
        const name = `Caller ${callersSoFar}`;
        await unwrap(client.PUT("/v1/clients/me", { params: { header }, body: { name } }));
        const query = { serviceIds: [haircut], date };
        const { items } = await unwrap(client.GET("/v1/availability/slots", { params: { header, query } }));
        const startsAt = items[Math.floor(items.length / 2)]?.startsAt ?? "";
        const body = { serviceIds: [haircut], startsAt };
        const { id } = await unwrap(
          client.POST("/v1/holds", {
            params: { header: { ...header, "Idempotency-Key": randomUUID() } },
            body,
          }),
        );
        const params = { header, path: { appointmentId: id } };
        await unwrap(client.POST("/v1/appointments/{appointmentId}/confirm", { params }));
        await unwrap(client.POST("/v1/appointments/{appointmentId}/cancel", { params, body: {} }));
        booked += 1;
      } catch (error) {
        // Somebody else was faster: an answer like any other.
        if (!isProblem(error, "slot-taken"))
          failures.push(String(error instanceof Error ? (error.cause ?? error) : error));
      }
      await sleep(50);
    }
  };
  const writes = async (index: number): Promise<void> => {
    const person = await driver.createPerson({ firstName: `Writer ${index}`, languageCode: "en" });
    while (!rolled.signal.aborted) {
      await person.starts();
      written += 1;
      // Telegram brings again what was put off, after pauses that nobody has patience for here.
      await eventually(
        async () => {
          await driver.delivery.retryNow();
          await person.waitFor("Welcome", { timeoutMs: 1_000 });
        },
        { timeoutMs: 60_000 },
      );
      // Telegram's people do not write more than twenty messages in ten seconds; the bot would not listen.
      await sleep(700);
    }
  };
  const load = Promise.all([
    ...Array.from({ length: callers }, (_, index) => books(index)),
    ...Array.from({ length: writers }, (_, index) => writes(index)),
  ]);
  try {
    await eventually(() => expect(Math.min(booked, written)).toBeGreaterThan(3), { timeoutMs: 60_000 });
    for (const service of ["booking-api", "bot"] as const)
      for (const old of [...endpoints[service]]) await replace(service, old);
    const before = { booked, written };
    await eventually(
      () => expect(Math.min(booked - before.booked, written - before.written)).toBeGreaterThan(3),
      { timeoutMs: 60_000 },
    );
  } finally {
    rolled.abort();
  }
  await load;
  expect(failures).toEqual([]);
  const updates = await driver.updates({ limit: 1_000 });
  process.stdout.write(
    `  four processes replaced: ${booked} bookings, none failed; ${written} messages, ` +
      `${updates.filter(({ attempts }) => attempts.length > 1).length} brought more than once\n`,
  );
  expect(updates.filter(({ status }) => status !== "delivered")).toEqual([]);
  expect(updates.length).toBeGreaterThanOrEqual(written);
}, 300_000);
