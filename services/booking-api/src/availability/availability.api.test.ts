import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

interface Slot {
  startsAt: string;
  localDate: string;
  localTime: string;
  offers: { masterId: string; endsAt: string; durationMinutes: number; priceMinor: number }[];
}

async function slots(call: Caller, query: string): Promise<Slot[]> {
  return (await call("get", `/v1/availability/slots?${query}`).expect(200)).body.items as Slot[];
}

const times = (items: Slot[]) => items.map(({ localTime }) => localTime);
const tuesday = (time: string) => `2026-11-24T${time}:00Z`;

describe("free times", () => {
  it("M5: are those of any master who does all of it, each with their own duration and price", async () => {
    const [cut, shave] = [
      await buildService(api),
      await buildService(api, { durationMinutes: 30, priceMinor: 1000 }),
    ];
    const early = await buildMaster(api, [cut.id, shave.id], { windows: [["09:00", "12:00"]] });
    const slow = await buildMaster(api, [cut.id, shave.id], {
      windows: [["10:00", "14:00"]],
      offering: { durationMinutes: 90, priceMinor: 4000 },
    });
    await buildMaster(api, [cut.id], { windows: [["06:00", "22:00"]] });
    const { call } = await buildClient(api);

    const found = await slots(call, `serviceIds=${cut.id},${shave.id}&date=2026-11-24`);

    expect(times(found)).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00"]);
    const ten = found.find(({ localTime }) => localTime === "10:00");
    expect(new Map(ten?.offers.map((offer) => [offer.masterId, offer]))).toEqual(
      new Map([
        [
          early.id,
          { masterId: early.id, endsAt: "2026-11-24T09:30:00.000Z", durationMinutes: 90, priceMinor: 3500 },
        ],
        [
          slow.id,
          { masterId: slow.id, endsAt: "2026-11-24T11:00:00.000Z", durationMinutes: 180, priceMinor: 8000 },
        ],
      ]),
    );
    expect(
      times(await slots(call, `serviceIds=${cut.id},${shave.id}&masterId=${slow.id}&date=2026-11-24`)),
    ).toEqual(["10:00", "10:30", "11:00"]);
  });

  it("are counted by day, and the count is what the day then shows", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    await buildBooking(call, visit, tuesday("10:00"));
    const query = `serviceIds=${service.id}`;
    const { body } = await call("get", `/v1/availability/days?${query}&from=2026-11-22&to=2026-11-26`).expect(
      200,
    );

    expect(body.timeZone).toBe("Europe/Riga");
    expect(body.items.map(({ date }: { date: string }) => date)).toEqual([
      "2026-11-22",
      "2026-11-23",
      "2026-11-24",
      "2026-11-25",
      "2026-11-26",
    ]);
    for (const { date, slots: count } of body.items as { date: string; slots: number }[]) {
      expect([date, (await slots(call, `${query}&date=${date}`)).length]).toEqual([date, count]);
    }
    expect(body.items[0].slots).toBe(0);
    // Three starts of an hour each meet the booking of an hour.
    expect(body.items[3].slots - body.items[2].slots).toBe(3);
  });

  it("begin after the notice and end with the horizon", async () => {
    const { service } = await buildShop(api);
    const { call } = await buildClient(api);
    api.clock.set("2026-11-23T10:00:01Z");
    // A minute has begun, so the hour of notice ends at 13:01 local.
    expect(times(await slots(call, `serviceIds=${service.id}&date=2026-11-23`))[0]).toBe("13:30");
    expect(await slots(call, `serviceIds=${service.id}&date=2027-01-22`)).not.toEqual([]);
    expect(await slots(call, `serviceIds=${service.id}&date=2027-01-23`)).toEqual([]);
  });

  it("are all accepted when they are asked for, and nothing between them is", async () => {
    const { service, visit } = await buildShop(api, {
      durationMinutes: 50,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 10,
    });
    await buildBooking((await buildClient(api)).call, visit, tuesday("10:30"));
    const { call } = await buildClient(api);
    for (const { startsAt } of await slots(call, `serviceIds=${service.id}&date=2026-11-24`)) {
      const { body } = await call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
      await call("delete", `/v1/holds/${body.id}`).expect(204);
      const between = new Date(Date.parse(startsAt) + 60_000).toISOString();
      await call("post", "/v1/holds", { ...visit, startsAt: between }).expect(422);
    }
  });

  it("include the time that the asker holds, which others do not see", async () => {
    const { service, visit } = await buildShop(api);
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const query = `serviceIds=${service.id}&date=2026-11-24`;
    const all = times(await slots(vera.call, query));
    await vera.call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);

    expect(times(await slots(vera.call, query))).toEqual(all);
    expect(times(await slots(theo.call, query))).not.toContain("12:00");
    api.clock.advance(5 * 60_000);
    expect(times(await slots(theo.call, query))).toEqual(all);
  });

  it("are all accepted for a move as well, also where the client's own hold stands", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, tuesday("10:00"));
    const held = await call("post", "/v1/holds", { ...visit, startsAt: tuesday("12:00") }).expect(201);
    const offered = times(await slots(call, `serviceIds=${service.id}&date=2026-11-24&moving=${booking.id}`));
    expect(offered).toEqual(expect.arrayContaining(["12:00", "14:00"]));

    const move = { startsAt: tuesday("12:00"), expectedVersion: booking.version };
    await call("post", `/v1/appointments/${booking.id}/reschedule`, move).expect(200);
    expect((await call("get", `/v1/appointments/${held.body.id}`).expect(200)).body.status).toBe("cancelled");
  });

  it("of a move do not count the visit itself as busy, and only its owner may ask so", async () => {
    const { service, visit } = await buildShop(api);
    const [vera, stranger] = [await buildClient(api), await buildClient(api)];
    const booking = await buildBooking(vera.call, visit, tuesday("10:00"));
    const query = `serviceIds=${service.id}&date=2026-11-24`;

    expect(times(await slots(vera.call, query))).not.toContain("12:00");
    expect(times(await slots(vera.call, `${query}&moving=${booking.id}`))).toContain("12:00");
    for (const path of [
      `/v1/availability/slots?${query}&moving=${booking.id}`,
      `/v1/availability/days?serviceIds=${service.id}&from=2026-11-24&to=2026-11-24&moving=${booking.id}`,
    ]) {
      const { body } = await stranger.call("get", path).expect(404);
      expect(problemNameOf(body.type)).toBe("not-found");
      await api.as("bot")("get", path).expect(404);
      await api.as("admin")("get", path).expect(200);
    }
  });

  it("follow the wall clock over the change of clocks", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    api.clock.set("2027-03-20T06:00:00Z");
    for (const [date, first] of [
      ["2027-03-27", "2027-03-27T07:00:00.000Z"],
      ["2027-03-28", "2027-03-28T06:00:00.000Z"],
      ["2027-03-29", "2027-03-29T06:00:00.000Z"],
    ]) {
      const found = await slots(call, `serviceIds=${service.id}&date=${date}`);
      expect([found[0]?.localTime, found.at(-1)?.localTime, found[0]?.startsAt]).toEqual([
        "09:00",
        "17:00",
        first,
      ]);
    }
    const booking = await buildBooking(call, visit, "2027-03-28T06:00:00Z");
    expect(booking).toMatchObject({ localDate: "2027-03-28", localTime: "09:00" });
  });

  it("that cannot be known are refused: nobody's services and masters", async () => {
    const { service } = await buildShop(api);
    const { call } = await buildClient(api);
    const nobody = "5c0d9ab5-3a49-4f5f-8a7c-4d3a7a2e5d10";
    for (const query of [
      `serviceIds=${nobody}`,
      `serviceIds=${service.id},${nobody}`,
      `serviceIds=${service.id}&masterId=${nobody}`,
    ]) {
      const { body } = await call("get", `/v1/availability/slots?${query}&date=2026-11-24`).expect(404);
      expect(problemNameOf(body.type)).toBe("not-found");
    }
  });
});
