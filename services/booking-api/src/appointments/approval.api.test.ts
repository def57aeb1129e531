import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

type Appointment = BookingSchemas["Appointment"];
type Event = BookingSchemas["FeedEvent"]["event"];

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });
const admin = () => api.as("admin");
let accounts = 7_000_000;

/** A service that asks first, its master with an account, and a colleague who does it as well. */
async function buildChair(overrides: Partial<BookingSchemas["ServiceInput"]> = {}) {
  const service = await buildService(api, { requiresApproval: true, ...overrides });
  const [master, colleague] = [await withAccount(service.id), await withAccount(service.id)];
  return { service, master, colleague, visit: { serviceIds: [service.id], masterId: master.id } };
}

async function withAccount(serviceId: string) {
  const { id } = await buildMaster(api, [serviceId]);
  accounts += 1;
  await admin()("patch", `/v1/masters/${id}`, { telegramUserId: accounts }).expect(200);
  return { id, telegramUserId: accounts, call: api.as("bot", accounts) };
}

/** What happened to an appointment, as the feed tells it. */
async function eventsOf({ id }: { id: string }): Promise<Event[]> {
  const { body } = await api.as("notifier")("get", "/v1/events?limit=500").expect(200);
  return (body.items as BookingSchemas["FeedEvent"][])
    .map(({ event }) => event)
    .filter((event) => "appointment" in event.data && event.data.appointment.id === id);
}
const typesOf = async (appointment: { id: string }) => (await eventsOf(appointment)).map(({ type }) => type);
const address = ({ id }: { id: string }, step: string) => `/v1/appointments/${id}/${step}`;
const read = async (call: Caller, { id }: { id: string }): Promise<Appointment> =>
  (await call("get", `/v1/appointments/${id}`).expect(200)).body;
const rowOf = async ({ id }: { id: string }) =>
  (
    await rows<{ row: string }>(
      api.db,
      `select a::text as row from booking.appointments a where id = $1`,
      [id],
      null,
    )
  )[0];
const freeTimes = async (
  call: Caller,
  visit: { serviceIds: string[]; masterId: string },
  moving?: string,
) => {
  const query = `serviceIds=${visit.serviceIds.join()}&masterId=${visit.masterId}&date=2026-11-24`;
  const { body } = await call("get", `/v1/availability/slots?${query}${moving ? `&moving=${moving}` : ""}`);
  return (body.items as BookingSchemas["Slot"][]).map(({ startsAt }) => startsAt);
};

describe("a service that asks first", () => {
  it("makes a request of the client's confirmation, which keeps the time, and twice is once", async () => {
    const { visit } = await buildChair();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];

    const request = await buildBooking(vera.call, visit, tuesday("10:00"));

    expect(request).toMatchObject({ status: "pending", holdExpiresAt: null, holdKind: null, proposal: null });
    const again = await vera.call("post", address(request, "confirm")).expect(200);
    expect(again.body).toEqual(request);
    expect(await eventsOf(request)).toMatchObject([
      { type: "appointment.requested", actor: "client", actorTelegramUserId: vera.telegramUserId },
    ]);
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(409);
  });

  it("is confirmed outright by the business, its masters and a program", async () => {
    const { visit, master } = await buildChair();
    const vera = await buildClient(api);
    const byMaster = await vera
      .call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") })
      .expect(201);
    const confirmed = await master.call("post", address(byMaster.body, "confirm")).expect(200);
    expect(confirmed.body.status).toBe("confirmed");
    const byAdmin = await vera
      .call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") })
      .expect(201);
    expect((await admin()("post", address(byAdmin.body, "confirm")).expect(200)).body.status).toBe(
      "confirmed",
    );
    expect(await eventsOf(byMaster.body)).toMatchObject([
      { type: "appointment.confirmed", actor: "staff", actorTelegramUserId: master.telegramUserId },
    ]);
  });

  it("asks also where only the second service of a visit does", async () => {
    const { service, master } = await buildChair();
    const plain = await buildService(api);
    await admin()("put", `/v1/masters/${master.id}/services/${plain.id}`, {}).expect(200);
    const visit = { serviceIds: [plain.id, service.id], masterId: master.id };
    expect((await buildBooking((await buildClient(api)).call, visit, tuesday("10:00"))).status).toBe(
      "pending",
    );
  });

  it("asks again when the client moves what was agreed on, and not when the business does", async () => {
    const { visit, master, colleague } = await buildChair();
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    await master.call("post", address(request, "accept"), {}).expect(200);

    const body = { startsAt: tuesday("12:00"), expectedVersion: 3 };
    const moved = await vera.call("post", address(request, "reschedule"), body).expect(200);
    expect(moved.body).toMatchObject({ status: "pending", startsAt: tuesday("12:00"), version: 4 });
    const [, , asked] = await eventsOf(request);
    expect(asked).toMatchObject({
      type: "appointment.requested",
      data: { previous: { startsAt: tuesday("10:00"), masterId: master.id } },
    });
    await master.call("post", address(request, "accept"), { expectedVersion: 4 }).expect(200);
    const staff = { startsAt: tuesday("14:00"), expectedVersion: 5 };
    const agreed = await master.call("post", address(request, "reschedule"), staff).expect(200);
    expect(agreed.body.status).toBe("confirmed");
    expect((await typesOf(request)).at(-1)).toBe("appointment.rescheduled");

    const away = { ...staff, masterId: colleague.id, expectedVersion: 6 };
    const refused = await master.call("post", address(request, "reschedule"), away).expect(403);
    expect(refused.body).toMatchObject(problem("forbidden"));
  });
});

describe("M10: missed visits", () => {
  it("make requests of a client's bookings from the business's number on, and corrections are counted", async () => {
    const service = await buildService(api);
    const master = await buildMaster(api, [service.id]);
    const visit = { serviceIds: [service.id], masterId: master.id };
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const missed = await buildBooking(vera.call, visit, tuesday("10:00"));
    await buildBooking(theo.call, visit, tuesday("11:00"));
    await admin()("patch", "/v1/business", { approvalAfterNoShows: 1 }).expect(200);
    try {
      expect((await buildBooking(vera.call, visit, tuesday("12:00"))).status).toBe("confirmed");
      api.clock.set(tuesday("10:00"));
      await admin()("post", address(missed, "no-show"), {}).expect(200);
      const wednesday = (time: string) => `2026-11-25T${time}:00.000Z`;
      expect((await buildBooking(vera.call, visit, wednesday("10:00"))).status).toBe("pending");
      expect((await buildBooking(theo.call, visit, wednesday("11:00"))).status).toBe("confirmed");
      await admin()("post", address(missed, "complete"), {}).expect(200);
      expect((await buildBooking(vera.call, visit, wednesday("12:00"))).status).toBe("confirmed");
    } finally {
      await admin()("patch", "/v1/business", { approvalAfterNoShows: null }).expect(200);
    }
  });
});

describe("an answer to a request", () => {
  it("by its master makes it a booking, and twice is once", async () => {
    const { visit, master } = await buildChair();
    const request = await buildBooking((await buildClient(api)).call, visit, tuesday("10:00"));
    const accepted = await master
      .call("post", address(request, "accept"), { expectedVersion: 2 })
      .expect(200);
    expect(accepted.body).toMatchObject({ status: "confirmed", version: 3 });
    const again = await master.call("post", address(request, "accept"), { expectedVersion: 2 }).expect(200);
    expect(again.body).toEqual(accepted.body);
    expect(await typesOf(request)).toEqual(["appointment.requested", "appointment.confirmed"]);
  });

  it("can be no, with a reason that only the business reads again, and frees the time", async () => {
    const { visit, master } = await buildChair();
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    const reason = "Full today";
    const declined = await master.call("post", address(request, "decline"), { reason }).expect(200);
    expect(declined.body).toMatchObject({ status: "declined", cancelledBy: null });
    await master.call("post", address(request, "decline"), {}).expect(200);
    expect((await eventsOf(request)).at(-1)).toMatchObject({
      type: "appointment.declined",
      data: { reason },
    });
    expect(await freeTimes(vera.call, visit)).toContain(tuesday("10:00"));
    const shown = await master.call("get", `/v1/desk/appointments/${request.id}`).expect(200);
    expect(shown.body.cancellationReason).toBe(reason);
  });

  it.each(["accept", "decline"])(
    "is refused when it comes too late or on something old: %s",
    async (step) => {
      const { visit, master } = await buildChair();
      const vera = await buildClient(api);
      const request = await buildBooking(vera.call, visit, tuesday("10:00"));
      const old = await master.call("post", address(request, step), { expectedVersion: 1 }).expect(409);
      expect(old.body).toMatchObject(problem("version-mismatch"));
      await vera.call("post", address(request, "cancel"), {}).expect(200);
      const late = await master.call("post", address(request, step), {}).expect(409);
      expect(late.body).toMatchObject(problem("wrong-state"));
      await master.call("post", `/v1/appointments/${randomUUID()}/${step}`, {}).expect(404);
    },
  );

  const decisions: [string, object][] = [
    ["accept", {}],
    ["decline", {}],
    ["complete", {}],
    ["no-show", {}],
    ["propose", { startsAt: tuesday("14:00"), expectedVersion: 2 }],
  ];
  it.each(decisions)("is not the client's: %s", async (step, body) => {
    const { visit, master, colleague } = await buildChair();
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    const before = await rowOf(request);
    await vera.call("post", address(request, step), body).expect(403);
    // Another master may not even know of it; and who is a master elsewhere is a client here.
    await colleague.call("post", address(request, step), body).expect(404);
    const own = await buildClientOf(colleague, visit, tuesday("12:00"));
    await colleague.call("post", address(own, step), body).expect(403);
    await colleague.call("get", `/v1/desk/appointments/${own.id}`).expect(404);
    expect(await rowOf(request)).toEqual(before);
    expect((await read(master.call, own)).status).toBe("pending");
  });
});

/** A visit that a master books for themselves, at somebody else's chair. */
async function buildClientOf(
  person: { call: Caller },
  visit: { serviceIds: string[]; masterId: string },
  startsAt: string,
) {
  await person.call("put", "/v1/clients/me", { name: "A colleague" }).expect(200);
  return buildBooking(person.call, visit, startsAt);
}

describe("after the visit", () => {
  it("staff note whether it took place, from its start on, and correct themselves", async () => {
    const { visit, master } = await buildChair({ requiresApproval: false });
    const vera = await buildClient(api);
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    api.clock.set("2026-11-24T09:59:59Z");
    for (const step of ["complete", "no-show"]) {
      const early = await master.call("post", address(booking, step), {}).expect(409);
      expect(early.body).toMatchObject(problem("wrong-state"));
    }
    api.clock.set(tuesday("10:00"));
    const missed = await master.call("post", address(booking, "no-show"), { expectedVersion: 2 }).expect(200);
    expect(missed.body).toMatchObject({ status: "no_show", version: 3 });
    await master.call("post", address(booking, "no-show"), { expectedVersion: 2 }).expect(200);
    const shown = await master.call("get", `/v1/desk/appointments/${booking.id}`).expect(200);
    expect(shown.body.client).toMatchObject({ noShows: 1, visits: 0 });
    const came = await master.call("post", address(booking, "complete"), { expectedVersion: 3 }).expect(200);
    expect(came.body.status).toBe("completed");
    expect(await typesOf(booking)).toEqual([
      "appointment.confirmed",
      "appointment.missed",
      "appointment.completed",
    ]);
    const after = await master.call("get", `/v1/desk/appointments/${booking.id}`).expect(200);
    expect(after.body.client).toMatchObject({ noShows: 0, visits: 1 });
  });

  it("says in the audit log who noted what", async () => {
    const { visit, master } = await buildChair();
    const request = await buildBooking((await buildClient(api)).call, visit, tuesday("10:00"));
    await master.call("post", address(request, "accept"), {}).expect(200);
    const { body } = await admin()("get", `/v1/audit?subject=appointment:${request.id}&limit=1`).expect(200);
    expect(body.items).toMatchObject([
      {
        actor: `telegram:${master.telegramUserId}`,
        channel: "bot",
        operation: "acceptAppointment",
        before: { status: "pending" },
        after: { status: "confirmed" },
      },
    ]);
  });
});

describe("another time that the business proposes", () => {
  const proposed = async (change: { startsAt?: string; masterId?: string } = {}, chair = buildChair()) => {
    const { visit, master, colleague } = await chair;
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    const body = { startsAt: tuesday("14:00"), ...change, expectedVersion: 2 };
    const { body: answer } = await master.call("post", address(request, "propose"), body).expect(200);
    return { visit, master, colleague, vera, request, answer: answer as Appointment };
  };

  it("is held for the client beside the time of the request, and shown wherever the request is", async () => {
    const { visit, master, vera, request, answer } = await proposed();
    expect(answer).toMatchObject({
      status: "pending",
      version: 3,
      startsAt: tuesday("10:00"),
      proposal: {
        startsAt: tuesday("14:00"),
        endsAt: tuesday("15:00"),
        localTime: "16:00",
        masterId: master.id,
        expiresAt: "2026-11-24T06:00:00.000Z",
      },
    });
    expect(await read(vera.call, request)).toEqual(answer);
    const { body: own } = await vera.call("get", "/v1/appointments").expect(200);
    expect(own.items).toEqual([answer]);
    const { body: desk } = await master.call("get", "/v1/desk/appointments").expect(200);
    expect(desk.items).toMatchObject([answer]);
    expect((await eventsOf(request)).at(-1)).toMatchObject({
      type: "appointment.time_proposed",
      actor: "staff",
      data: { appointment: { proposal: answer.proposal } },
    });
    const free = await freeTimes((await buildClient(api)).call, visit);
    expect(free).not.toContain(tuesday("10:00"));
    expect(free).not.toContain(tuesday("14:00"));
  });

  it("runs out after the business's hours, or when it begins, by itself", async () => {
    const { answer, vera, request, visit } = await proposed();
    api.clock.set(answer.proposal?.expiresAt ?? "");
    expect((await read(vera.call, request)).proposal).toBeNull();
    const other = await buildClient(api);
    expect(await freeTimes(other.call, visit)).toContain(tuesday("14:00"));
    api.clock.set(monday);
    const soon = await proposed({ startsAt: "2026-11-23T08:00:00.000Z" });
    expect(soon.answer.proposal?.expiresAt).toBe("2026-11-23T08:00:00.000Z");
  });

  it("is accepted in one step: the request has the new time, the old one is free, and twice is once", async () => {
    const { vera, master, request, visit } = await proposed();
    const body = { expectedVersion: 3 };
    const accepted = await vera.call("post", address(request, "proposal/accept"), body).expect(200);
    expect(accepted.body).toMatchObject({
      id: request.id,
      status: "confirmed",
      startsAt: tuesday("14:00"),
      version: 4,
      proposal: null,
      priceMinor: request.priceMinor,
    });
    const again = await vera.call("post", address(request, "proposal/accept"), body).expect(200);
    expect(again.body).toEqual(accepted.body);
    expect((await eventsOf(request)).at(-1)).toMatchObject({
      type: "appointment.confirmed",
      actor: "client",
    });
    const free = await freeTimes(master.call, visit);
    expect(free).toContain(tuesday("10:00"));
    expect(free).not.toContain(tuesday("14:00"));
  });

  it.each(["10:30", "09:30", "11:00"])("may meet the request's own time: %s", async (time) => {
    const chair = buildChair({ bufferBeforeMinutes: 15, bufferAfterMinutes: 10 });
    const { vera, request, visit } = await proposed({ startsAt: tuesday(time) }, chair);
    const stranger = await buildClient(api);
    for (const startsAt of [tuesday(time), tuesday("10:00")])
      await stranger.call("post", "/v1/holds", { ...visit, startsAt }).expect(409);
    await vera.call("post", address(request, "proposal/accept"), {}).expect(200);
    const [{ occupied } = { occupied: "" }] = await rows<{ occupied: string }>(
      api.db,
      `select (upper(occupied) - lower(occupied))::text as occupied from booking.appointments where id = $1`,
      [request.id],
      null,
    );
    expect(occupied).toBe("01:25:00");
  });

  it("replaces the one before, and the same again changes nothing", async () => {
    const { vera, master, request, answer, visit } = await proposed();
    const same = { startsAt: tuesday("14:00"), expectedVersion: 2 };
    expect((await master.call("post", address(request, "propose"), same).expect(200)).body).toEqual(answer);
    const other = { startsAt: tuesday("12:00"), expectedVersion: 3 };
    const second = await master.call("post", address(request, "propose"), other).expect(200);
    expect(second.body).toMatchObject({ version: 4, proposal: { startsAt: tuesday("12:00") } });
    expect(await freeTimes(master.call, visit)).toContain(tuesday("14:00"));
    const old = await vera
      .call("post", address(request, "proposal/accept"), { expectedVersion: 3 })
      .expect(409);
    expect(old.body).toMatchObject(problem("version-mismatch"));
    const accepted = await vera.call("post", address(request, "proposal/accept"), { expectedVersion: 4 });
    expect(accepted.body.startsAt).toBe(tuesday("12:00"));
  });

  it("is told of with the time and the master of before, so that the first master hears of it", async () => {
    const { service, master, colleague, visit } = await buildChair();
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    const other = { startsAt: tuesday("12:00"), masterId: colleague.id, expectedVersion: 2 };
    await admin()("post", address(request, "propose"), other).expect(200);
    await vera.call("post", address(request, "proposal/accept"), {}).expect(200);
    const { startsAt, endsAt, localDate, localTime, masterId } = request;
    expect((await eventsOf(request)).at(-1)).toMatchObject({
      type: "appointment.confirmed",
      data: {
        appointment: { masterId: colleague.id, startsAt: tuesday("12:00") },
        previous: {
          ...{ startsAt, endsAt, localDate, localTime, masterId },
          master: { id: master.id, telegramUserId: master.telegramUserId },
        },
      },
    });
    const plain = await buildBooking(
      vera.call,
      { serviceIds: [service.id], masterId: master.id },
      tuesday("14:00"),
    );
    await admin()("post", address(plain, "accept"), {}).expect(200);
    expect((await eventsOf(plain)).at(-1)?.data).not.toHaveProperty("previous");
  });

  it("can be refused: the request stays, the time is free, and without one it does nothing", async () => {
    const { vera, master, request, visit } = await proposed();
    const refuse = () => vera.call("post", address(request, "proposal/refuse"), {});
    const refused = await refuse().expect(200);
    expect(refused.body).toMatchObject({
      status: "pending",
      startsAt: tuesday("10:00"),
      proposal: null,
      version: 4,
    });
    expect((await refuse().expect(200)).body).toEqual(refused.body);
    expect((await typesOf(request)).filter((type) => type === "appointment.proposal_refused")).toHaveLength(
      1,
    );
    expect(await freeTimes(master.call, visit)).toContain(tuesday("14:00"));
    const none = await vera.call("post", address(request, "proposal/accept"), {}).expect(409);
    expect(none.body).toMatchObject(problem("no-proposal"));
  });

  it("that ran out is accepted while its time is free, and else the nearest times are shown", async () => {
    const first = await proposed();
    api.clock.set("2026-11-24T06:00:01Z");
    const late = await first.vera.call("post", address(first.request, "proposal/accept"), {}).expect(200);
    expect(late.body).toMatchObject({ status: "confirmed", startsAt: tuesday("14:00") });

    api.clock.set(monday);
    const second = await proposed();
    api.clock.set("2026-11-24T06:00:01Z");
    const theo = await buildClient(api);
    await theo.call("post", "/v1/holds", { ...second.visit, startsAt: tuesday("14:30") }).expect(201);
    const gone = await second.vera.call("post", address(second.request, "proposal/accept"), {}).expect(409);
    expect(gone.body).toMatchObject(problem("hold-expired"));
    expect(gone.body.alternatives.length).toBeGreaterThan(0);
    expect(await read(second.vera.call, second.request)).toMatchObject({
      status: "pending",
      startsAt: tuesday("10:00"),
    });
    api.clock.set(tuesday("14:00"));
    const passed = await second.vera.call("post", address(second.request, "proposal/accept"), {}).expect(409);
    expect(passed.body).toMatchObject(problem("hold-expired"));
  });

  it.each(["accept", "decline", "cancel", "reschedule"])(
    "is free again when the request ends otherwise: %s",
    async (step) => {
      const { vera, master, request, visit } = await proposed();
      const call = step === "cancel" || step === "reschedule" ? vera.call : master.call;
      const body = step === "reschedule" ? { startsAt: tuesday("12:00"), expectedVersion: 3 } : {};
      const { body: ended } = await call("post", address(request, step), body).expect(200);
      expect(ended.proposal).toBeNull();
      expect(await freeTimes(master.call, visit)).toContain(tuesday("14:00"));
      await vera.call("post", address(request, "proposal/accept"), {}).expect(409);
    },
  );

  it("is answered by the client alone, and at the request alone", async () => {
    const { vera, master, colleague, request } = await proposed();
    for (const step of ["proposal/accept", "proposal/refuse"]) {
      await master.call("post", address(request, step), {}).expect(403);
      await colleague.call("post", address(request, step), {}).expect(404);
    }
    const [{ id } = { id: "" }] = await rows<{ id: string }>(
      api.db,
      `select id from booking.appointments where proposal_of = $1`,
      [request.id],
      null,
    );
    expect((await vera.call("post", `/v1/appointments/${id}/confirm`).expect(409)).body).toMatchObject(
      problem("wrong-state"),
    );
    expect((await vera.call("delete", `/v1/holds/${id}`).expect(409)).body).toMatchObject(
      problem("wrong-state"),
    );
  });

  it("keeps to the rules: free, offered, of one's own, another one than asked for, and for a request", async () => {
    const { visit, master, colleague } = await buildChair();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const request = await buildBooking(vera.call, visit, tuesday("10:00"));
    await theo.call("post", "/v1/holds", { ...visit, startsAt: tuesday("14:00") }).expect(201);
    const propose = (body: object) =>
      master.call("post", address(request, "propose"), { expectedVersion: 2, ...body });
    const taken = await propose({ startsAt: tuesday("14:30") }).expect(409);
    expect(taken.body).toMatchObject(problem("slot-taken"));
    expect(taken.body.alternatives.length).toBeGreaterThan(0);
    expect((await propose({ startsAt: tuesday("20:00") }).expect(422)).body).toMatchObject(
      problem("slot-not-offered"),
    );
    expect((await propose({ startsAt: "2026-11-23T06:30:00Z" }).expect(422)).body).toMatchObject(
      problem("slot-not-offered"),
    );
    await propose({ startsAt: tuesday("10:00") }).expect(400);
    await propose({ startsAt: tuesday("12:00"), masterId: colleague.id }).expect(403);
    expect(
      (await propose({ startsAt: tuesday("12:00"), expectedVersion: 1 }).expect(409)).body,
    ).toMatchObject(problem("version-mismatch"));
    expect((await read(vera.call, request)).version).toBe(2);
    const handed = { startsAt: tuesday("10:00"), masterId: colleague.id, expectedVersion: 2 };
    const other = await admin()("post", address(request, "propose"), handed).expect(200);
    expect(other.body.proposal.masterId).toBe(colleague.id);
    await vera.call("post", address(request, "proposal/accept"), {}).expect(200);
    await admin()("post", address(request, "propose"), {
      startsAt: tuesday("12:00"),
      expectedVersion: 4,
    }).expect(409);
  });

  it("offers staff what they can propose, the time of the proposal before included", async () => {
    const { master, request, visit } = await proposed();
    const free = await freeTimes(master.call, visit, request.id);
    expect(free).toEqual(
      expect.arrayContaining([tuesday("10:00"), tuesday("10:30"), tuesday("14:00"), tuesday("14:30")]),
    );
    const body = { startsAt: tuesday("14:30"), expectedVersion: 3 };
    await master.call("post", address(request, "propose"), body).expect(200);
  });
});
