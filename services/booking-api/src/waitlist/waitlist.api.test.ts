import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService } from "../../test/factories";
import { contentOf } from "../../test/operations";
import { rows } from "../database";
import { sweepWaitlist } from "./sweep";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

type Client = Awaited<ReturnType<typeof buildClient>>;
type Visit = { serviceIds: string[]; masterId: string | null };
const day = "2026-11-24";
const nine = "2026-11-24T07:00:00Z";
const ten = "2026-11-24T08:00:00Z";
const sweep = () => sweepWaitlist(api.deps);

/** A master with a day of two hours, both of them taken. */
async function buildFullDay(options: { windows?: [string, string][] } = {}) {
  const service = await buildService(api);
  const master = await buildMaster(api, [service.id], { windows: options.windows ?? [["09:00", "11:00"]] });
  const visit: Visit = { serviceIds: [service.id], masterId: master.id };
  const [first, second] = [await buildClient(api), await buildClient(api)];
  const bookings = [
    await buildBooking(first.call, visit, nine),
    await buildBooking(second.call, visit, ten),
  ] as const;
  const cancel = (index: 0 | 1) => {
    const { call } = index === 0 ? first : second;
    const { id, version } = bookings[index];
    return call("post", `/v1/appointments/${id}/cancel`, { expectedVersion: version }).expect(200);
  };
  return { service, master, visit, bookings, first, cancel };
}

async function wish(client: Client, visit: Visit, change: object = {}) {
  const { body } = await client
    .call("post", "/v1/waitlist", { ...visit, from: day, to: day, ...change })
    .expect(201);
  return body as { id: string; state: string };
}

const read = async (client: Client, id: string) =>
  (await client.call("get", `/v1/waitlist/${id}`).expect(200)).body;

/** What became of one wish, by its events, oldest first. */
interface OfferEvent {
  type: string;
  occurredAt: string;
  data: { entryId?: string; how?: string };
}

async function offerEvents(entryId: string): Promise<OfferEvent[]> {
  const { body } = await api.as("notifier")("get", "/v1/events?limit=500").expect(200);
  return (body.items as { event: OfferEvent }[])
    .map(({ event }) => event)
    .filter(({ type, data }) => type !== "waitlist.joined" && data.entryId === entryId);
}

async function eventsOf(entryId: string): Promise<string[]> {
  const events = await offerEvents(entryId);
  return events.map(({ type, data }) => (data.how ? `${type} ${data.how}` : type));
}

describe("M9: a freed slot", () => {
  it("is offered to the first who waits, with a hold of ten minutes, and booked by confirming it", async () => {
    const { visit, cancel, master } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await wish(vera, visit);
    api.clock.advance(1);
    const second = await wish(theo, visit);
    await sweep();
    expect((await read(vera, first.id)).state).toBe("waiting");

    await cancel(0);
    await sweep();
    const offered = await read(vera, first.id);
    expect(offered).toMatchObject({
      state: "offered",
      offer: {
        masterId: master.id,
        localDate: day,
        localTime: "09:00",
        startsAt: "2026-11-24T07:00:00.000Z",
      },
    });
    expect(Date.parse(offered.offer.expiresAt) - api.clock.now().getTime()).toBe(10 * 60_000);
    expect((await read(theo, second.id)).state).toBe("waiting");
    expect(await eventsOf(first.id)).toEqual(["waitlist.offered"]);
    const { body: held } = await vera
      .call("get", `/v1/appointments/${offered.offer.appointmentId}`)
      .expect(200);
    expect(held).toMatchObject({ status: "held", holdKind: "waitlist" });
    // Nobody else can have it, not even by knowing it.
    await theo.call("post", "/v1/holds", { ...visit, startsAt: nine }).expect(409);
    await theo.call("get", `/v1/appointments/${held.id}`).expect(404);
    await theo.call("post", `/v1/appointments/${held.id}/confirm`).expect(404);

    await vera.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    expect(await read(vera, first.id)).toMatchObject({ state: "booked", offer: null });
    await sweep();
    expect((await read(theo, second.id)).state).toBe("waiting");
    expect(await eventsOf(first.id)).toEqual(["waitlist.offered"]);
  });

  it("goes to the next on refusal; who refused waits on for other times and is never asked of this one again", async () => {
    const { visit, cancel } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await wish(vera, visit);
    api.clock.advance(1);
    const second = await wish(theo, visit);
    await cancel(0);
    await sweep();
    const { offer } = await read(vera, first.id);
    await vera.call("delete", `/v1/holds/${offer.appointmentId}`).expect(204);
    expect(await read(vera, first.id)).toMatchObject({ state: "waiting", offer: null });
    const refusedAt = api.clock.now().toISOString();
    api.clock.advance(1_000);
    await sweep();
    const next = await read(theo, second.id);
    expect(next).toMatchObject({ state: "offered", offer: { localTime: "09:00" } });
    expect(await eventsOf(first.id)).toEqual(["waitlist.offered", "waitlist.offer_ended refused"]);
    // The event tells when the offer ended, and not when the sweeper came by.
    expect((await offerEvents(first.id)).at(-1)?.occurredAt).toBe(refusedAt);

    await theo.call("delete", `/v1/holds/${next.offer.appointmentId}`).expect(204);
    await sweep();
    expect((await read(vera, first.id)).state).toBe("waiting");
    expect((await read(theo, second.id)).state).toBe("waiting");
    // Now the time is everybody's.
    await (await buildClient(api)).call("post", "/v1/holds", { ...visit, startsAt: nine }).expect(201);

    await cancel(1);
    await sweep();
    expect(await read(vera, first.id)).toMatchObject({ state: "offered", offer: { localTime: "10:00" } });
  });

  it("goes to the next when the time to answer is over; the third offer that ran out ends the wish", async () => {
    const windows: [string, string][] = [["09:00", "14:00"]];
    const { visit, cancel, bookings } = await buildFullDay({ windows });
    const fill = await Promise.all([0, 1, 2].map(() => buildClient(api)));
    for (const [index, client] of fill.entries()) {
      await buildBooking(client.call, visit, `2026-11-24T${String(9 + index).padStart(2, "0")}:00:00Z`);
    }
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await wish(vera, visit);
    api.clock.advance(1);
    const second = await wish(theo, visit, { dayParts: ["morning"] });
    await cancel(0);
    await sweep();
    const { offer } = await read(vera, first.id);
    api.clock.advance(10 * 60_000);
    expect(await read(vera, first.id)).toMatchObject({ state: "waiting", offer: null });
    await sweep();
    expect((await read(theo, second.id)).offer).toMatchObject({ localTime: "09:00" });
    expect(await eventsOf(first.id)).toEqual(["waitlist.offered", "waitlist.offer_ended ran_out"]);
    const { body: late } = await vera
      .call("post", `/v1/appointments/${offer.appointmentId}/confirm`)
      .expect(409);
    expect(problemNameOf(late.type)).toBe("hold-expired");

    // At the end of the queue now: the next freed time is Theo's again, had he not an offer; so free two.
    await cancel(1);
    await sweep();
    expect((await read(vera, first.id)).offer).toMatchObject({ localTime: "10:00" });
    api.clock.advance(10 * 60_000);
    await sweep();
    const cancelled = await rows<{ id: string; version: number }>(
      api.db,
      `select id, version from booking.appointments where master_id = $1 and starts_at = $2 and status = 'confirmed'`,
      [visit.masterId, "2026-11-24T09:00:00Z"],
      null,
    );
    expect(bookings.map(({ id }) => id)).not.toContain(cancelled[0]?.id);
    await fill[0]!
      .call("post", `/v1/appointments/${cancelled[0]!.id}/cancel`, { expectedVersion: cancelled[0]!.version })
      .expect(200);
    await sweep();
    // Theo was asked of 09:00 and of 10:00 or 11:00 by now; whoever was asked three times in vain waits no more.
    for (let round = 0; round < 4; round += 1) {
      api.clock.advance(10 * 60_000);
      await sweep();
    }
    expect((await read(vera, first.id)).state).toBe("ended");
    expect((await eventsOf(first.id)).filter((event) => event.endsWith("ran_out"))).toHaveLength(3);
  });

  it("can be taken late while nobody else wants it, and fulfils the wish", async () => {
    const { visit, cancel } = await buildFullDay();
    const vera = await buildClient(api);
    const { id } = await wish(vera, visit);
    await cancel(0);
    await sweep();
    const { offer } = await read(vera, id);
    api.clock.advance(11 * 60_000);
    await sweep();
    expect((await read(vera, id)).state).toBe("waiting");
    await vera.call("post", `/v1/appointments/${offer.appointmentId}/confirm`).expect(200);
    expect((await read(vera, id)).state).toBe("booked");
  });

  const cancelIt = ({ call, id, version }: Freeing) =>
    call("post", `/v1/appointments/${id}/cancel`, { expectedVersion: version }).expect(200);
  const holdIt = async (taken: Freeing) => {
    await cancelIt(taken);
    const { body } = await taken.call("post", "/v1/holds", { ...taken.visit, startsAt: nine }).expect(201);
    taken.id = body.id as string;
  };
  const putHours = (path: string, body: object) => api.as("admin")("put", path, body).expect(200);
  const asItIs = () => Promise.resolve();

  it.each<[string, (taken: Freeing) => Promise<unknown>, (taken: Freeing) => Promise<unknown>]>([
    [
      "a move away",
      asItIs,
      async ({ call, id, version }) => {
        const change = { startsAt: "2026-11-25T07:00:00Z", expectedVersion: version };
        await call("post", `/v1/appointments/${id}/reschedule`, change).expect(200);
      },
    ],
    ["a hold that is let go", holdIt, async ({ call, id }) => call("delete", `/v1/holds/${id}`).expect(204)],
    [
      "a hold that ran out, though nobody touched it",
      holdIt,
      () => Promise.resolve(api.clock.advance(5 * 60_000)),
    ],
    [
      "an override that opens hours",
      asItIs,
      async ({ visit }) =>
        putHours(`/v1/masters/${visit.masterId}/overrides/${day}`, {
          windows: [{ from: "09:00", to: "12:00" }],
        }),
    ],
    [
      "new working hours",
      asItIs,
      async ({ visit }) =>
        putHours(`/v1/masters/${visit.masterId}/working-hours`, {
          days: [{ weekday: 2, windows: [{ from: "08:00", to: "11:00" }] }],
        }),
    ],
    [
      "an edit of the rows past the API",
      asItIs,
      ({ id }) =>
        rows(api.db, `update booking.appointments set status = 'cancelled' where id = $1`, [id], null),
    ],
  ])("is one that came free by %s", async (_, prepare, free) => {
    const { visit, bookings, first } = await buildFullDay();
    const taken = { call: first.call, visit, id: bookings[0].id, version: bookings[0].version };
    await prepare(taken);
    const vera = await buildClient(api);
    const { id } = await wish(vera, visit, { dayParts: ["morning"] });
    await sweep();
    expect((await read(vera, id)).state).toBe("waiting");
    await free(taken);
    await sweep();
    expect((await read(vera, id)).state).toBe("offered");
  });
});

interface Freeing {
  call: Client["call"];
  visit: Visit;
  id: string;
  version: number;
}

describe("M9: a wish", () => {
  it("for a time that is free already is offered it at once", async () => {
    const service = await buildService(api);
    const master = await buildMaster(api, [service.id]);
    const vera = await buildClient(api);
    const { id, state } = await wish(
      vera,
      { serviceIds: [service.id], masterId: master.id },
      { dayParts: ["evening"] },
    );
    expect(state).toBe("waiting");
    await sweep();
    expect(await read(vera, id)).toMatchObject({ state: "offered", offer: { localTime: "17:00" } });
  });

  it("for any master takes the least loaded who is free, in sequence for several services", async () => {
    const [cut, beard] = [await buildService(api), await buildService(api, { durationMinutes: 30 })];
    await buildMaster(api, [cut.id], { windows: [["09:00", "18:00"]] });
    const both = await buildMaster(api, [cut.id, beard.id], { windows: [["09:00", "10:30"]] });
    const vera = await buildClient(api);
    const { id } = await wish(vera, { serviceIds: [cut.id, beard.id], masterId: null });
    await sweep();
    expect((await read(vera, id)).offer).toMatchObject({ masterId: both.id, localTime: "09:00" });
  });

  it("is not offered what a closed day, a master who left, or a service that is off would have", async () => {
    const { visit, cancel, master, service } = await buildFullDay();
    const vera = await buildClient(api);
    const { id } = await wish(vera, visit);
    await sweep();
    const admin = api.as("admin");
    const windows = { windows: [] };
    await admin("put", `/v1/masters/${master.id}/overrides/${day}`, windows).expect(200);
    await cancel(0);
    await sweep();
    expect((await read(vera, id)).state).toBe("waiting");
    await admin("patch", `/v1/masters/${master.id}`, { active: false }).expect(200);
    await admin("delete", `/v1/masters/${master.id}/overrides/${day}`).expect(204);
    await sweep();
    expect((await read(vera, id)).state).toBe("waiting");
    await admin("patch", `/v1/services/${service.id}`, { active: false }).expect(200);
    await admin("patch", `/v1/masters/${master.id}`, { active: true }).expect(200);
    await sweep();
    expect((await read(vera, id)).state).toBe("waiting");
    await admin("patch", `/v1/services/${service.id}`, { active: true }).expect(200);
    await sweep();
    expect((await read(vera, id)).state).toBe("offered");
  });

  it("of a client whom no message reaches waits until one does", async () => {
    const { visit, cancel } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await wish(vera, visit);
    const reachability = `/v1/telegram-users/${vera.telegramUserId}/reachability`;
    await api.as("notifier")("put", reachability, { reachable: false }).expect(204);
    api.clock.advance(1);
    const second = await wish(theo, visit);
    await cancel(0);
    await sweep();
    expect((await read(vera, first.id)).state).toBe("waiting");
    expect((await read(theo, second.id)).state).toBe("offered");
    await cancel(1);
    await sweep();
    await api.as("bot")("put", reachability, { reachable: true }).expect(204);
    await sweep();
    expect((await read(vera, first.id)).offer).toMatchObject({ localTime: "10:00" });
  });

  it("that is open keeps its time from the same client's other choice", async () => {
    const { visit, cancel } = await buildFullDay();
    const vera = await buildClient(api);
    const { id } = await wish(vera, visit);
    await cancel(0);
    await sweep();
    const query = `serviceIds=${visit.serviceIds[0]}&masterId=${visit.masterId}&date=${day}`;
    const { body } = await vera.call("get", `/v1/availability/slots?${query}`).expect(200);
    expect(body.items).toEqual([]);
    await vera.call("post", "/v1/holds", { ...visit, startsAt: nine }).expect(409);
    // Nor does another choice let it go.
    const other = { ...visit, startsAt: "2026-11-25T07:00:00Z" };
    await vera.call("post", "/v1/holds", other).expect(201);
    expect((await read(vera, id)).state).toBe("offered");
  });

  it("is under the limit of bookings when it is confirmed", async () => {
    const { visit, cancel } = await buildFullDay();
    const vera = await buildClient(api);
    const { id } = await wish(vera, visit);
    await cancel(0);
    await sweep();
    for (let date = 1; date <= 5; date += 1)
      await buildBooking(vera.call, visit, `2026-12-0${date}T07:00:00Z`);
    const { offer } = await read(vera, id);
    const { body } = await vera.call("post", `/v1/appointments/${offer.appointmentId}/confirm`).expect(409);
    expect(problemNameOf(body.type)).toBe("limit-reached");
    expect((await read(vera, id)).state).toBe("offered");
  });
});

describe("joinWaitlist", () => {
  it("is answered the same for the same key, and the same wish is the same entry", async () => {
    const { visit } = await buildFullDay();
    const vera = await buildClient(api);
    const key = { "idempotency-key": randomUUID() };
    const input = { ...visit, from: day, to: "2026-11-25", dayParts: ["evening", "morning"] };
    const { body } = await vera.call("post", "/v1/waitlist", input, key).expect(201);
    expect(body).toEqual({
      id: body.id,
      state: "waiting",
      clientId: body.clientId,
      ...input,
      dayParts: ["morning", "evening"],
      offer: null,
      createdAt: api.clock.now().toISOString(),
    });
    expect((await vera.call("post", "/v1/waitlist", input, key).expect(201)).body).toEqual(body);
    expect((await vera.call("post", "/v1/waitlist", input).expect(201)).body).toEqual(body);
    const twice = await Promise.all([1, 2, 3].map(() => wish(vera, visit)));
    expect(new Set(twice.map(({ id }) => id)).size).toBe(1);
    const reused = await vera.call("post", "/v1/waitlist", { ...input, to: day }, key).expect(422);
    expect(problemNameOf(reused.body.type)).toBe("idempotency-key-reused");
  });

  it.each([
    ["invalid-request", { from: "2026-11-22" }, "/from"],
    ["invalid-request", { from: "2026-11-25", to: "2026-11-24" }, "/to"],
    ["invalid-request", { to: "2027-06-01" }, "/to"],
    ["not-found", { serviceIds: [randomUUID()] }, undefined],
    ["not-found", { masterId: randomUUID() }, undefined],
  ])("is refused as %s for %j", async (name, change, pointer) => {
    const { visit } = await buildFullDay();
    const vera = await buildClient(api);
    const before = await contentOf(api);
    const { body } = await vera.call("post", "/v1/waitlist", { ...visit, from: day, to: day, ...change });
    expect([problemNameOf(body.type), body.errors?.[0]?.pointer]).toEqual([name, pointer]);
    expect(await contentOf(api)).toEqual(before);
  });

  it("is refused when nobody does all the services, for a stranger, and beyond five open wishes", async () => {
    const { visit } = await buildFullDay();
    const alone = await buildService(api);
    const vera = await buildClient(api);
    const input = { ...visit, from: day, to: day };
    const nobody = await vera.call("post", "/v1/waitlist", { ...input, serviceIds: [alone.id] }).expect(422);
    expect(problemNameOf(nobody.body.type)).toBe("slot-not-offered");
    await api.as("bot", 9_999_001)("post", "/v1/waitlist", input).expect(404);
    const wishes = [];
    for (let date = 24; date < 29; date += 1) wishes.push(await wish(vera, visit, { to: `2026-11-${date}` }));
    const sixth = await vera.call("post", "/v1/waitlist", { ...input, to: "2026-11-29" }).expect(409);
    expect(problemNameOf(sixth.body.type)).toBe("limit-reached");
    await vera.call("delete", `/v1/waitlist/${wishes[0]!.id}`).expect(204);
    await vera.call("post", "/v1/waitlist", { ...input, to: "2026-11-29" }).expect(201);
  });
});

describe("listWaitlist, getWaitlistEntry, leaveWaitlist", () => {
  it("show a client their own wishes, oldest first, in pages, by state", async () => {
    const { visit } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const ids: string[] = [];
    for (const to of ["2026-11-24", "2026-11-25", "2026-11-26"]) {
      api.clock.advance(1);
      ids.push((await wish(vera, visit, { to })).id);
    }
    const foreign = await wish(theo, visit);
    const page = (await vera.call("get", "/v1/waitlist?limit=2").expect(200)).body;
    expect(page.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const rest = (await vera.call("get", `/v1/waitlist?limit=2&cursor=${page.nextCursor}`).expect(200)).body;
    expect([rest.items.map(({ id }: { id: string }) => id), rest.nextCursor]).toEqual([ids.slice(2), null]);
    await vera.call("delete", `/v1/waitlist/${ids[1]}`).expect(204);
    await vera.call("delete", `/v1/waitlist/${ids[1]}`).expect(204);
    const left = (await vera.call("get", "/v1/waitlist?state=left,booked").expect(200)).body;
    expect(left.items.map(({ id }: { id: string }) => id)).toEqual([ids[1]]);
    expect((await api.as("bot", 9_999_002)("get", "/v1/waitlist").expect(200)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    await vera.call("get", "/v1/waitlist?cursor=nonsense").expect(400);

    await vera.call("get", `/v1/waitlist/${foreign.id}`).expect(404);
    await vera.call("delete", `/v1/waitlist/${foreign.id}`).expect(404);
    await vera.call("get", `/v1/waitlist/${randomUUID()}`).expect(404);
    expect((await read(theo, foreign.id)).state).toBe("waiting");
  });

  it("show a master what they could serve and let them end what names them; clients have no desk", async () => {
    const [cut, dye] = [await buildService(api), await buildService(api)];
    const telegramUserId = 7_100_001;
    const master = await buildMaster(api, [cut.id], { windows: [] });
    await buildMaster(api, [dye.id, cut.id], { windows: [] });
    await api.as("admin")("patch", `/v1/masters/${master.id}`, { telegramUserId }).expect(200);
    const gleb = api.as("bot", telegramUserId);
    const vera = await buildClient(api);
    const named = await wish(vera, { serviceIds: [cut.id], masterId: master.id });
    api.clock.advance(1);
    const open = await wish(vera, { serviceIds: [cut.id], masterId: null });
    const beyond = await wish(vera, { serviceIds: [cut.id, dye.id], masterId: null });

    const { body } = await gleb("get", "/v1/waitlist?scope=desk").expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([named.id, open.id]);
    await gleb("get", `/v1/waitlist/${open.id}`).expect(200);
    await gleb("get", `/v1/waitlist/${beyond.id}`).expect(404);
    await gleb("delete", `/v1/waitlist/${beyond.id}`).expect(404);
    const refused = await gleb("delete", `/v1/waitlist/${open.id}`).expect(403);
    expect(problemNameOf(refused.body.type)).toBe("forbidden");
    await gleb("delete", `/v1/waitlist/${named.id}`).expect(204);
    await api.as("admin")("delete", `/v1/waitlist/${beyond.id}`).expect(204);
    expect((await read(vera, named.id)).state).toBe("left");
    const all = (await api.as("admin")("get", `/v1/waitlist?scope=desk&limit=100&state=left`).expect(200))
      .body;
    expect(all.items.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([named.id, beyond.id]),
    );
    await vera.call("get", "/v1/waitlist?scope=desk").expect(403);
    await api.as("admin")("get", "/v1/waitlist").expect(400);
  });

  it("let go what is held for a wish that is left, for the next in the queue", async () => {
    const { visit, cancel } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const first = await wish(vera, visit);
    api.clock.advance(1);
    const second = await wish(theo, visit);
    await cancel(0);
    await sweep();
    await vera.call("delete", `/v1/waitlist/${first.id}`).expect(204);
    expect(await read(vera, first.id)).toMatchObject({ state: "left", offer: null });
    await sweep();
    expect((await read(theo, second.id)).state).toBe("offered");
    expect(await eventsOf(first.id)).toEqual(["waitlist.offered", "waitlist.offer_ended refused"]);
  });
});

// The last one, because it takes the clock with it.
describe("a wish that cannot be matched, through a fault of ours", () => {
  /** Any offer for this wish fails, until the answer is called. */
  async function spoil({ id }: { id: string }) {
    const name = `spoilt_${id.replaceAll("-", "")}`;
    for (const sql of [
      `create function booking.${name}() returns trigger language plpgsql as $$
       begin raise exception 'a fault' using errcode = 'data_exception'; end $$`,
      `create trigger ${name} before insert on booking.waitlist_offers
       for each row when (new.entry_id = '${id}') execute function booking.${name}()`,
    ])
      await api.db.query(sql);
    return () => api.db.query(`drop function booking.${name} cascade`);
  }

  it("does not stop those who come after it, is counted, and is looked at again a minute later", async () => {
    const { visit, cancel } = await buildFullDay();
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const faulty = await wish(vera, visit);
    api.clock.advance(1);
    const next = await wish(theo, visit);
    const mend = await spoil(faulty);
    const passedOver = async () => (await api.deps.metrics.wishesPassedOver.get()).values[0]?.value ?? 0;
    const before = await passedOver();

    await cancel(0);
    await sweep();
    expect((await read(vera, faulty.id)).state).toBe("waiting");
    expect(await read(theo, next.id)).toMatchObject({ state: "offered", offer: { localTime: "09:00" } });
    expect(await passedOver()).toBe(before + 1);

    await cancel(1);
    await sweep();
    expect(await passedOver()).toBe(before + 1);
    api.clock.advance(60_000);
    await sweep();
    expect(await passedOver()).toBe(before + 2);
    await mend();
    await sweep();
    expect((await read(vera, faulty.id)).state).toBe("waiting");
    api.clock.advance(60_000);
    await sweep();
    expect(await read(vera, faulty.id)).toMatchObject({ state: "offered", offer: { localTime: "10:00" } });
  });
});

it("M9: a wish ends when its last day is over", async () => {
  const { visit } = await buildFullDay();
  const vera = await buildClient(api);
  const { id } = await wish(vera, visit);
  await sweep();
  api.clock.set("2026-11-24T21:59:59Z");
  expect((await read(vera, id)).state).toBe("waiting");
  api.clock.set("2026-11-24T22:00:00Z");
  expect((await read(vera, id)).state).toBe("ended");
  await sweep();
  const stored = `select state from booking.waitlist_entries where id = $1`;
  expect(await rows(api.db, stored, [id], null)).toEqual([{ state: "ended" }]);
});
