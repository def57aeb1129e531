import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildShop, buildStaff } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const today = (time: string) => `2026-11-23T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });

/** A shop at ten past twelve in Riga, with an hour's notice for clients; somebody has just walked in. */
async function buildDesk(overrides: Partial<BookingSchemas["ServiceInput"]> = {}) {
  const shop = await buildShop(api, overrides);
  const gleb = await buildStaff(api, "master", shop.master.id);
  const vera = await buildClient(api);
  const { body } = await vera.call("get", "/v1/clients/me").expect(200);
  const clientId = String(body.id);
  api.clock.set(today("10:10"));
  const hold = (call: Caller, startsAt: string) =>
    call("post", "/v1/holds", { ...shop.visit, startsAt, clientId });
  return { ...shop, gleb, vera, clientId, hold };
}

const timesFor = async (call: Caller, query: string, status = 200) => {
  const { body } = await call("get", `/v1/availability/slots?date=2026-11-23&${query}`).expect(status);
  return (body.items as BookingSchemas["Slot"][] | undefined)?.map(({ startsAt }) => startsAt);
};

describe("somebody who walked in", () => {
  it("has a time that began a moment ago, by the master and by the desk, and it is final at once", async () => {
    const { gleb, hold } = await buildDesk({ requiresApproval: true });
    for (const [call, startsAt] of [
      [gleb.call, today("10:00")],
      [(await buildStaff(api, "admin")).call, today("11:00")],
    ] as const) {
      const { body: held } = await hold(call, startsAt).expect(201);
      const { body } = await call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
      expect(body).toMatchObject({ status: "confirmed", startsAt });
    }
  });

  it("does not have one that began more than a quarter of an hour ago, and a client has none without notice", async () => {
    const { gleb, vera, visit, hold } = await buildDesk();
    expect((await hold(gleb.call, today("09:30")).expect(422)).body).toMatchObject(
      problem("slot-not-offered"),
    );
    const own = { ...visit, startsAt: today("11:00") };
    expect((await vera.call("post", "/v1/holds", own).expect(422)).body).toMatchObject(
      problem("slot-not-offered"),
    );
    api.clock.set(today("10:15"));
    await hold(gleb.call, today("10:00")).expect(201);
    api.clock.set(today("10:16"));
    await hold(gleb.call, today("10:00")).expect(422);
  });

  it("can be confirmed while the desk is still typing, and not an hour later", async () => {
    const { gleb, vera, hold } = await buildDesk();
    const { body: held } = await hold(gleb.call, today("10:00")).expect(201);
    const confirm = (call: Caller) => call("post", `/v1/appointments/${held.id}/confirm`);
    expect((await confirm(vera.call).expect(409)).body).toMatchObject(problem("hold-expired"));
    api.clock.set(today("11:00"));
    expect((await confirm(gleb.call).expect(409)).body).toMatchObject(problem("hold-expired"));
    api.clock.set(today("10:19"));
    await confirm(gleb.call).expect(200);
  });

  it("is completed when the visit is over, and can be moved without notice as well", async () => {
    const { gleb, hold } = await buildDesk();
    const { body: held } = await hold(gleb.call, today("11:00")).expect(201);
    await gleb.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    const move = { startsAt: today("10:00"), expectedVersion: 2 };
    const moved = await gleb.call("post", `/v1/appointments/${held.id}/reschedule`, move).expect(200);
    expect(moved.body.startsAt).toBe(today("10:00"));
    await gleb.call("post", `/v1/appointments/${held.id}/complete`, {}).expect(200);
  });

  it("hears of other times that can be had now when somebody was faster", async () => {
    const { gleb, visit, hold } = await buildDesk();
    const theo = await buildClient(api);
    await api.as("admin")("patch", "/v1/business", { minimumNoticeMinutes: 0 }).expect(200);
    await buildBooking(theo.call, visit, today("11:00"));
    await api.as("admin")("patch", "/v1/business", { minimumNoticeMinutes: 60 }).expect(200);
    const { body } = await hold(gleb.call, today("10:30")).expect(409);
    expect(body.alternatives[0].startsAt).toBe(today("10:00"));
  });
});

describe("what the desk is shown", () => {
  it("is exactly what the desk can take, and explained alike", async () => {
    const { gleb, visit, clientId, hold } = await buildDesk();
    const query = `serviceIds=${visit.serviceIds.join()}`;
    const shown = (await timesFor(gleb.call, `${query}&desk=true`)) ?? [];
    expect([shown[0], await timesFor(gleb.call, query)].flat()).toEqual([
      today("10:00"),
      ...shown.filter((time) => time >= today("11:30")),
    ]);
    const days = `/v1/availability/days?from=2026-11-23&to=2026-11-23&desk=true&${query}`;
    expect((await gleb.call("get", days).expect(200)).body.items[0].slots).toBe(shown.length);
    for (const startsAt of ["09:30", "10:00", "10:30", "11:30"].map(today)) {
      const why = await gleb.call("get", `/v1/slots/explain?${query}&desk=true&at=${startsAt}`).expect(200);
      expect([startsAt, why.body.offered]).toEqual([startsAt, shown.includes(startsAt)]);
      const { status, body } = await hold(gleb.call, startsAt);
      expect([startsAt, status]).toEqual([startsAt, shown.includes(startsAt) ? 201 : 422]);
      if (status === 201) {
        expect(body.masterId).toBe(visit.masterId);
        await gleb.call("delete", `/v1/holds/${body.id}`).expect(204);
      }
    }
    expect(clientId).toBeDefined();
  });

  it("is for staff, of whom a master sees their own", async () => {
    const { gleb, vera, visit, service } = await buildDesk();
    const colleague = await buildMaster(api, [service.id]);
    const query = `serviceIds=${visit.serviceIds.join()}&desk=true`;
    await timesFor(vera.call, query, 403);
    await timesFor(gleb.call, `${query}&masterId=${colleague.id}`, 403);
    expect(await timesFor(gleb.call, query)).toEqual(
      await timesFor(gleb.call, `${query}&masterId=${visit.masterId}`),
    );
    const owner = await buildStaff(api, "owner");
    for (const call of [owner.call, api.as("admin")])
      expect(await timesFor(call, `${query}&masterId=${colleague.id}`)).toContain(today("10:00"));
  });
});
