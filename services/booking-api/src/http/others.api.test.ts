import { randomUUID } from "node:crypto";
import { type Api, type Caller, startApi } from "../../test/api";
import {
  buildBooking,
  buildClient,
  buildKey,
  buildMaster,
  buildShop,
  buildStaff,
} from "../../test/factories";
import { contentOf } from "../../test/operations";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

type Request = [method: "get" | "post" | "put" | "delete", path: string, body?: object];

const ofClient = (id: string): Request[] => [
  ["get", `/v1/appointments/${id}`],
  ["get", `/v1/appointments/${id}/calendar`],
  ["post", `/v1/appointments/${id}/confirm`],
  ["post", `/v1/appointments/${id}/cancel`, {}],
  ["post", `/v1/appointments/${id}/reschedule`, { startsAt: "2026-11-26T10:00:00Z", expectedVersion: 2 }],
  ["put", `/v1/appointments/${id}/note`, { note: "x" }],
  ["put", `/v1/appointments/${id}/attendance`, { answer: "coming" }],
  ["post", `/v1/appointments/${id}/proposal/accept`, {}],
  ["post", `/v1/appointments/${id}/proposal/refuse`, {}],
  ["delete", `/v1/holds/${id}`],
];
const ofDesk = (id: string): Request[] => [
  ["get", `/v1/desk/appointments/${id}`],
  ["post", `/v1/appointments/${id}/accept`, {}],
  ["post", `/v1/appointments/${id}/decline`, {}],
  ["post", `/v1/appointments/${id}/propose`, { startsAt: "2026-11-26T10:00:00Z", expectedVersion: 2 }],
  ["post", `/v1/appointments/${id}/complete`, {}],
  ["post", `/v1/appointments/${id}/no-show`, {}],
];

async function buildVisit() {
  const { visit, master } = await buildShop(api);
  const client = await buildClient(api, { name: "Вера Лугова", phone: "+37120000001" });
  const booking = await buildBooking(client.call, visit, "2026-11-24T10:00:00Z");
  return { id: booking.id, master, client };
}

/** What is there must look like what is not, to the last word. */
async function expectUnseen(call: Caller, id: string, requests: (id: string) => Request[]): Promise<void> {
  const before = await contentOf(api);
  const missing = requests(randomUUID());
  for (const [index, [method, path, body]] of requests(id).entries()) {
    const [there, absent] = [await call(method, path, body), await call(method, missing[index]![1], body)];
    expect([path, there.status]).toEqual([path, 404]);
    const { instance: _, ...told } = there.body;
    const { instance: __, ...nothing } = absent.body;
    expect(told).toEqual(nothing);
  }
  expect(await contentOf(api)).toEqual(before);
}

describe("an appointment of somebody else looks like one that does not exist", () => {
  it("to another client, whatever they try", async () => {
    const { id } = await buildVisit();
    const other = await buildClient(api);
    await expectUnseen(other.call, id, ofClient);
  });

  it("to another master, whatever they try", async () => {
    const { id } = await buildVisit();
    const stranger = await buildStaff(api, "master", (await buildMaster(api, [])).id);
    await expectUnseen(stranger.call, id, (of) => [...ofClient(of), ...ofDesk(of)]);
  });

  it("to the master of before, once the account belongs to another master", async () => {
    const { id, master } = await buildVisit();
    const { call, telegramUserId } = await buildStaff(api, "master", master.id);
    await call("get", `/v1/desk/appointments/${id}`).expect(200);
    await api.as("admin")("delete", `/v1/staff/${telegramUserId}`).expect(204);
    await call("get", `/v1/desk/appointments/${id}`).expect(403);
    await call("get", `/v1/appointments/${id}`).expect(404);
  });
});

it("a hold and a wish of somebody else look like ones that do not exist", async () => {
  const { visit } = await buildShop(api);
  const [owner, other] = [await buildClient(api), await buildClient(api)];
  const { body: held } = await owner
    .call("post", "/v1/holds", { ...visit, startsAt: "2026-11-25T10:00:00Z" })
    .expect(201);
  await expectUnseen(other.call, held.id, ofClient);
  const wish = { ...visit, from: "2026-11-25", to: "2026-11-27" };
  const { body: entry } = await owner.call("post", "/v1/waitlist", wish).expect(201);
  await expectUnseen(other.call, entry.id, (id) => [
    ["get", `/v1/waitlist/${id}`],
    ["delete", `/v1/waitlist/${id}`],
  ]);
});

describe("one appointment", () => {
  it("is seen by each as they may, its client's name by the business alone", async () => {
    const { id, master, client } = await buildVisit();
    const callers: [string, Caller, number, number][] = [
      ["the client", client.call, 200, 403],
      ["another client", (await buildClient(api)).call, 404, 403],
      ["its master", (await buildStaff(api, "master", master.id)).call, 200, 200],
      ["another master", (await buildStaff(api, "master", (await buildMaster(api, [])).id)).call, 404, 404],
      ["an administrator", (await buildStaff(api, "admin")).call, 200, 200],
      ["an owner", (await buildStaff(api, "owner")).call, 200, 200],
      ["the operator", api.as("admin"), 200, 200],
      ["the notifier", api.as("notifier"), 200, 403],
      ["a key for appointments", (await buildKey(api, ["appointments:read"])).call, 200, 403],
      ["a key for clients", (await buildKey(api, ["clients:read"])).call, 403, 200],
      ["a key for the catalogue", (await buildKey(api, ["catalogue:read"])).call, 403, 403],
      ["anybody", api.bearer(), 401, 401],
    ];
    for (const [who, call, plain, desk] of callers) {
      const one = await call("get", `/v1/appointments/${id}`);
      const other = await call("get", `/v1/desk/appointments/${id}`);
      expect([who, one.status, other.status]).toEqual([who, plain, desk]);
      expect([who, /Вера Лугова|\+37120000001/.test(one.text)]).toEqual([who, false]);
      expect([who, other.text.includes("Вера Лугова")]).toEqual([who, desk === 200]);
    }
  });

  it("is in the lists of those who may see it, and in no other", async () => {
    const { id, master, client } = await buildVisit();
    const stranger = await buildStaff(api, "master", (await buildMaster(api, [])).id);
    const lists = async (call: Caller, path: string) => {
      const { body } = await call("get", `${path}?limit=100`).expect(200);
      return (body.items as { id: string }[]).some((item) => item.id === id);
    };
    expect(await lists(client.call, "/v1/appointments")).toBe(true);
    expect(await lists((await buildClient(api)).call, "/v1/appointments")).toBe(false);
    expect(await lists(stranger.call, "/v1/appointments")).toBe(false);
    expect(await lists((await buildStaff(api, "master", master.id)).call, "/v1/desk/appointments")).toBe(
      true,
    );
    expect(await lists(stranger.call, "/v1/desk/appointments")).toBe(false);
  });
});
