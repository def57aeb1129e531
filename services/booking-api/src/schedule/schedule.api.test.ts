import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildClient, buildMaster, buildService } from "../../test/factories";

let api: Api;
let admin: Caller;
beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin");
});
afterAll(() => api.stop());

const window = (from: string, to: string) => ({ from, to });
const hours = (masterId: string) => `/v1/masters/${masterId}/working-hours`;
const override = (masterId: string, date: string) => `/v1/masters/${masterId}/overrides/${date}`;

/** The local times offered for a visit of an hour with the master. */
async function timesOn(date: string, master: { id: string }, serviceId: string): Promise<string[]> {
  const { call } = await buildClient(api);
  const query = `serviceIds=${serviceId}&masterId=${master.id}&date=${date}`;
  const { body } = await call("get", `/v1/availability/slots?${query}`).expect(200);
  return body.items.map(({ localTime }: { localTime: string }) => localTime);
}

describe("a week", () => {
  it("has several windows a day, given in any order and kept in order; days left out are free", async () => {
    const service = await buildService(api);
    const master = await buildMaster(api, [service.id]);
    const days = [
      { weekday: 2, windows: [window("14:00", "16:00"), window("09:00", "11:30")] },
      { weekday: 7, windows: [window("22:00", "24:00")] },
    ];
    const { body } = await admin("put", hours(master.id), { days }).expect(200);

    expect(body.days[0]).toEqual({
      weekday: 2,
      windows: [window("09:00", "11:30"), window("14:00", "16:00")],
    });
    expect(body.days).toHaveLength(2);
    expect((await admin("get", hours(master.id)).expect(200)).body).toEqual(body);
    expect(await timesOn("2026-11-24", master, service.id)).toEqual([
      "09:00",
      "09:30",
      "10:00",
      "10:30",
      "14:00",
      "14:30",
      "15:00",
    ]);
    expect(await timesOn("2026-11-25", master, service.id)).toEqual([]);
    expect(await timesOn("2026-11-29", master, service.id)).toEqual(["22:00", "22:30", "23:00"]);
  });

  it("is replaced as a whole, and the neighbour's is not touched", async () => {
    const [mine, neighbour] = [await buildMaster(api, []), await buildMaster(api, [])];
    const before = await admin("get", hours(neighbour.id)).expect(200);
    await admin("put", hours(mine.id), { days: [] }).expect(200);
    expect((await admin("get", hours(mine.id)).expect(200)).body).toEqual({ days: [] });
    expect((await admin("get", hours(neighbour.id)).expect(200)).body).toEqual(before.body);
  });

  it.each([
    [
      "windows-overlap",
      422,
      [{ weekday: 1, windows: [window("09:00", "12:00"), window("11:59", "13:00")] }],
      "/days/0/windows/1",
    ],
    [
      "windows-overlap",
      422,
      [{ weekday: 1, windows: [window("09:00", "12:00"), window("09:00", "12:00")] }],
      "/days/0/windows/1",
    ],
    ["invalid-request", 400, [{ weekday: 1, windows: [window("12:00", "12:00")] }], "/days/0/windows/0/to"],
    ["invalid-request", 400, [{ weekday: 1, windows: [window("22:00", "02:00")] }], "/days/0/windows/0/to"],
    ["invalid-request", 400, [{ weekday: 1, windows: [window("24:00", "24:00")] }], "/days/0/windows/0/to"],
    [
      "invalid-request",
      400,
      [
        { weekday: 1, windows: [] },
        { weekday: 1, windows: [] },
      ],
      "/days/1/weekday",
    ],
  ] as const)(
    "that cannot be is refused as %s (%i), and the old one stays: %j",
    async (name, status, days, pointer) => {
      const master = await buildMaster(api, []);
      const before = await admin("get", hours(master.id)).expect(200);
      const { body } = await admin("put", hours(master.id), { days }).expect(status);
      expect(problemNameOf(body.type)).toBe(name);
      expect(body.errors[0].pointer).toBe(pointer);
      expect((await admin("get", hours(master.id)).expect(200)).body).toEqual(before.body);
    },
  );

  it("stays whole when two editors replace it at once", async () => {
    const master = await buildMaster(api, []);
    const weeks = ["10:00", "11:00", "12:00", "13:00"].map((from) => ({
      days: [1, 2, 3].map((weekday) => ({ weekday, windows: [window(from, "20:00")] })),
    }));
    const answers = await Promise.all(weeks.map((week) => admin("put", hours(master.id), week)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(weeks).toContainEqual((await admin("get", hours(master.id)).expect(200)).body);
  });
});

describe("a single day", () => {
  it("can be a day off, a longer day or another day, and go back to the week", async () => {
    const service = await buildService(api);
    const [master, neighbour] = [await buildMaster(api, [service.id]), await buildMaster(api, [service.id])];
    const day = "2026-11-24";
    const usual = await timesOn(day, master, service.id);
    expect([usual[0], usual.at(-1)]).toEqual(["09:00", "17:00"]);

    await admin("put", override(master.id, day), { windows: [] }).expect(200);
    expect(await timesOn(day, master, service.id)).toEqual([]);
    const longer = { windows: [window("15:00", "20:00"), window("08:00", "14:00")] };
    const { body } = await admin("put", override(master.id, day), longer).expect(200);
    expect(body).toEqual({ date: day, windows: [window("08:00", "14:00"), window("15:00", "20:00")] });
    const long = await timesOn(day, master, service.id);
    expect([long[0], long.includes("13:30"), long.at(-1)]).toEqual(["08:00", false, "19:00"]);
    expect(await timesOn(day, neighbour, service.id)).toEqual(usual);
    expect(await timesOn("2026-11-25", master, service.id)).toEqual(usual);

    await admin("delete", override(master.id, day)).expect(204);
    await admin("delete", override(master.id, day)).expect(204);
    expect(await timesOn(day, master, service.id)).toEqual(usual);
  });

  it("is listed by date, within the period asked for and for this master alone", async () => {
    const [master, neighbour] = [await buildMaster(api, []), await buildMaster(api, [])];
    for (const date of ["2026-12-31", "2026-12-24", "2027-01-01", "2026-12-23"])
      await admin("put", override(master.id, date), { windows: [] }).expect(200);
    await admin("put", override(neighbour.id, "2026-12-25"), { windows: [] }).expect(200);

    const path = `/v1/masters/${master.id}/overrides?from=2026-12-24&to=2026-12-31`;
    const { body } = await admin("get", path).expect(200);
    expect(body.items.map(({ date }: { date: string }) => date)).toEqual(["2026-12-24", "2026-12-31"]);
  });

  it.each([
    ["windows-overlap", 422, [window("09:00", "12:00"), window("10:00", "11:00")], "/windows/1"],
    ["invalid-request", 400, [window("12:00", "09:00")], "/windows/0/to"],
  ] as const)("that cannot be is refused as %s (%i): %j", async (name, status, windows, pointer) => {
    const master = await buildMaster(api, []);
    const { body } = await admin("put", override(master.id, "2026-12-24"), { windows }).expect(status);
    expect([problemNameOf(body.type), body.errors[0].pointer]).toEqual([name, pointer]);
    const listed = await admin(
      "get",
      `/v1/masters/${master.id}/overrides?from=2026-12-01&to=2026-12-31`,
    ).expect(200);
    expect(listed.body.items).toEqual([]);
  });
});
