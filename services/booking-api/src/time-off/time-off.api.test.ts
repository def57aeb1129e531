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
  buildStaff,
} from "../../test/factories";
import { rows } from "../database";
import { sweepWaitlist } from "../waitlist/sweep";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });
const admin = () => api.as("admin");
const pathOf = ({ id }: { id: string }) => `/v1/masters/${id}/time-off`;
const take = (master: { id: string }, startsAt: string, endsAt: string, call = admin()) =>
  call("post", pathOf(master), { startsAt, endsAt });
const freeTimes = async (call: Caller, visit: { serviceIds: string[]; masterId: string | null }) => {
  const whose = visit.masterId === null ? "" : `&masterId=${visit.masterId}`;
  const query = `serviceIds=${visit.serviceIds.join()}&date=2026-11-24${whose}`;
  const { body } = await call("get", `/v1/availability/slots?${query}`).expect(200);
  return (body.items as BookingSchemas["Slot"][]).map(({ startsAt }) => startsAt);
};

describe("a master's time off", () => {
  it("is kept with its reason, listed where it reaches into, and deleted once", async () => {
    const { master } = await buildShop(api);
    const input = { startsAt: tuesday("10:00"), endsAt: tuesday("11:30"), note: " Dentist " };
    const { body } = await admin()("post", pathOf(master), input).expect(201);
    const { appointments, ...timeOff } = body;
    expect(body).toEqual({
      ...input,
      id: body.id,
      masterId: master.id,
      note: "Dentist",
      createdAt: api.clock.now().toISOString(),
      appointments: [],
    });
    expect(appointments).toEqual([]);
    const listed = async (from: string, to: string) =>
      (await admin()("get", `${pathOf(master)}?from=${from}&to=${to}`).expect(200)).body.items;
    expect(await listed(tuesday("11:00"), tuesday("12:00"))).toEqual([timeOff]);
    expect(await listed(tuesday("11:30"), tuesday("12:00"))).toEqual([]);
    expect(await listed(tuesday("09:00"), tuesday("10:00"))).toEqual([]);
    await admin()("delete", `${pathOf(master)}/${body.id}`).expect(204);
    await admin()("delete", `${pathOf(master)}/${body.id}`).expect(204);
    expect(await listed(tuesday("00:00"), tuesday("23:00"))).toEqual([]);
  });

  it("is taken once for one key", async () => {
    const { master } = await buildShop(api);
    const input = { startsAt: tuesday("10:00"), endsAt: tuesday("11:30") };
    const key = { "idempotency-key": randomUUID() };
    const first = await admin()("post", pathOf(master), input, key).expect(201);
    expect((await admin()("post", pathOf(master), input, key).expect(201)).body).toEqual(first.body);
    const other = { ...input, endsAt: tuesday("12:00") };
    const refused = await admin()("post", pathOf(master), other, key).expect(422);
    expect(refused.body).toMatchObject(problem("idempotency-key-reused"));
  });

  it.each([
    ["ends when it begins", tuesday("10:00"), tuesday("10:00")],
    ["ends before it begins", tuesday("10:00"), tuesday("09:00")],
    ["lasts longer than 400 days", tuesday("10:00"), "2027-12-30T10:00:00Z"],
  ])("is refused when it %s", async (_, startsAt, endsAt) => {
    const { master } = await buildShop(api);
    const { body } = await take(master, startsAt, endsAt).expect(400);
    expect(body).toMatchObject({ ...problem("invalid-request"), errors: [{ pointer: "/endsAt" }] });
    const query = `from=${encodeURIComponent(startsAt)}&to=${encodeURIComponent(endsAt)}`;
    await admin()("get", `${pathOf(master)}?${query}`).expect(400);
  });

  it("is a master's own affair: a colleague may neither read nor take it, a client learns nothing", async () => {
    const { master } = await buildShop(api);
    const colleague = await buildMaster(api, []);
    const [gleb, mira] = [
      await buildStaff(api, "master", master.id),
      await buildStaff(api, "master", colleague.id),
    ];
    const { body } = await take(master, tuesday("10:00"), tuesday("11:00"), gleb.call).expect(201);
    const all = `?from=${tuesday("00:00")}&to=${tuesday("23:00")}`;
    await gleb.call("get", `${pathOf(master)}${all}`).expect(200);
    for (const call of [
      mira.call,
      (await buildClient(api)).call,
      (await buildKey(api, ["catalogue:read"])).call,
    ]) {
      await call("get", `${pathOf(master)}${all}`).expect(403);
      await take(master, tuesday("12:00"), tuesday("13:00"), call).expect(403);
      await call("delete", `${pathOf(master)}/${body.id}`).expect(403);
    }
    // By another master's address it is not there to be deleted.
    await mira.call("delete", `${pathOf(colleague)}/${body.id}`).expect(204);
    expect((await gleb.call("get", `${pathOf(master)}${all}`)).body.items).toHaveLength(1);
    const nobody = { id: randomUUID() };
    await take(nobody, tuesday("10:00"), tuesday("11:00")).expect(404);
    await admin()("get", `${pathOf(nobody)}${all}`).expect(404);
    await admin()("delete", `${pathOf(nobody)}/${body.id}`).expect(404);
  });

  it("is noted in the log of changes, with who took it", async () => {
    const { master } = await buildShop(api);
    const gleb = await buildStaff(api, "master", master.id);
    const { body } = await take(master, tuesday("10:00"), tuesday("11:00"), gleb.call).expect(201);
    await gleb.call("delete", `${pathOf(master)}/${body.id}`).expect(204);
    const log = await admin()("get", `/v1/audit?subject=time_off:${body.id}`).expect(200);
    const actor = `telegram:${gleb.telegramUserId}`;
    expect(log.body.items).toMatchObject([
      { action: "deleted", actor, operation: "deleteTimeOff" },
      { action: "created", actor, operation: "createTimeOff" },
    ]);
  });
});

describe("within a master's time off", () => {
  it("nothing is offered from its commit on, and nothing accepted; buffers count, and its ends are free", async () => {
    const { visit, master } = await buildShop(api, {
      durationMinutes: 60,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 30,
    });
    const { call } = await buildClient(api);
    const replica = api.replica().as("bot", (await buildClient(api)).telegramUserId);
    const before = await freeTimes(call, visit);
    await freeTimes(replica, visit);
    await take(master, tuesday("10:00"), tuesday("11:00")).expect(201);
    await take(master, tuesday("10:30"), tuesday("12:00")).expect(201);
    const gone = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"].map(tuesday);
    expect(await freeTimes(call, visit)).toEqual(before.filter((time) => !gone.includes(time)));
    for (const startsAt of gone) {
      const { body } = await call("post", "/v1/holds", { ...visit, startsAt }).expect(422);
      expect(body).toMatchObject(problem("slot-not-offered"));
      const query = `serviceIds=${visit.serviceIds.join()}&masterId=${master.id}&at=${startsAt}`;
      const why = await call("get", `/v1/slots/explain?${query}`).expect(200);
      expect(why.body.masters[0].reasons).toMatchObject([
        { rule: "time-off", from: tuesday("10:00"), to: tuesday("12:00") },
      ]);
    }
    for (const startsAt of [tuesday("08:30"), tuesday("12:00")])
      await call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
    await replica("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(422);
  });

  it("another master takes the visit, and nobody is asked for what nobody can", async () => {
    const service = await buildService(api);
    const [gleb, mira] = [await buildMaster(api, [service.id]), await buildMaster(api, [service.id])];
    await take(gleb, tuesday("10:00"), tuesday("12:00")).expect(201);
    const { call } = await buildClient(api);
    const anybody = { serviceIds: [service.id], masterId: null };
    const held = await call("post", "/v1/holds", { ...anybody, startsAt: tuesday("10:00") }).expect(201);
    expect(held.body.masterId).toBe(mira.id);
    await take(mira, tuesday("11:00"), tuesday("12:00")).expect(201);
    expect(await freeTimes(call, anybody)).not.toContain(tuesday("11:00"));
  });

  it("what is booked stays booked and is named, what is held stays held; both can be moved out, and not back in", async () => {
    const { visit, master } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const booked = await buildBooking(vera.call, visit, tuesday("10:00"));
    await buildBooking(vera.call, visit, tuesday("13:00"));
    const { body: held } = await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("11:00") });
    const { body } = await take(master, tuesday("10:30"), tuesday("13:00")).expect(201);
    expect(body.appointments).toEqual([booked.id]);
    await theo.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    const move = (startsAt: string, expectedVersion: number) =>
      vera.call("post", `/v1/appointments/${booked.id}/reschedule`, { startsAt, expectedVersion });
    await move(tuesday("15:00"), 2).expect(200);
    expect((await move(tuesday("10:00"), 3).expect(422)).body).toMatchObject(problem("slot-not-offered"));
  });

  it("a hold that ran out is not brought back, and a proposal that is still held can be taken", async () => {
    const { visit, master } = await buildShop(api, { requiresApproval: true });
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const request = await buildBooking(vera.call, visit, tuesday("14:00"));
    const proposal = { startsAt: tuesday("12:00"), expectedVersion: 2 };
    await admin()("post", `/v1/appointments/${request.id}/propose`, proposal).expect(200);
    const { body: held } = await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") });
    await take(master, tuesday("10:00"), tuesday("13:00")).expect(201);
    api.clock.advance(6 * 60_000);
    const late = await theo.call("post", `/v1/appointments/${held.id}/confirm`).expect(409);
    expect(late.body).toMatchObject(problem("hold-expired"));
    expect(late.body.alternatives.map(({ startsAt }: { startsAt: string }) => startsAt)).not.toContain(
      tuesday("10:00"),
    );
    const taken = await vera.call("post", `/v1/appointments/${request.id}/proposal/accept`, {}).expect(200);
    expect(taken.body).toMatchObject({ status: "confirmed", startsAt: tuesday("12:00") });
  });

  it("nobody who waits is offered anything, until it is taken back", async () => {
    const { visit, master } = await buildShop(api);
    const { call } = await buildClient(api);
    const off = await take(master, tuesday("00:00"), tuesday("23:00")).expect(201);
    const wish = await call("post", "/v1/waitlist", {
      ...visit,
      from: "2026-11-24",
      to: "2026-11-24",
    }).expect(201);
    await sweepWaitlist(api.deps);
    const state = async () => (await call("get", `/v1/waitlist/${wish.body.id}`).expect(200)).body.state;
    expect(await state()).toBe("waiting");
    await admin()("delete", `${pathOf(master)}/${off.body.id}`).expect(204);
    await sweepWaitlist(api.deps);
    expect(await state()).toBe("offered");
  });

  it("time that is long over is not kept in memory", async () => {
    const { master } = await buildShop(api);
    await take(master, tuesday("10:00"), tuesday("11:00")).expect(201);
    const kept = async () => (await api.deps.shop.current()).schedules.get(master.id)?.timeOff;
    expect(await kept()).toHaveLength(1);
    api.clock.set("2026-11-26T11:00:01Z");
    await admin()("patch", `/v1/masters/${master.id}`, { position: 3 }).expect(200);
    expect(await kept()).toEqual([]);
    const left = await rows(
      api.db,
      `select id from booking.time_off where master_id = $1`,
      [master.id],
      null,
    );
    expect(left).toHaveLength(1);
  });
});
