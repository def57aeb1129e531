import { randomUUID } from "node:crypto";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const briefingOf = async (appointmentId: string): Promise<unknown> =>
  (await api.as("notifier")("get", `/v1/appointments/${appointmentId}/briefing`).expect(200)).body;

it("says when the master's visits right before and after begin and end, and no more of them", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  const at = (time: string) => buildBooking(call, visit, `2026-11-24T${time}:00Z`);
  const [, earlier, asked, later] = [
    await at("08:00"),
    await at("10:00"),
    await at("12:00"),
    await at("14:00"),
  ];
  const times = ({ localTime, endsAt }: { localTime: string; endsAt: string }) => ({
    from: localTime,
    // Riga in winter.
    to: new Date(Date.parse(endsAt) + 2 * 3_600_000).toISOString().slice(11, 16),
  });
  expect(await briefingOf(asked.id)).toMatchObject({ before: times(earlier), after: times(later) });
});

it("looks at that day of that master, and not at what was called off", async () => {
  const { visit } = await buildShop(api);
  const other = await buildShop(api);
  const { call } = await buildClient(api);
  const asked = await buildBooking(call, visit, "2026-11-24T12:00:00Z");
  await buildBooking(call, visit, "2026-11-23T14:00:00Z");
  await buildBooking(call, visit, "2026-11-25T08:00:00Z");
  await buildBooking(call, other.visit, "2026-11-24T14:00:00Z");
  const off = await buildBooking(call, visit, "2026-11-24T10:00:00Z");
  await call("post", `/v1/appointments/${off.id}/cancel`, {}).expect(200);
  await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T15:00:00Z" }).expect(201);
  expect(await briefingOf(asked.id)).toEqual({ clientPhone: null, before: null, after: null });
});

it("says how the client can be called, if they left a number", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  const { id } = await buildBooking(call, visit, "2026-11-24T12:00:00Z");
  await call("put", "/v1/clients/me", { name: "Vera", phone: "+37120000001" }).expect(200);
  expect(await briefingOf(id)).toMatchObject({ clientPhone: "+37120000001" });
});

it("knows of no visit that is not there", async () => {
  await api.as("notifier")("get", `/v1/appointments/${randomUUID()}/briefing`).expect(404);
});
