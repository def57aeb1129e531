import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

type Explanation = BookingSchemas["SlotExplanation"];

async function ask(call: Caller, query: string): Promise<Explanation> {
  return (await call("get", `/v1/slots/explain?${query}`).expect(200)).body as Explanation;
}

const rulesOf = ({ masters }: Explanation) => masters.map(({ reasons }) => reasons.map(({ rule }) => rule));

describe("why a time can or cannot be booked (X1)", () => {
  it("names no reason for a time that is offered, and the rule for one that is not", async () => {
    const { service, master } = await buildShop(api);
    const { call } = await buildClient(api);
    const query = `serviceIds=${service.id}&masterId=${master.id}`;
    expect(await ask(call, `${query}&at=2026-11-24T10:00:00Z`)).toEqual({
      timeZone: "Europe/Riga",
      at: "2026-11-24T10:00:00.000Z",
      localDate: "2026-11-24",
      localTime: "12:00",
      offered: true,
      masters: [{ masterId: master.id, reasons: [] }],
    });
    await api
      .as("admin")("put", `/v1/masters/${master.id}/overrides/2026-11-26`, { windows: [] })
      .expect(200);
    await api.as("admin")("put", `/v1/closures/2026-11-27`, { windows: [] }).expect(200);
    for (const [at, rules] of [
      ["2026-11-24T10:01:00Z", ["off-grid"]],
      ["2026-11-24T10:00:01Z", ["off-grid"]],
      ["2026-11-24T04:00:00Z", ["outside-working-hours"]],
      ["2026-11-24T15:30:00Z", ["does-not-fit"]],
      ["2026-11-26T10:00:00Z", ["day-off"]],
      ["2026-11-27T10:00:00Z", ["business-closed"]],
      ["2026-11-22T10:00:00Z", ["too-soon"]],
      ["2027-02-24T10:00:00Z", ["beyond-horizon"]],
    ] as const) {
      const explained = await ask(call, `${query}&at=${at}`);
      expect([at, explained.offered, ...rulesOf(explained)]).toEqual([at, false, rules]);
    }
    await api.as("admin")("delete", `/v1/closures/2026-11-27`).expect(204);
  });

  it("speaks for each master who could be meant, also for those who do not do all of it", async () => {
    const [cut, shave] = [await buildService(api), await buildService(api)];
    const both = await buildMaster(api, [cut.id, shave.id]);
    const one = await buildMaster(api, [cut.id]);
    const { call } = await buildClient(api);
    const { offered, masters } = await ask(call, `serviceIds=${cut.id},${shave.id}&at=2026-11-24T10:00:00Z`);
    expect(offered).toBe(true);
    const reasons = new Map(
      masters.map((master) => [master.masterId, master.reasons.map(({ rule }) => rule)]),
    );
    expect([reasons.get(both.id), reasons.get(one.id)]).toEqual([[], ["does-not-offer-service"]]);
  });

  it("tells a client when something is booked, never what or whose; staff are told which", async () => {
    const { service, master, visit } = await buildShop(api, { bufferAfterMinutes: 15 });
    const [vera, theo] = [await buildClient(api, { name: "Vera Secret" }), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, "2026-11-24T10:00:00Z");
    const query = `serviceIds=${service.id}&masterId=${master.id}&at=2026-11-24T11:00:00Z`;
    const busy = {
      rule: "busy",
      detail: expect.any(String),
      from: "2026-11-24T10:00:00.000Z",
      to: "2026-11-24T11:15:00.000Z",
    };

    const told = await ask(theo.call, query);
    expect(told.masters[0]?.reasons).toEqual([busy]);
    expect(JSON.stringify(told)).not.toMatch(/Secret/);
    expect((await ask(api.as("admin"), query)).masters[0]?.reasons).toEqual([
      { ...busy, appointmentId: booking.id },
    ]);
    expect((await ask(vera.call, `${query}&moving=${booking.id}`)).offered).toBe(true);
    await theo.call("get", `/v1/slots/explain?${query}&moving=${booking.id}`).expect(404);
  });

  it("lets the asker's own hold and one that ran out stand in nobody's way", async () => {
    const { service, visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const query = `serviceIds=${service.id}&masterId=${visit.masterId}&at=2026-11-24T10:00:00Z`;
    await vera.call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T10:00:00Z" }).expect(201);
    expect((await ask(vera.call, query)).offered).toBe(true);
    expect(rulesOf(await ask(theo.call, query))).toEqual([["busy"]]);
    api.clock.advance(5 * 60_000);
    expect((await ask(theo.call, query)).offered).toBe(true);
  });

  it("says that the second 03:30 of a night cannot be booked", async () => {
    const service = await buildService(api, { durationMinutes: 30 });
    const master = await buildMaster(api, [service.id], { windows: [["00:00", "24:00"]] });
    const { call } = await buildClient(api);
    api.clock.set("2027-10-20T06:00:00Z");
    const query = `serviceIds=${service.id}&masterId=${master.id}`;
    const first = await ask(call, `${query}&at=2027-10-31T00:30:00Z`);
    const second = await ask(call, `${query}&at=2027-10-31T01:30:00Z`);
    expect([first.localTime, first.offered]).toEqual(["03:30", true]);
    expect([second.localTime, ...rulesOf(second)]).toEqual(["03:30", ["repeated-local-time"]]);
  });

  it("is not told of unknown services and masters, nor to the notifier", async () => {
    const { service } = await buildShop(api);
    const { call } = await buildClient(api);
    const nobody = "5c0d9ab5-3a49-4f5f-8a7c-4d3a7a2e5d10";
    const at = "at=2026-11-24T10:00:00Z";
    await call("get", `/v1/slots/explain?serviceIds=${nobody}&${at}`).expect(404);
    await call("get", `/v1/slots/explain?serviceIds=${service.id}&masterId=${nobody}&${at}`).expect(404);
    await api.as("notifier")("get", `/v1/slots/explain?serviceIds=${service.id}&${at}`).expect(403);
  });
});
