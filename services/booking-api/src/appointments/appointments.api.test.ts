import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });

describe("holding a time", () => {
  it("keeps it for this client and from everybody else", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];

    const { body } = await vera
      .call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") })
      .expect(201);

    expect(body).toMatchObject({
      status: "held",
      localDate: "2026-11-24",
      localTime: "12:00",
      priceMinor: 2500,
    });
    expect(body.holdExpiresAt).toBe("2026-11-23T06:05:00.000Z");
    const refused = await theo
      .call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") })
      .expect(409);
    expect(refused.body).toMatchObject(problem("slot-taken"));
    const times = refused.body.alternatives.map((slot: BookingSchemas["Slot"]) => slot.startsAt);
    expect(times.slice(0, 2).sort()).toEqual(["2026-11-24T09:00:00.000Z", "2026-11-24T11:00:00.000Z"]);
  });

  it("M2: answers a repetition with the same key the same, and another body with a problem", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const key = { "idempotency-key": randomUUID() };
    const body = { ...visit, startsAt: tuesday("10:00") };

    const [first, second] = [
      await call("post", "/v1/holds", body, key),
      await call("post", "/v1/holds", body, key),
    ];

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const other = await call("post", "/v1/holds", { ...body, startsAt: tuesday("13:00") }, key).expect(422);
    expect(other.body).toMatchObject(problem("idempotency-key-reused"));
  });

  it("answers a repetition the same also when the time could not be taken any more", async () => {
    const { visit, master } = await buildShop(api);
    const { call } = await buildClient(api);
    const key = { "idempotency-key": randomUUID() };
    const body = { ...visit, startsAt: tuesday("10:00") };
    const first = await call("post", "/v1/holds", body, key).expect(201);

    await api.as("admin")("patch", `/v1/masters/${master.id}`, { active: false }).expect(200);
    expect((await call("post", "/v1/holds", body, key).expect(201)).body).toEqual(first.body);
    api.clock.set("2026-11-25T10:00:00Z");
    expect((await call("post", "/v1/holds", body, key).expect(201)).body).toEqual(first.body);
    await call("post", "/v1/holds", body).expect(404);
  });

  it("M2: makes one hold of two equal requests at the same moment", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const key = { "idempotency-key": randomUUID() };
    const body = { ...visit, startsAt: tuesday("10:00") };

    const answers = await Promise.all([1, 2, 3, 4].map(() => call("post", "/v1/holds", body, key)));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  it("replaces the client's earlier hold", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);

    await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:30") }).expect(201);

    await vera.call("post", `/v1/appointments/${first.body.id}/confirm`).expect(409);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("09:30") }).expect(201);
  });

  it("M2: frees a hold that ran out for the next one, though no worker cleaned up", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const held = await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);
    api.clock.advance(5 * 60_000);

    const other = await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:30") }).expect(201);

    expect(other.body.status).toBe("held");
    const gone = await vera.call("get", `/v1/appointments/${held.body.id}`).expect(200);
    expect(gone.body.status).toBe("expired");
    const late = await vera.call("post", `/v1/appointments/${held.body.id}/confirm`).expect(409);
    expect(late.body).toMatchObject(problem("hold-expired"));
    expect(late.body.alternatives.length).toBeGreaterThan(0);
  });

  it("lets a hold that ran out be confirmed while nobody else has the time", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const held = await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);
    api.clock.advance(6 * 60_000);
    const theirs = await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:30") }).expect(201);
    await theo.call("delete", `/v1/holds/${theirs.body.id}`).expect(204);

    const { body } = await vera.call("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);

    expect(body.status).toBe("confirmed");
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:30") }).expect(409);
  });

  it("M5: gives any master's time to the least loaded, and two at once to two masters", async () => {
    const service = await buildService(api);
    const [busy, idle] = [
      await buildMaster(api, [service.id]),
      await buildMaster(api, [service.id], { position: 1 }),
    ];
    const [vera, theo, ada] = [await buildClient(api), await buildClient(api), await buildClient(api)];
    await buildBooking(ada.call, { serviceIds: [service.id], masterId: busy.id }, tuesday("08:00"));
    const wish = { serviceIds: [service.id], startsAt: tuesday("12:00") };

    const [one, two] = await Promise.all([
      vera.call("post", "/v1/holds", wish),
      theo.call("post", "/v1/holds", wish),
    ]);

    expect([one.status, two.status]).toEqual([201, 201]);
    expect(new Set([one.body.masterId, two.body.masterId])).toEqual(new Set([busy.id, idle.id]));
    await ada.call("post", "/v1/holds", wish).expect(409);
    const alone = await ada.call("post", "/v1/holds", { ...wish, startsAt: tuesday("14:00") }).expect(201);
    expect(alone.body.masterId).toBe(idle.id);
  });

  it.each([
    ["a time between the steps", tuesday("10:10")],
    ["a time outside the hours", tuesday("16:30")],
    ["a time in the past", "2026-11-22T10:00:00Z"],
    ["a time within the notice", "2026-11-23T06:30:00Z"],
    ["a time beyond the horizon", "2027-02-01T10:00:00Z"],
  ])("refuses %s as not offered", async (_, startsAt) => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);

    const { body } = await call("post", "/v1/holds", { ...visit, startsAt }).expect(422);

    expect(body).toMatchObject(problem("slot-not-offered"));
  });

  it("stops at the limit of bookings per client", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    for (const hour of ["07", "08", "09", "10", "11"]) await buildBooking(call, visit, tuesday(`${hour}:00`));

    const { body } = await call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") }).expect(409);

    expect(body).toMatchObject(problem("limit-reached"));
  });

  it("stops at that limit also for holds that ran out and are confirmed late", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const late = await call("post", "/v1/holds", { ...visit, startsAt: tuesday("13:00") }).expect(201);
    api.clock.advance(6 * 60_000);
    for (const hour of ["07", "08", "09", "10", "11"]) await buildBooking(call, visit, tuesday(`${hour}:00`));

    const { body } = await call("post", `/v1/appointments/${late.body.id}/confirm`).expect(409);

    expect(body).toMatchObject(problem("limit-reached"));
  });

  it("says who let it go", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const held = await call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);
    await api.as("admin")("delete", `/v1/holds/${held.body.id}`).expect(204);
    const { body } = await call("get", `/v1/appointments/${held.body.id}`).expect(200);
    expect(body).toMatchObject({ status: "cancelled", cancelledBy: "staff" });
  });

  it("keeps the buffers free as well", async () => {
    const { visit } = await buildShop(api, { bufferBeforeMinutes: 10, bufferAfterMinutes: 20 });
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    await buildBooking(vera.call, visit, tuesday("10:00"));

    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("11:00") }).expect(409);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("09:00") }).expect(409);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("11:30") }).expect(201);
  });
});

describe("a booking", () => {
  it("is confirmed once, however often it is asked", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, tuesday("10:00"));

    const again = await call("post", `/v1/appointments/${booking.id}/confirm`).expect(200);

    expect(again.body).toEqual(booking);
    expect(await eventsOf(booking.id)).toEqual(["appointment.confirmed"]);
  });

  it("is cancelled once, and its time is free again", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));

    const first = await vera.call("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(200);
    const second = await vera.call("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(200);

    expect(first.body).toMatchObject({
      status: "cancelled",
      cancelledBy: "client",
      version: booking.version + 1,
    });
    expect(second.body).toEqual(first.body);
    expect(await eventsOf(booking.id)).toEqual(["appointment.confirmed", "appointment.cancelled"]);
    await buildBooking(theo.call, visit, tuesday("10:00"));
  });

  it("cannot be cancelled or moved by the client after the notice, by the business it can", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, tuesday("10:00"));
    api.clock.set(tuesday("08:01"));

    const cancelled = await call("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(409);
    const move = { startsAt: tuesday("12:00"), expectedVersion: booking.version };
    const moved = await call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(409);

    expect([cancelled.body, moved.body]).toMatchObject([
      problem("too-late-to-change"),
      problem("too-late-to-change"),
    ]);
    const byStaff = await api.as("admin")("post", `/v1/appointments/${booking.id}/cancel`, {}).expect(200);
    expect(byStaff.body.cancelledBy).toBe("staff");
  });

  it("moves in one step, also onto part of its own old time", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    const move = { startsAt: tuesday("10:30"), expectedVersion: booking.version };

    const { body } = await vera.call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(200);

    expect(body).toMatchObject({
      startsAt: "2026-11-24T10:30:00.000Z",
      version: booking.version + 1,
      status: "confirmed",
    });
    const again = await vera.call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(200);
    expect(again.body).toEqual(body);
    expect(await eventsOf(booking.id)).toEqual(["appointment.confirmed", "appointment.rescheduled"]);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("11:00") }).expect(409);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("09:30") }).expect(201);
  });

  it("stays where it is when the new time is taken, and the nearest times are named", async () => {
    const { visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    await buildBooking(theo.call, visit, tuesday("13:00"));
    const move = { startsAt: tuesday("13:00"), expectedVersion: booking.version };

    const { body } = await vera.call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(409);

    expect(body).toMatchObject(problem("slot-taken"));
    expect(body.alternatives[0].startsAt).toMatch(/T1[24]:00/);
    const still = await vera.call("get", `/v1/appointments/${booking.id}`).expect(200);
    expect(still.body).toEqual(booking);
  });

  it("is not changed by someone who saw an older version", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, tuesday("10:00"));
    const move = { startsAt: tuesday("12:00"), expectedVersion: booking.version };
    await call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(200);

    const stale = await call("post", `/v1/appointments/${booking.id}/cancel`, {
      expectedVersion: booking.version,
    }).expect(409);

    expect(stale.body).toMatchObject(problem("version-mismatch"));
  });

  it("looks to a stranger exactly like one that does not exist", async () => {
    const { visit } = await buildShop(api);
    const [vera, stranger] = [await buildClient(api), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    const move = { startsAt: tuesday("12:00"), expectedVersion: 2 };

    for (const [method, suffix, body] of [
      ["get", "", undefined],
      ["post", "/confirm", undefined],
      ["post", "/cancel", {}],
      ["post", "/reschedule", move],
      ["put", "/attendance", { answer: "coming" }],
    ] as const) {
      const theirs = await stranger.call(method, `/v1/appointments/${booking.id}${suffix}`, body);
      const nobodys = await stranger.call(method, `/v1/appointments/${randomUUID()}${suffix}`, body);
      expect(theirs.status).toBe(404);
      expect({ ...theirs.body, instance: "" }).toEqual({ ...nobodys.body, instance: "" });
    }
    await stranger.call("delete", `/v1/holds/${booking.id}`).expect(404);
    const still = await vera.call("get", `/v1/appointments/${booking.id}`).expect(200);
    expect(still.body).toEqual(booking);
  });

  it("M10: remembers that the client will come, and forgets it with a move", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, tuesday("10:00"));
    const path = `/v1/appointments/${booking.id}`;

    const answered = await call("put", `${path}/attendance`, {
      answer: "coming",
      expectedVersion: booking.version,
    });
    await call("put", `${path}/attendance`, { answer: "coming" }).expect(200);

    expect(answered.body).toMatchObject({ attendance: "coming", version: booking.version });
    expect(await eventsOf(booking.id)).toEqual(["appointment.confirmed", "appointment.attendance_answered"]);
    const move = { startsAt: tuesday("12:00"), expectedVersion: booking.version };
    const moved = await call("post", `${path}/reschedule`, move).expect(200);
    expect(moved.body.attendance).toBe("unanswered");
  });

  it("is listed for its client, upcoming by time and past after the visit, page by page", async () => {
    const { visit } = await buildShop(api);
    const [{ call }, stranger] = [await buildClient(api), await buildClient(api)];
    const later = await buildBooking(call, visit, tuesday("12:00"));
    const sooner = await buildBooking(call, visit, tuesday("08:00"));
    await call("post", "/v1/holds", { ...visit, startsAt: tuesday("14:00") }).expect(201);

    const first = await call("get", "/v1/appointments?when=upcoming&limit=1").expect(200);
    const second = await call(
      "get",
      `/v1/appointments?when=upcoming&limit=1&cursor=${first.body.nextCursor}`,
    ).expect(200);

    expect([first.body.items[0].id, second.body.items[0].id]).toEqual([sooner.id, later.id]);
    expect(second.body.nextCursor).toBeNull();
    expect((await stranger.call("get", "/v1/appointments").expect(200)).body.items).toEqual([]);
    api.clock.set(tuesday("10:00"));
    const past = await call("get", "/v1/appointments?when=past").expect(200);
    expect(past.body.items.map((item: { id: string }) => item.id)).toEqual([sooner.id]);
  });
});

async function eventsOf(appointmentId: string): Promise<string[]> {
  const sql = `select type from booking.events where data->'appointment'->>'id' = $1 order by position`;
  return (await rows<{ type: string }>(api.db, sql, [appointmentId], null)).map(({ type }) => type);
}
