import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller, monday, startApi } from "../../test/api";
import {
  buildBooking,
  buildClient,
  buildKey,
  buildMaster,
  buildService,
  buildShop,
} from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

type Desk = BookingSchemas["DeskAppointment"];

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });
const admin = () => api.as("admin");
let accounts = 7_800_000;

async function buildChair(serviceId?: string) {
  const service = serviceId ?? (await buildService(api)).id;
  const { id } = await buildMaster(api, [service]);
  accounts += 1;
  await admin()("patch", `/v1/masters/${id}`, { telegramUserId: accounts }).expect(200);
  return { id, call: api.as("bot", accounts), visit: { serviceIds: [service], masterId: id } };
}
const idOf = async (call: Caller): Promise<string> =>
  (await call("get", "/v1/clients/me").expect(200)).body.id;
const page = async (call: Caller, query = ""): Promise<{ items: Desk[]; nextCursor: string | null }> =>
  (await call("get", `/v1/desk/appointments${query}`).expect(200)).body;

describe("a time held for somebody else", () => {
  it("is held and booked by the business for the client whom it names", async () => {
    const { visit } = await buildShop(api, { requiresApproval: true });
    const vera = await buildClient(api);
    const body = { ...visit, startsAt: tuesday("10:00"), clientId: await idOf(vera.call) };
    const held = await admin()("post", "/v1/holds", body).expect(201);
    const booked = await admin()("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);
    expect(booked.body.status).toBe("confirmed");
    expect((await vera.call("get", "/v1/appointments").expect(200)).body.items).toEqual([booked.body]);
  });

  it("is held by a program with the scope for it, and by none without a name", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const [till, reader] = [
      await buildKey(api, ["appointments:write"]),
      await buildKey(api, ["appointments:read"]),
    ];
    const body = { ...visit, startsAt: tuesday("10:00"), clientId: await idOf(vera.call) };
    await reader.call("post", "/v1/holds", body).expect(403);
    const held = await till.call("post", "/v1/holds", body).expect(201);
    await till.call("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);
    const nobody = await till.call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") }).expect(400);
    expect(nobody.body).toMatchObject({ ...problem("invalid-request"), errors: [{ pointer: "/clientId" }] });
    await till
      .call("post", "/v1/holds", { ...body, startsAt: tuesday("12:00"), clientId: randomUUID() })
      .expect(404);
  });

  it("is a master's to hold for their own chair, which is meant when none is named", async () => {
    const [mine, colleague] = [await buildChair(), await buildChair()];
    const clientId = await idOf((await buildClient(api)).call);
    const wish = { serviceIds: mine.visit.serviceIds, startsAt: tuesday("10:00"), clientId };
    const held = await mine.call("post", "/v1/holds", wish).expect(201);
    expect(held.body.masterId).toBe(mine.id);
    const away = { ...colleague.visit, startsAt: tuesday("12:00"), clientId };
    expect((await mine.call("post", "/v1/holds", away).expect(403)).body).toMatchObject(problem("forbidden"));
  });

  it("is no client's to name: somebody else looks like nobody, oneself is oneself", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const body = { ...visit, startsAt: tuesday("10:00") };
    const other = await theo
      .call("post", "/v1/holds", { ...body, clientId: await idOf(vera.call) })
      .expect(404);
    const unknown = await theo.call("post", "/v1/holds", { ...body, clientId: randomUUID() }).expect(404);
    expect({ ...other.body, instance: "" }).toEqual({ ...unknown.body, instance: "" });
    await theo.call("post", "/v1/holds", { ...body, clientId: await idOf(theo.call) }).expect(201);
  });

  it("leaves alone what the client is choosing", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const own = await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);
    const body = { ...visit, startsAt: tuesday("12:00"), clientId: await idOf(vera.call) };
    const first = await admin()("post", "/v1/holds", body).expect(201);
    await admin()("post", "/v1/holds", { ...body, startsAt: tuesday("14:00") }).expect(201);
    const statusOf = async (id: string) => (await vera.call("get", `/v1/appointments/${id}`)).body.status;
    expect([await statusOf(own.body.id), await statusOf(first.body.id)]).toEqual(["held", "cancelled"]);
  });
});

describe("the caps", () => {
  it("of holds within an hour are a client's, whatever became of them, and not the business's", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    await admin()("patch", "/v1/business", { maxHoldsPerHour: 3 }).expect(200);
    try {
      const hold = (call: Caller, time: string, more = {}) =>
        call("post", "/v1/holds", { ...visit, startsAt: tuesday(time), ...more });
      for (const time of ["08:00", "10:00"]) {
        const { body } = await hold(vera.call, time).expect(201);
        await vera.call("delete", `/v1/holds/${body.id}`).expect(204);
      }
      await hold(vera.call, "12:00").expect(201);
      expect((await hold(vera.call, "14:00").expect(409)).body).toMatchObject(problem("limit-reached"));
      await hold(theo.call, "14:00").expect(201);
      await hold(admin(), "08:00", { clientId: await idOf(vera.call) }).expect(201);
      api.clock.advance(3_600_000);
      await hold(vera.call, "10:00").expect(201);
    } finally {
      await admin()("patch", "/v1/business", { maxHoldsPerHour: 30 }).expect(200);
    }
  });

  it("of holds hold also when ten come at once", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    await admin()("patch", "/v1/business", { maxHoldsPerHour: 3 }).expect(200);
    try {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          vera.call("post", "/v1/holds", {
            ...visit,
            startsAt: tuesday(
              `${String(7 + Math.floor(index / 2)).padStart(2, "0")}:${index % 2 ? "30" : "00"}`,
            ),
          }),
        ),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    } finally {
      await admin()("patch", "/v1/business", { maxHoldsPerHour: 30 }).expect(200);
    }
  });

  it("of bookings do not bind the business", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    await admin()("patch", "/v1/business", { maxActiveAppointmentsPerClient: 1 }).expect(200);
    try {
      await buildBooking(vera.call, visit, tuesday("08:00"));
      const more = { ...visit, startsAt: tuesday("10:00") };
      await vera.call("post", "/v1/holds", more).expect(409);
      const held = await admin()("post", "/v1/holds", { ...more, clientId: await idOf(vera.call) }).expect(
        201,
      );
      await admin()("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);
    } finally {
      await admin()("patch", "/v1/business", { maxActiveAppointmentsPerClient: 5 }).expect(200);
    }
  });
});

describe("the desk", () => {
  it("shows a master their own visits with their clients, and the business all of them", async () => {
    const mine = await buildChair();
    const colleague = await buildChair(mine.visit.serviceIds[0]);
    const vera = await buildClient(api, { name: "Vera", phone: "+37120000001" });
    const [own, other] = [
      await buildBooking(vera.call, mine.visit, tuesday("10:00")),
      await buildBooking(vera.call, colleague.visit, tuesday("12:00")),
    ];
    await vera.call("post", "/v1/holds", { ...mine.visit, startsAt: tuesday("14:00") }).expect(201);

    const { items } = await page(mine.call);
    expect(items).toMatchObject([
      {
        ...own,
        cancellationReason: null,
        client: {
          id: await idOf(vera.call),
          telegramUserId: vera.telegramUserId,
          name: "Vera",
          phone: "+37120000001",
          reachable: true,
          noShows: 0,
          visits: 0,
          erasedAt: null,
        },
      },
    ]);
    const clientId = await idOf(vera.call);
    expect((await page(admin(), `?clientId=${clientId}`)).items.map(({ id }) => id)).toEqual([
      own.id,
      other.id,
    ]);
    await mine.call("get", `/v1/desk/appointments?masterId=${colleague.id}`).expect(403);
    await mine.call("get", `/v1/desk/appointments/${other.id}`).expect(404);
    expect((await mine.call("get", `/v1/desk/appointments/${own.id}`).expect(200)).body).toEqual(items[0]);
    await vera.call("get", "/v1/desk/appointments").expect(403);
    await vera.call("get", `/v1/desk/appointments/${own.id}`).expect(403);
    await admin()("get", `/v1/desk/appointments/${randomUUID()}`).expect(404);
  });

  it("is narrowed by state, by days on the business's own calendar, and refuses what is no cursor", async () => {
    const { call, visit } = await buildChair();
    const vera = await buildClient(api);
    const early = await buildBooking(vera.call, visit, "2026-11-24T07:00:00.000Z");
    const late = await buildBooking(vera.call, visit, "2026-11-25T15:00:00.000Z");
    await vera.call("post", `/v1/appointments/${late.id}/cancel`, {}).expect(200);
    const ids = async (query: string) => (await page(call, query)).items.map(({ id }) => id);
    expect(await ids("?status=cancelled,declined")).toEqual([late.id]);
    expect(await ids("?status=confirmed,pending")).toEqual([early.id]);
    expect(await ids("?from=2026-11-24&to=2026-11-24")).toEqual([early.id]);
    expect(await ids("?from=2026-11-25")).toEqual([late.id]);
    expect(await ids("?to=2026-11-23")).toEqual([]);
    const refused = await call("get", "/v1/desk/appointments?cursor=abc").expect(400);
    expect(refused.body.errors).toMatchObject([{ pointer: "query/cursor" }]);
  });

  it("is read page by page, none twice and none missed, though others book meanwhile", async () => {
    const { call, visit } = await buildChair();
    const times = ["08:00", "09:00", "11:00", "12:00", "14:00"];
    const ids: string[] = [];
    for (const time of times)
      ids.push((await buildBooking((await buildClient(api)).call, visit, tuesday(time))).id);
    const first = await page(call, "?limit=2");
    const inserted = [
      await buildBooking((await buildClient(api)).call, visit, tuesday("07:00")),
      await buildBooking((await buildClient(api)).call, visit, tuesday("13:00")),
    ];
    const second = await page(call, `?limit=2&cursor=${first.nextCursor}`);
    const third = await page(call, `?limit=2&cursor=${second.nextCursor}`);
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual([
      ...ids.slice(0, 4),
      inserted[1]?.id,
      ids[4],
    ]);
    expect(third.nextCursor).toBeNull();
  });

  it("counts visits and no-shows of a page of clients in one statement, from an index alone", async () => {
    const { call, visit } = await buildChair();
    const people = await Promise.all(Array.from({ length: 6 }, () => buildClient(api)));
    for (const [index, person] of people.entries())
      await buildBooking(person.call, visit, tuesday(`${String(7 + index).padStart(2, "0")}:00`));
    const logged: string[] = [];
    api.db.options.logging = (sql) => void logged.push(sql);
    try {
      expect((await page(call)).items).toHaveLength(6);
    } finally {
      api.db.options.logging = false;
    }
    // The page, its services, its clients' counts.
    const asked = logged.filter(
      (sql) => sql.includes("booking.appointment") || sql.includes('"booking"."appointment'),
    );
    expect(asked).toHaveLength(3);
    const explain = (sql: string, bind: unknown[]) =>
      api.db.transaction(async (tx) => {
        // The tables of a test are too small for an index to pay.
        await rows(api.db, "set local enable_seqscan = off", [], tx);
        return JSON.stringify(await rows(api.db, `explain ${sql.replace(/^.*?: /, "")}`, bind, tx));
      });
    const list = asked.find((sql) => sql.includes("ORDER BY")) ?? "";
    const counts = asked.find((sql) => sql.includes("group by")) ?? "";
    expect(await explain(list, [])).toContain("appointments_of_master");
    expect(await explain(counts, [[randomUUID(), randomUUID()]])).toContain("appointments_ended_of_client");
  });
});
