import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, monday, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());
afterEach(() => api.clock.set(monday));

const statesOf = async (ids: string[], status = 200) =>
  (await api.as("notifier")("get", `/v1/appointment-states?ids=${ids.join()}`).expect(status)).body
    .items as BookingSchemas["AppointmentState"][];

it("says how appointments stand as each of them would by itself, and leaves out what is not there", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  const confirmed = await buildBooking(call, visit, "2026-11-24T10:00:00Z");
  const cancelled = await buildBooking(call, visit, "2026-11-24T12:00:00Z");
  await call("post", `/v1/appointments/${cancelled.id}/cancel`, {}).expect(200);
  const held = await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T14:00:00Z" }).expect(201);
  api.clock.advance(6 * 60_000);
  const ids = [confirmed.id, cancelled.id, String(held.body.id)];
  const states = await statesOf([randomUUID(), ...ids, randomUUID()]);
  expect(states.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const { clientLocale: _, ...state } of states) {
    const { body } = await call("get", `/v1/appointments/${state.id}`).expect(200);
    expect(body).toMatchObject(state);
  }
  expect(states.find(({ id }) => id === held.body.id)?.status).toBe("expired");
});

it("says the language that the client speaks by now, whatever it was when they booked", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  const { id } = await buildBooking(call, visit, "2026-11-24T10:00:00Z");
  for (const locale of ["ru", "en"]) {
    await call("put", "/v1/clients/me", { name: "Polyglot", locale }).expect(200);
    expect(await statesOf([id])).toMatchObject([{ id, clientLocale: locale }]);
  }
});

it("takes 1 to 200 ids, each once", async () => {
  expect(await statesOf(Array.from({ length: 200 }, () => randomUUID()))).toEqual([]);
  await statesOf(
    Array.from({ length: 201 }, () => randomUUID()),
    400,
  );
  const id = randomUUID();
  await statesOf([id, id], 400);
  await statesOf([], 400);
  await statesOf(["nothing"], 400);
});
