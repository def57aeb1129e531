import { createBookingClient, onBehalfOf } from "@okoshko/contracts/booking-client";
import { type Listening, listen } from "@okoshko/runtime/http/listen";
import { type Api, startApi } from "../test/api";
import { buildMaster, buildService, newAccount } from "../test/factories";
import { lastFreeTime } from "./last-free-time";

let api: Api;
let server: Listening;
beforeEach(async () => {
  api = await startApi();
  server = await listen(api.app, { host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await server.close();
  await api.stop();
});

const search = () =>
  lastFreeTime({
    booking: createBookingClient({ baseUrl: `http://127.0.0.1:${server.port}`, token: "bot-token-2" }),
    headers: onBehalfOf(newAccount()),
    now: api.clock.now(),
  });

it("passes over services that have no free time, and takes the last one of the first that has", async () => {
  await buildService(api, { name: { en: "Nobody's yet" } });
  const closed = await buildService(api, { name: { en: "Of a master without hours" } });
  await buildMaster(api, [closed.id], { windows: [] });
  const open = await buildService(api);
  await buildMaster(api, [open.id]);
  // Sixty days ahead of Monday, 23 November, at 08:00 in Riga; the last visit of an hour ends at 18:00 there.
  expect(await search()).toEqual({ serviceId: open.id, startsAt: "2027-01-22T15:00:00.000Z" });
});

it("finds the free times of a shop whose clock is months ahead", async () => {
  await buildMaster(api, [(await buildService(api)).id]);
  const ours = api.clock.now();
  api.clock.advance(200 * 86_400_000);
  const free = await lastFreeTime({
    booking: createBookingClient({ baseUrl: `http://127.0.0.1:${server.port}`, token: "bot-token-2" }),
    headers: onBehalfOf(newAccount()),
    now: ours,
  });
  expect(Date.parse(free?.startsAt ?? "")).toBeGreaterThan(api.clock.now().getTime());
});

it("finds nothing in a shop that has nothing to offer", async () => {
  expect(await search()).toBeUndefined();
  await buildService(api);
  expect(await search()).toBeUndefined();
});
