import { randomUUID } from "node:crypto";
import request from "supertest";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";
import { eventsIn } from "../../test/icalendar";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });
const admin = () => api.as("admin");
let accounts = 7_500_000;

async function buildChair() {
  const service = await buildService(api, { name: { ru: "Стрижка, борода", en: "Haircut; beard" } });
  const { id } = await buildMaster(api, [service.id]);
  accounts += 1;
  const input = { telegramUserId: accounts, name: { ru: "Глеб", en: "Gleb" }, locale: "ru" };
  await admin()("patch", `/v1/masters/${id}`, input).expect(200);
  return { id, call: api.as("bot", accounts), visit: { serviceIds: [service.id], masterId: id } };
}

const fileOf = async (call: ReturnType<Api["as"]>, id: string) => {
  const answer = await call("get", `/v1/appointments/${id}/calendar`).expect(200);
  expect(answer.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  return answer.text;
};
const fetchFeed = (path: string, headers: Record<string, string> = {}) =>
  request(api.app).get(path).set(headers);

describe("M17: the file of a visit", () => {
  it("keeps its UID and raises its SEQUENCE with every change, to the end", async () => {
    const { visit } = await buildChair();
    const vera = await buildClient(api, { locale: "ru", phone: "+37129999999" });
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    const first = await fileOf(vera.call, booking.id);
    expect(eventsIn(first)).toMatchObject([
      {
        uid: `${booking.id}@okoshko`,
        sequence: 2,
        summary: "Стрижка, борода · Глеб",
        startsAt: tuesday("10:00"),
        status: "CONFIRMED",
      },
    ]);
    expect(first).not.toContain("37129999999");
    const body = { startsAt: tuesday("12:00"), expectedVersion: 2 };
    await vera.call("post", `/v1/appointments/${booking.id}/reschedule`, body).expect(200);
    expect(eventsIn(await fileOf(vera.call, booking.id))).toMatchObject([
      { uid: `${booking.id}@okoshko`, sequence: 3, startsAt: tuesday("12:00") },
    ]);
    await vera.call("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(200);
    expect(eventsIn(await fileOf(vera.call, booking.id))).toMatchObject([
      { sequence: 4, status: "CANCELLED" },
    ]);
  });

  it("speaks the reader's language, and tells the master who comes", async () => {
    const { visit, call } = await buildChair();
    const theo = await buildClient(api, { locale: "en", name: "Theo, Marsh; 🧔🏽", phone: "+37128888888" });
    const booking = await buildBooking(theo.call, visit, tuesday("10:00"));
    expect(eventsIn(await fileOf(theo.call, booking.id))[0]?.summary).toBe("Haircut; beard · Gleb");
    const masters = await fileOf(call, booking.id);
    expect(eventsIn(masters)[0]?.summary).toBe("Стрижка, борода · Theo, Marsh; 🧔🏽");
    expect(masters).not.toContain("37128888888");
  });

  it("says what the client wishes to be known, to them and to their master, as it is now", async () => {
    const { visit, call, id } = await buildChair();
    const theo = await buildClient(api, { locale: "en" });
    const booking = await buildBooking(theo.call, visit, tuesday("10:00"));
    const feed = (await call("post", `/v1/masters/${id}/calendar-feed`).expect(201)).body.path as string;
    const told = async () => {
      const texts = [
        await fileOf(theo.call, booking.id),
        await fileOf(call, booking.id),
        (await fetchFeed(feed)).text,
      ];
      return texts.map((text) => eventsIn(text)[0]?.description);
    };
    expect(await told()).toEqual([null, null, null]);
    const note = "Long hair,\nand a bit late; sorry";
    await theo.call("put", `/v1/appointments/${booking.id}/note`, { note }).expect(200);
    expect(await told()).toEqual([note, note, note]);
    await theo.call("put", `/v1/appointments/${booking.id}/note`, { note: null }).expect(200);
    expect(await told()).toEqual([null, null, null]);
  });

  it("is not there for holds, requests and what is somebody else's", async () => {
    const { visit } = await buildShop(api, { requiresApproval: true });
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const pending = await buildBooking(vera.call, visit, tuesday("10:00"));
    const held = await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") }).expect(201);
    for (const id of [pending.id, held.body.id]) {
      const refused = await vera.call("get", `/v1/appointments/${id}/calendar`).expect(409);
      expect(refused.body).toMatchObject(problem("wrong-state"));
    }
    await vera.call("delete", `/v1/holds/${held.body.id}`).expect(204);
    await vera.call("get", `/v1/appointments/${held.body.id}/calendar`).expect(409);
    await theo.call("get", `/v1/appointments/${pending.id}/calendar`).expect(404);
    await vera.call("get", `/v1/appointments/${randomUUID()}/calendar`).expect(404);
  });
});

describe("M17: a master's private feed", () => {
  it("shows the visits of the last 30 and the next 90 days, cancelled ones as such, and no requests", async () => {
    const { visit, call, id } = await buildChair();
    const colleague = await buildChair();
    const vera = await buildClient(api, { name: "Вера\nЛугова" });
    const [kept, gone] = [
      await buildBooking(vera.call, visit, tuesday("10:00")),
      await buildBooking(vera.call, visit, tuesday("12:00")),
    ];
    await buildBooking(vera.call, colleague.visit, tuesday("15:00"));
    await vera.call("post", `/v1/appointments/${gone.id}/cancel`, {}).expect(200);
    await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("14:00") }).expect(201);
    const { body } = await call("post", `/v1/masters/${id}/calendar-feed`).expect(201);

    const { text, headers } = await fetchFeed(body.path).expect(200);
    expect(headers).toMatchObject({
      "content-type": "text/calendar; charset=utf-8",
      "cache-control": "private, max-age=300",
    });
    expect(eventsIn(text)).toMatchObject([
      { uid: `${kept.id}@okoshko`, summary: "Стрижка, борода · Вера\nЛугова", status: "CONFIRMED" },
      { uid: `${gone.id}@okoshko`, status: "CANCELLED", sequence: 3 },
    ]);
    api.clock.set("2026-12-24T09:59:59Z");
    expect(eventsIn((await fetchFeed(body.path)).text)).toHaveLength(2);
    api.clock.set("2026-12-24T10:00:01Z");
    expect(eventsIn((await fetchFeed(body.path)).text)).toHaveLength(1);
  });

  it("says in a few bytes that nothing has changed", async () => {
    const { visit, call, id } = await buildChair();
    const { body } = await call("post", `/v1/masters/${id}/calendar-feed`).expect(201);
    const { headers } = await fetchFeed(body.path).expect(200);
    const tag = { "if-none-match": headers["etag"] ?? "" };
    expect((await fetchFeed(body.path, tag).expect(304)).text).toBe("");
    await buildBooking((await buildClient(api)).call, visit, tuesday("10:00"));
    expect((await fetchFeed(body.path, tag).expect(200)).headers["etag"]).not.toBe(headers["etag"]);
  });

  it("has a secret that is shown once, kept as a hash, ended by the next one and by its end", async () => {
    const { call, id } = await buildChair();
    const make = async () =>
      (await call("post", `/v1/masters/${id}/calendar-feed`).expect(201)).body.path as string;
    const first = await make();
    expect(first).toMatch(/^\/v1\/calendars\/[A-Za-z0-9_-]{32}\.ics$/);
    const secret = first.slice("/v1/calendars/".length, -4);
    const kept = await rows<{ line: string }>(
      api.db,
      `select f::text as line from booking.calendar_feeds f union all select a::text from booking.audit a`,
      [],
      null,
    );
    expect(kept.filter(({ line }) => line.includes(secret))).toEqual([]);
    const second = await make();
    await fetchFeed(first).expect(404);
    await fetchFeed(second).expect(200);
    await call("delete", `/v1/masters/${id}/calendar-feed`).expect(204);
    await call("delete", `/v1/masters/${id}/calendar-feed`).expect(204);
    expect((await fetchFeed(second).expect(404)).body).toMatchObject(problem("not-found"));
  });

  it("is a master's own or the business's to make and to end, and nobody else's", async () => {
    const [mine, colleague] = [await buildChair(), await buildChair()];
    const { body } = await admin()("post", `/v1/masters/${mine.id}/calendar-feed`).expect(201);
    const client = await buildClient(api);
    for (const method of ["post", "delete"] as const) {
      await colleague.call(method, `/v1/masters/${mine.id}/calendar-feed`).expect(403);
      await client.call(method, `/v1/masters/${mine.id}/calendar-feed`).expect(403);
      await admin()(method, `/v1/masters/${randomUUID()}/calendar-feed`).expect(404);
    }
    await fetchFeed(body.path).expect(200);
    await fetchFeed(`/v1/calendars/${"a".repeat(32)}.ics`).expect(404);
    await fetchFeed("/v1/calendars/short.ics").expect(400);
  });
});
