import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop, buildStaff } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const startsAt = "2026-11-24T10:00:00.000Z";
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });

async function buildVisit() {
  const { visit, master } = await buildShop(api);
  const vera = await buildClient(api);
  const booking = await buildBooking(vera.call, visit, startsAt);
  return { vera, master, visit, booking, path: `/v1/appointments/${booking.id}/note` };
}

async function eventsOf(id: string) {
  const { body } = await api.as("notifier")("get", "/v1/events?limit=500").expect(200);
  return (body.items as BookingSchemas["FeedEvent"][])
    .map(({ event }) => event)
    .filter((event) => "appointment" in event.data && event.data.appointment.id === id);
}

describe("a note to the master", () => {
  it("is said by the client of a hold, is no news before the booking, and comes with it", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const { body: held } = await vera.call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
    const said = { note: "  Sensitive scalp\n" };
    const { body: noted } = await vera.call("put", `/v1/appointments/${held.id}/note`, said).expect(200);
    expect(noted).toMatchObject({ note: "Sensitive scalp", version: 1, status: "held" });
    expect(await eventsOf(held.id)).toEqual([]);
    await vera.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    expect(await eventsOf(held.id)).toMatchObject([
      { type: "appointment.confirmed", data: { appointment: { note: "Sensitive scalp" } } },
    ]);
  });

  it("of a booking is one event for each change, and no new version", async () => {
    const { vera, booking, path } = await buildVisit();
    const { body } = await vera.call("put", path, { note: "Late by five minutes" }).expect(200);
    expect(body).toEqual({ ...booking, note: "Late by five minutes" });
    await vera.call("put", path, { note: "Late by five minutes" }).expect(200);
    const { body: cleared } = await vera.call("put", path, { note: "   " }).expect(200);
    expect(cleared).toEqual(booking);
    await vera.call("put", path, { note: null }).expect(200);
    const told = (await eventsOf(booking.id)).slice(1);
    const by = { actor: "client", actorTelegramUserId: vera.telegramUserId };
    expect(told).toMatchObject([
      { ...by, type: "appointment.note_changed", data: { appointment: { note: "Late by five minutes" } } },
      { ...by, type: "appointment.note_changed", data: { appointment: { note: null } } },
    ]);
  });

  it("is said by the master and by the desk as well, who see it; a colleague and a stranger find nothing", async () => {
    const { master, booking, path } = await buildVisit();
    const gleb = await buildStaff(api, "master", master.id);
    await gleb.call("put", path, { note: "Asked for Gleb" }).expect(200);
    expect((await eventsOf(booking.id)).at(-1)).toMatchObject({ actor: "staff" });
    const { body } = await gleb.call("get", `/v1/desk/appointments/${booking.id}`).expect(200);
    expect(body.note).toBe("Asked for Gleb");
    await api.as("admin")("put", path, { note: "By the desk" }).expect(200);
    const colleague = await buildStaff(api, "master", (await buildShop(api)).master.id);
    const stranger = await buildClient(api);
    for (const { call } of [colleague, stranger]) await call("put", path, { note: "x" }).expect(404);
  });

  it("has 500 characters at most, and none once the visit is called off or its hold has run out", async () => {
    const { vera, visit, booking, path } = await buildVisit();
    await vera.call("put", path, { note: "я".repeat(500) }).expect(200);
    await vera.call("put", path, { note: "я".repeat(501) }).expect(400);
    await vera.call("put", path, {}).expect(400);
    await vera.call("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(200);
    expect((await vera.call("put", path, { note: "x" }).expect(409)).body).toMatchObject(
      problem("wrong-state"),
    );
    const { body: held } = await vera.call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
    api.clock.advance(6 * 60_000);
    await vera.call("put", `/v1/appointments/${held.id}/note`, { note: "x" }).expect(409);
  });
});

describe("what brought a client here", () => {
  it("is kept with the hold, shown at the desk, and not told to anybody else", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const wanted = { ...visit, startsAt, source: "autumn-flyer" };
    const { body: held } = await vera.call("post", "/v1/holds", wanted).expect(201);
    await vera.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    const { body } = await api.as("admin")("get", `/v1/desk/appointments/${held.id}`).expect(200);
    expect(body.source).toBe("autumn-flyer");
    expect(held).not.toHaveProperty("source");
    expect(JSON.stringify(await eventsOf(held.id))).not.toContain("autumn-flyer");
    const { body: kept } = await vera.call("get", "/v1/clients/me/export").expect(200);
    expect(kept.appointments).toMatchObject([{ id: held.id, source: "autumn-flyer" }]);
  });

  it.each(["", "a b", "x".repeat(33), "кампания"])("is a short word: %s", async (source) => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    await vera.call("post", "/v1/holds", { ...visit, startsAt, source }).expect(400);
  });
});

describe("a business that wants a phone number", () => {
  beforeAll(() => api.as("admin")("patch", "/v1/business", { requiresPhone: true }).expect(200));
  afterAll(() => api.as("admin")("patch", "/v1/business", { requiresPhone: false }).expect(200));

  it("asks for it before it confirms, and the hold waits meanwhile", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const { body: held } = await vera.call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
    const confirm = () => vera.call("post", `/v1/appointments/${held.id}/confirm`);
    expect((await confirm().expect(409)).body).toMatchObject(problem("phone-needed"));
    expect((await vera.call("get", `/v1/appointments/${held.id}`).expect(200)).body).toEqual(held);
    await vera.call("put", "/v1/clients/me", { name: "Vera", phone: "+37120000001" }).expect(200);
    expect((await confirm().expect(200)).body.status).toBe("confirmed");
  });

  it("does not ask when staff confirm", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const { body: held } = await vera.call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
    await api.as("admin")("post", `/v1/appointments/${held.id}/confirm`).expect(200);
  });
});

describe("when a client is to be reminded", () => {
  const remindersOf = async (id: string) => {
    const [event] = await eventsOf(id);
    return event && "appointment" in event.data ? event.data.appointment.reminders : undefined;
  };
  const quiet = { quietFrom: "21:00", quietTo: "09:00" };

  it("is as the business says, unless a service of the visit says otherwise: then as all of them say", async () => {
    const plain = await buildShop(api);
    const late = await buildShop(api, { reminderLeadsMinutes: [30, 1440] });
    const never = await buildShop(api, { reminderLeadsMinutes: [] });
    await api
      .as("admin")("put", `/v1/masters/${late.master.id}/services/${plain.service.id}`, {})
      .expect(200);
    const { call } = await buildClient(api);
    const of = async (serviceIds: string[], masterId: string) =>
      remindersOf((await buildBooking(call, { serviceIds, masterId }, startsAt)).id);
    expect(await of([plain.service.id], plain.master.id)).toEqual({ leadsMinutes: [1440, 120], ...quiet });
    expect(await of([late.service.id, plain.service.id], late.master.id)).toEqual({
      leadsMinutes: [1440, 120, 30],
      ...quiet,
    });
    expect(await of([never.service.id], never.master.id)).toEqual({ leadsMinutes: [], ...quiet });
  });

  it("is as the client says, whatever the services say, until they say null", async () => {
    const { visit } = await buildShop(api, { reminderLeadsMinutes: [30] });
    const { call } = await buildClient(api, { reminderLeadsMinutes: [60, 2880] });
    const first = await buildBooking(call, visit, startsAt);
    expect(await remindersOf(first.id)).toEqual({ leadsMinutes: [2880, 60], ...quiet });
    await call("put", "/v1/clients/me", { name: "Vera", reminderLeadsMinutes: null }).expect(200);
    const second = await buildBooking(call, visit, "2026-11-24T12:00:00.000Z");
    expect(await remindersOf(second.id)).toEqual({ leadsMinutes: [30], ...quiet });
  });

  it("minds the quiet hours of the business, which have two ends or none", async () => {
    const admin = api.as("admin");
    const half = await admin("patch", "/v1/business", { quietFrom: null }).expect(400);
    expect(half.body).toMatchObject(problem("invalid-request"));
    await admin("patch", "/v1/business", { quietFrom: null, quietTo: null }).expect(200);
    await admin("patch", "/v1/business", { quietTo: "08:00" }).expect(400);
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const { id } = await buildBooking(call, visit, startsAt);
    expect(await remindersOf(id)).toEqual({ leadsMinutes: [1440, 120], quietFrom: null, quietTo: null });
    await admin("patch", "/v1/business", quiet).expect(200);
  });

  it.each([[[5]], [[10_081]], [[60, 60]], [[10, 20, 30, 40, 50]], [["60"]]])(
    "refuses %j everywhere",
    async (reminderLeadsMinutes) => {
      const { service } = await buildShop(api);
      const { call } = await buildClient(api);
      await api.as("admin")("patch", "/v1/business", { reminderLeadsMinutes }).expect(400);
      await api.as("admin")("patch", `/v1/services/${service.id}`, { reminderLeadsMinutes }).expect(400);
      await call("put", "/v1/clients/me", { name: "Vera", reminderLeadsMinutes }).expect(400);
    },
  );
});
