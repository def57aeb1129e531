import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildBooking, buildClient, buildKey, buildShop, buildStaff } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const idsOf = async (call: Caller, search?: string) => {
  const query = search === undefined ? "" : `&search=${encodeURIComponent(search)}`;
  const { body } = await call("get", `/v1/clients?limit=100${query}`).expect(200);
  return (body.items as { id: string }[]).map(({ id }) => id);
};
const idOf = async (call: Caller) => String((await call("get", "/v1/clients/me").expect(200)).body.id);

describe("somebody who came or called", () => {
  it("is added by staff without an account, once for one key, and can be booked for", async () => {
    const { visit, master } = await buildShop(api);
    const gleb = await buildStaff(api, "master", master.id);
    const lida = { name: "Лида Кротова", phone: "+37120000009", locale: "ru" };
    const key = { "idempotency-key": randomUUID() };
    const { body } = await gleb.call("post", "/v1/clients", lida, key).expect(201);
    expect(body).toEqual({
      id: body.id,
      ...lida,
      telegramUserId: null,
      reachable: false,
      noShows: 0,
      visits: 0,
      createdAt: api.clock.now().toISOString(),
      erasedAt: null,
      favouriteMasterId: null,
      reminderLeadsMinutes: null,
      acceptsBroadcasts: true,
    });
    expect((await gleb.call("post", "/v1/clients", lida, key).expect(201)).body).toEqual(body);
    const other = await gleb.call("post", "/v1/clients", { name: "Other" }, key).expect(422);
    expect(problemNameOf(other.body.type)).toBe("idempotency-key-reused");
    // Families share a phone.
    await gleb.call("post", "/v1/clients", { ...lida, name: "Сын Лиды" }).expect(201);
    const wanted = { ...visit, startsAt: "2026-11-24T10:00:00Z", clientId: body.id };
    const { body: held } = await gleb.call("post", "/v1/holds", wanted).expect(201);
    const { body: booked } = await gleb.call("post", `/v1/appointments/${held.id}/confirm`).expect(200);
    expect(booked.status).toBe("confirmed");
  });

  it("needs a name; phone and language may be left out", async () => {
    const admin = api.as("admin");
    expect((await admin("post", "/v1/clients", { name: "Walk-in" }).expect(201)).body).toMatchObject({
      phone: null,
      locale: null,
    });
    for (const body of [{}, { name: "" }, { name: "x", phone: "20000009" }, { name: "x", telegramUserId: 5 }])
      await admin("post", "/v1/clients", body).expect(400);
  });

  it("is forgotten without a trace, the answer to who added them included", async () => {
    const { call } = await buildStaff(api, "admin");
    const key = { "idempotency-key": randomUUID() };
    const added = await call("post", "/v1/clients", { name: "Forget Me" }, key).expect(201);
    await call("post", `/v1/clients/${added.body.id}/erase`).expect(204);
    const again = await call("post", "/v1/clients", { name: "Forget Me" }, key).expect(201);
    expect(again.body.id).not.toBe(added.body.id);
  });
});

describe("the clients of a master", () => {
  it("are those who have or had a visit with them, and those whom they added; nobody else exists for them", async () => {
    const [own, other] = [await buildShop(api), await buildShop(api)];
    const gleb = await buildStaff(api, "master", own.master.id);
    const mira = await buildStaff(api, "master", other.master.id);
    const [vera, theo, nobody] = [await buildClient(api), await buildClient(api), await buildClient(api)];
    const visit = await buildBooking(vera.call, own.visit, "2026-11-24T10:00:00Z");
    await buildBooking(theo.call, other.visit, "2026-11-24T10:00:00Z");
    await nobody.call("post", "/v1/holds", { ...own.visit, startsAt: "2026-11-24T12:00:00Z" }).expect(201);
    const { body: added } = await gleb.call("post", "/v1/clients", { name: "Added" }).expect(201);
    const [veraId, theoId, nobodyId] = [
      await idOf(vera.call),
      await idOf(theo.call),
      await idOf(nobody.call),
    ];

    expect((await idsOf(gleb.call)).sort()).toEqual([veraId, added.id].sort());
    expect(await idsOf(mira.call)).toEqual([theoId]);
    await vera.call("post", `/v1/appointments/${visit.id}/cancel`, {}).expect(200);
    expect(await idsOf(gleb.call)).toContain(veraId);
    expect(await idsOf(gleb.call, "Added")).toEqual([added.id]);
    await gleb.call("get", `/v1/clients/${veraId}`).expect(200);
    await gleb.call("get", `/v1/clients/${added.id}`).expect(200);
    const absent = await gleb.call("get", `/v1/clients/${randomUUID()}`).expect(404);
    for (const id of [theoId, nobodyId]) {
      const { body } = await gleb.call("get", `/v1/clients/${id}`).expect(404);
      expect({ ...body, instance: 0 }).toEqual({ ...absent.body, instance: 0 });
    }
    const all = await idsOf(api.as("admin"));
    expect(all).toEqual(expect.arrayContaining([veraId, theoId, nobodyId, added.id]));
    const till = await buildKey(api, ["clients:read"]);
    expect(await idsOf(till.call)).toEqual(all);
  });

  it("come in pages of their own", async () => {
    const { master } = await buildShop(api);
    const gleb = await buildStaff(api, "master", master.id);
    for (const name of ["Anna", "Boris", "Clara"])
      await gleb.call("post", "/v1/clients", { name }).expect(201);
    const first = (await gleb.call("get", "/v1/clients?limit=2").expect(200)).body;
    const rest = (await gleb.call("get", `/v1/clients?limit=2&cursor=${first.nextCursor}`).expect(200)).body;
    const names = [...first.items, ...rest.items].map(({ name }: { name: string }) => name);
    expect([names, rest.nextCursor]).toEqual([["Anna", "Boris", "Clara"], null]);
  });
});

describe("what a client prefers", () => {
  it("is kept until they say otherwise, and seen by the desk", async () => {
    const { master } = await buildShop(api);
    const { call } = await buildClient(api);
    const wishes = { favouriteMasterId: master.id, reminderLeadsMinutes: [180], acceptsBroadcasts: false };
    const { body } = await call("put", "/v1/clients/me", { name: "Vera", ...wishes }).expect(200);
    expect(body).toMatchObject(wishes);
    expect((await call("put", "/v1/clients/me", { name: "Vera L." }).expect(200)).body).toMatchObject(wishes);
    expect((await api.as("admin")("get", `/v1/clients/${body.id}`).expect(200)).body).toMatchObject(wishes);
    const none = { favouriteMasterId: null, reminderLeadsMinutes: null, acceptsBroadcasts: true };
    expect((await call("put", "/v1/clients/me", { name: "Vera", ...none }).expect(200)).body).toMatchObject(
      none,
    );
    const silent = { name: "Vera", reminderLeadsMinutes: [] };
    expect((await call("put", "/v1/clients/me", silent).expect(200)).body.reminderLeadsMinutes).toEqual([]);
  });

  it("is a master who exists", async () => {
    const { call } = await buildClient(api);
    const { body } = await call("put", "/v1/clients/me", {
      name: "V",
      favouriteMasterId: randomUUID(),
    }).expect(404);
    expect(problemNameOf(body.type)).toBe("not-found");
  });
});
