import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
// A closure is everybody's, so each test leaves none behind.
afterEach(async () => void (await api.db.query(`delete from booking.closures`)));

const christmas = "2026-12-25";
const admin = () => api.as("admin");

async function times(call: Caller, serviceId: string, date = christmas): Promise<string[]> {
  const { body } = await call("get", `/v1/availability/slots?serviceIds=${serviceId}&date=${date}`).expect(
    200,
  );
  return (body.items as { localTime: string }[]).map(({ localTime }) => localTime);
}

const closures = async () =>
  (await api.as("bot", 7_000_000)("get", "/v1/closures?from=2026-01-01&to=2027-12-31").expect(200)).body
    .items as unknown[];

describe("a day on which the business is shut", () => {
  it("has no free times, and a request for one is refused; other days have theirs", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const before = await times(call, service.id, "2026-12-26");
    const { body } = await admin()("put", `/v1/closures/${christmas}`, {
      name: { en: "Christmas" },
      windows: [],
    }).expect(200);
    expect(body).toEqual({ date: christmas, name: { en: "Christmas" }, windows: [] });
    expect(await closures()).toEqual([body]);

    expect(await times(call, service.id)).toEqual([]);
    expect(await times(call, service.id, "2026-12-26")).toEqual(before);
    const refused = await call("post", "/v1/holds", { ...visit, startsAt: `${christmas}T10:00:00Z` }).expect(
      422,
    );
    expect(problemNameOf(refused.body.type)).toBe("slot-not-offered");

    await admin()("delete", `/v1/closures/${christmas}`).expect(204);
    await admin()("delete", `/v1/closures/${christmas}`).expect(204);
    expect(await times(call, service.id)).not.toEqual([]);
  });

  it("can keep other hours instead, the same for everybody", async () => {
    const { service } = await buildShop(api);
    const { call } = await buildClient(api);
    const windows = [
      { from: "15:00", to: "17:00" },
      { from: "10:00", to: "11:00" },
    ];
    const { body } = await admin()("put", `/v1/closures/${christmas}`, { windows }).expect(200);
    expect(body).toEqual({ date: christmas, name: null, windows: [windows[1], windows[0]] });
    expect(await times(call, service.id)).toEqual(["10:00", "15:00", "15:30", "16:00"]);
  });

  it("is worked by the master who said so for that very day", async () => {
    const { service, master } = await buildShop(api);
    const other = await buildShop(api);
    const { call } = await buildClient(api);
    await admin()("put", `/v1/closures/${christmas}`, { windows: [] }).expect(200);
    await admin()("put", `/v1/masters/${master.id}/overrides/${christmas}`, {
      windows: [{ from: "12:00", to: "14:00" }],
    }).expect(200);
    expect(await times(call, service.id)).toEqual(["12:00", "12:30", "13:00"]);
    expect(await times(call, other.service.id)).toEqual([]);
  });

  it("keeps the visits that were booked before", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, `${christmas}T10:00:00Z`);
    await admin()("put", `/v1/closures/${christmas}`, { windows: [] }).expect(200);
    const { body } = await call("get", `/v1/appointments/${booking.id}`).expect(200);
    expect(body).toMatchObject({ status: "confirmed", version: booking.version });
  });

  it("refuses windows that overlap or end before they begin, with the place of the fault", async () => {
    const overlapping = {
      windows: [
        { from: "10:00", to: "12:00" },
        { from: "11:00", to: "13:00" },
      ],
    };
    const { body } = await admin()("put", `/v1/closures/${christmas}`, overlapping).expect(422);
    expect(problemNameOf(body.type)).toBe("windows-overlap");
    expect(body.errors).toEqual([{ pointer: "/windows/1", detail: expect.any(String) }]);
    const backwards = { windows: [{ from: "22:00", to: "06:00" }] };
    expect(
      (await admin()("put", `/v1/closures/${christmas}`, backwards).expect(400)).body.errors[0].pointer,
    ).toBe("/windows/0/to");
    await admin()("get", "/v1/closures?from=2026-02-01&to=2026-01-01").expect(400);
    expect(await closures()).toEqual([]);
  });
});

describe("a list of public holidays", () => {
  const items = [
    { date: "2026-12-25", name: { en: "Christmas", ru: "Рождество" } },
    { date: "2027-01-01", name: { en: "New Year" } },
  ];

  it("shuts the business on each of them, and the same list again changes nothing", async () => {
    await admin()("put", "/v1/closures/2026-06-23", { windows: [] }).expect(200);
    expect((await admin()("post", "/v1/closures/import", { items }).expect(200)).body).toEqual({
      changed: 2,
      unchanged: 0,
    });
    expect(await closures()).toEqual([
      { date: "2026-06-23", name: null, windows: [] },
      ...items.map((item) => ({ ...item, windows: [] })),
    ]);
    expect((await admin()("post", "/v1/closures/import", { items }).expect(200)).body).toEqual({
      changed: 0,
      unchanged: 2,
    });
    const renamed = [items[0], { date: "2027-01-01", name: { en: "New Year's Day" } }];
    expect((await admin()("post", "/v1/closures/import", { items: renamed }).expect(200)).body).toEqual({
      changed: 1,
      unchanged: 1,
    });
  });

  it("that names a date twice is refused as a whole", async () => {
    const { body } = await admin()("post", "/v1/closures/import", { items: [...items, items[0]] }).expect(
      400,
    );
    expect(body.errors).toEqual([{ pointer: "/items/2/date", detail: expect.any(String) }]);
    expect(await closures()).toEqual([]);
  });
});
