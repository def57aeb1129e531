import { createLogger } from "@okoshko/runtime/logger";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";
import { rows } from "../database";
import { type Deps } from "../deps";
import { loadShop } from "../shop/load-shop";
import { openReads } from "../reads";
import { completePast } from "./complete-past";

let api: Api;
let deps: Deps;
beforeAll(async () => {
  api = await startApi();
  const reads = openReads(api.url, { poolSize: 1 });
  const load = () => loadShop(reads, api.clock.now());
  const shop = { current: load, exact: load, changed: () => undefined };
  const { signal } = new AbortController();
  const nudges = {
    send: () => undefined,
    wait: () => Promise.resolve(),
    ended: signal,
    end: () => undefined,
  };
  const logger = createLogger({ service: "booking-api", level: "silent" });
  deps = { db: api.db, reads, shop, clock: api.clock, nudges, logger, metrics: api.deps.metrics };
});
afterAll(async () => {
  await deps.reads.close();
  await api.stop();
});
afterEach(() => api.clock.set(monday));

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const statusOf = async (id: string) =>
  (await api.as("admin")("get", `/v1/appointments/${id}`).expect(200)).body.status;
const eventsOf = (id: string) =>
  rows<{ type: string; actor: string }>(
    api.db,
    `select type, actor from booking.events where data -> 'appointment' ->> 'id' = $1 order by position`,
    [id],
    null,
  );

it("takes a visit to have taken place a day after its end, unless somebody said otherwise", async () => {
  const { visit } = await buildShop(api);
  const vera = await buildClient(api);
  const [forgotten, missed, later] = [
    await buildBooking(vera.call, visit, tuesday("08:00")),
    await buildBooking(vera.call, visit, tuesday("10:00")),
    await buildBooking(vera.call, visit, "2026-11-25T08:00:00.000Z"),
  ];
  api.clock.set(tuesday("11:00"));
  await api.as("admin")("post", `/v1/appointments/${missed.id}/no-show`, {}).expect(200);
  api.clock.set("2026-11-25T08:59:59Z");
  expect(await completePast(deps)).toBe(0);
  api.clock.set("2026-11-25T11:00:00Z");
  expect(await completePast(deps)).toBe(1);
  expect(await completePast(deps)).toBe(0);
  expect(await Promise.all([forgotten, missed, later].map(({ id }) => statusOf(id)))).toEqual([
    "completed",
    "no_show",
    "confirmed",
  ]);
  expect((await eventsOf(forgotten.id)).at(-1)).toEqual({ type: "appointment.completed", actor: "system" });
  const sql = `select actor, channel, operation from booking.audit where subject = $1 order by id desc limit 1`;
  expect(await rows(api.db, sql, [`appointment:${forgotten.id}`], null)).toEqual([
    { actor: "system", channel: "system", operation: "completePastVisits" },
  ]);
});

it("declines a request that nobody answered, once, however many replicas look", async () => {
  const { visit } = await buildShop(api, { requiresApproval: true, durationMinutes: 15 });
  const requests = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const { call } = await buildClient(api);
      return buildBooking(
        call,
        visit,
        tuesday(`${String(7 + Math.floor(index / 2)).padStart(2, "0")}:${index % 2 ? "30" : "00"}`),
      );
    }),
  );
  api.clock.set("2026-11-26T12:00:00Z");
  const closed = await Promise.all([completePast(deps), completePast(deps), completePast(deps)]);
  expect(closed.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(12);
  for (const { id } of requests) {
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      "appointment.requested",
      "appointment.declined",
    ]);
  }
});
