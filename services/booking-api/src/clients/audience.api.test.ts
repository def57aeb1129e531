import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop, buildStaff } from "../../test/factories";

let api: Api;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.stop());

type Member = BookingSchemas["AudienceMember"];
const audience = async (query: string) => {
  const { body } = await api.as("notifier")("get", `/v1/audience?${query}`).expect(200);
  expect(body.total).toBe((body.items as Member[]).length);
  return (body.items as Member[]).map(({ telegramUserId }) => telegramUserId);
};
const sorted = (...people: { telegramUserId: number }[]) =>
  people.map(({ telegramUserId }) => telegramUserId).sort((a, b) => a - b);
const found = async (query: string) => (await audience(query)).sort((a, b) => a - b);

it("is everybody whom a message reaches and who wants to be written to, in their language", async () => {
  const vera = await buildClient(api, { locale: "ru" });
  const silent = api.as("bot", 9_100_001);
  await silent("put", "/v1/clients/me", { name: "No language" }).expect(200);
  await buildClient(api, { acceptsBroadcasts: false });
  const blocked = await buildClient(api);
  await api
    .as("notifier")("put", `/v1/telegram-users/${blocked.telegramUserId}/reachability`, { reachable: false })
    .expect(204);
  const gone = await buildClient(api);
  await gone.call("post", "/v1/clients/me/erase").expect(204);
  await api.as("admin")("post", "/v1/clients", { name: "Walk-in", phone: "+37120000009" }).expect(201);

  const owner = await buildStaff(api, "owner");
  const { body } = await owner.call("get", "/v1/audience?kind=all").expect(200);
  const byId = (members: Member[]) => [...members].sort((a, b) => a.telegramUserId - b.telegramUserId);
  expect(body).toMatchObject({ total: 2, nextCursor: null });
  expect(byId(body.items as Member[])).toMatchObject([
    { telegramUserId: vera.telegramUserId, locale: "ru" },
    { telegramUserId: 9_100_001, locale: "ru" },
  ]);
});

it("is those who came since a day of the business or still come, or all the others; with a master, of theirs", async () => {
  const [shop, other] = [await buildShop(api), await buildShop(api)];
  const [past, coming, called, never] = [
    await buildClient(api),
    await buildClient(api),
    await buildClient(api),
    await buildClient(api),
  ];
  api.clock.set("2026-11-01T06:00:00Z");
  // The first of them on the very day, at 09:00 in Riga.
  const visit = await buildBooking(past.call, shop.visit, "2026-11-02T07:00:00Z");
  const missed = await buildBooking(called.call, shop.visit, "2026-11-02T09:00:00Z");
  api.clock.set(monday);
  const admin = api.as("admin");
  await admin("post", `/v1/appointments/${visit.id}/complete`, {}).expect(200);
  await admin("post", `/v1/appointments/${missed.id}/no-show`, {}).expect(200);
  await buildBooking(coming.call, other.visit, "2026-11-24T10:00:00Z");
  const cancelled = await buildBooking(called.call, shop.visit, "2026-11-24T10:00:00Z");
  await called.call("post", `/v1/appointments/${cancelled.id}/cancel`, {}).expect(200);

  expect(await found("kind=all")).toEqual(sorted(past, coming, called, never));
  expect(await found("kind=visited_since&since=2026-11-02")).toEqual(sorted(past, coming));
  expect(await found("kind=not_visited_since&since=2026-11-02")).toEqual(sorted(called, never));
  expect(await found("kind=visited_since&since=2026-11-03")).toEqual(sorted(coming));
  expect(await found("kind=not_visited_since&since=2026-11-03")).toEqual(sorted(past, called, never));
  const ofMaster = `masterId=${shop.master.id}`;
  expect(await found(`kind=all&${ofMaster}`)).toEqual(sorted(past));
  expect(await found(`kind=not_visited_since&since=2026-11-03&${ofMaster}`)).toEqual(sorted(past));
  expect(await found(`kind=visited_since&since=2026-11-03&${ofMaster}`)).toEqual([]);
  expect(await found(`kind=all&masterId=${randomUUID()}`)).toEqual([]);
});

it("comes in pages that show everybody once", async () => {
  for (let turn = 0; turn < 5; turn += 1) await buildClient(api);
  const seen: string[] = [];
  let cursor = "";
  for (let page = 0; page < 3; page += 1) {
    const { body } = await api.as("notifier")("get", `/v1/audience?kind=all&limit=2${cursor}`).expect(200);
    expect(body.total).toBe(5);
    seen.push(...(body.items as Member[]).map(({ clientId }) => clientId));
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect([new Set(seen).size, seen.length, cursor]).toEqual([5, 5, "&cursor=null"]);
});

it("is asked for with a day exactly where one is needed", async () => {
  const refused = async (query: string) =>
    api
      .as("notifier")("get", `/v1/audience?${query}`)
      .expect(400)
      .then(({ body }) => body.errors);
  expect(await refused("kind=visited_since")).toMatchObject([{ pointer: "query/since" }]);
  expect(await refused("kind=all&since=2026-11-02")).toMatchObject([{ pointer: "query/since" }]);
  expect(await refused("kind=all&cursor=nonsense")).toMatchObject([{ pointer: "query/cursor" }]);
  await refused("since=2026-11-02");
});

it("tells the notifier what a person may do, who orders a broadcast", async () => {
  const owner = await buildStaff(api, "owner");
  const asked = await api.as("notifier", owner.telegramUserId)("get", "/v1/access").expect(200);
  expect(asked.body).toMatchObject({ roles: ["owner", "client"], telegramUserId: owner.telegramUserId });
  const vera = await buildClient(api);
  const client = await api.as("notifier", vera.telegramUserId)("get", "/v1/access").expect(200);
  expect(client.body.roles).toEqual(["client"]);
  // Nothing else for a person: it is told of them, it does not act for them.
  await api.as("notifier", owner.telegramUserId)("get", "/v1/audience?kind=all").expect(403);
  await api.as("notifier", vera.telegramUserId)("get", "/v1/clients/me").expect(403);
});
