import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";

let api: Api;
let admin: Caller;
beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin");
});
afterAll(() => api.stop());

const ids = (items: { id: string }[]) => items.map(({ id }) => id);

describe("services", () => {
  it("are added with what was said and sane defaults for the rest", async () => {
    const { body } = await admin("post", "/v1/services", {
      name: { ru: "Стрижка", en: "Haircut" },
      durationMinutes: 45,
      priceMinor: 2500,
    }).expect(201);
    expect(body).toEqual({
      id: body.id,
      name: { ru: "Стрижка", en: "Haircut" },
      description: null,
      durationMinutes: 45,
      priceMinor: 2500,
      currency: "EUR",
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      requiresApproval: false,
      reminderLeadsMinutes: null,
      active: true,
      position: 0,
    });
    expect((await admin("get", `/v1/services/${body.id}`).expect(200)).body).toEqual(body);
  });

  it("are added once, however often the same request comes", async () => {
    const key = { "idempotency-key": randomUUID() };
    const input = { name: { en: "Shave" }, durationMinutes: 30, priceMinor: 1500 };
    const first = await admin("post", "/v1/services", input, key).expect(201);
    const again = await admin("post", "/v1/services", input, key).expect(201);
    expect(again.body).toEqual(first.body);

    const other = await admin("post", "/v1/services", { ...input, priceMinor: 1600 }, key).expect(422);
    expect(problemNameOf(other.body.type)).toBe("idempotency-key-reused");
    const { body } = await admin("get", "/v1/services").expect(200);
    expect(body.items.filter(({ name }: { name: { en: string } }) => name.en === "Shave")).toHaveLength(1);
  });

  it("may share a key with something else: a key belongs to one operation", async () => {
    const key = { "idempotency-key": randomUUID() };
    await admin(
      "post",
      "/v1/services",
      { name: { en: "X" }, durationMinutes: 30, priceMinor: 1 },
      key,
    ).expect(201);
    await admin("post", "/v1/masters", { name: { en: "X" } }, key).expect(201);
  });

  it("are changed in what was named, and the neighbour is not touched", async () => {
    const [mine, neighbour] = [await buildService(api), await buildService(api)];
    const { body } = await admin("patch", `/v1/services/${mine.id}`, { priceMinor: 9900 }).expect(200);
    expect(body).toEqual({ ...mine, priceMinor: 9900 });
    expect((await admin("get", `/v1/services/${neighbour.id}`).expect(200)).body).toEqual(neighbour);
  });

  it("leave made bookings as they were made", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const booking = await buildBooking(call, visit, "2026-11-24T10:00:00Z");
    await admin("patch", `/v1/services/${service.id}`, {
      priceMinor: 1,
      durationMinutes: 5,
      name: { en: "Another name" },
    }).expect(200);
    expect((await call("get", `/v1/appointments/${booking.id}`).expect(200)).body).toEqual(booking);
  });

  it("that are taken out of the catalogue are hidden, not gone, and cannot be booked", async () => {
    const { service, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    await admin("patch", `/v1/services/${service.id}`, { active: false }).expect(200);

    expect(ids((await call("get", "/v1/services").expect(200)).body.items)).not.toContain(service.id);
    expect(ids((await call("get", "/v1/services?includeInactive=true").expect(200)).body.items)).toContain(
      service.id,
    );
    const { body } = await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T10:00:00Z" }).expect(
      404,
    );
    expect(problemNameOf(body.type)).toBe("not-found");
    await call("get", `/v1/availability/slots?serviceIds=${service.id}&date=2026-11-24`).expect(404);
  });

  it("are listed in the order of the business", async () => {
    const last = await buildService(api, { position: 9002 });
    const first = await buildService(api, { position: 9001 });
    const { body } = await admin("get", "/v1/services").expect(200);
    expect(ids(body.items).slice(-2)).toEqual([first.id, last.id]);
  });
});

describe("masters", () => {
  it("are added, changed and read; the neighbour is not touched", async () => {
    const neighbour = await buildMaster(api, []);
    const created = await admin("post", "/v1/masters", { name: { en: "Mira" } }).expect(201);
    expect(created.body).toMatchObject({
      about: null,
      telegramUserId: null,
      locale: "ru",
      active: true,
      serviceIds: [],
    });

    const change = { telegramUserId: 7_100_001, locale: "en" };
    const { body } = await admin("patch", `/v1/masters/${created.body.id}`, change).expect(200);
    expect(body).toEqual({ ...created.body, ...change });
    expect((await admin("get", `/v1/masters/${created.body.id}`).expect(200)).body).toEqual(body);
    expect((await admin("get", `/v1/masters/${neighbour.id}`).expect(200)).body).toEqual(neighbour);
  });

  it("have a Telegram account each: the second to name it is refused, and can be tried again", async () => {
    const telegramUserId = 7_100_002;
    await admin("post", "/v1/masters", { name: { en: "First" }, telegramUserId }).expect(201);
    const key = { "idempotency-key": randomUUID() };
    const created = await admin(
      "post",
      "/v1/masters",
      { name: { en: "Second" }, telegramUserId },
      key,
    ).expect(409);
    const other = await buildMaster(api, []);
    const changed = await admin("patch", `/v1/masters/${other.id}`, { telegramUserId }).expect(409);

    for (const { body } of [created, changed]) expect(problemNameOf(body.type)).toBe("already-exists");
    expect((await admin("get", `/v1/masters/${other.id}`).expect(200)).body.telegramUserId).toBeNull();
    await admin("post", "/v1/masters", { name: { en: "Second" } }, key).expect(201);
  });

  it("are found by everything that they can do", async () => {
    const [cut, shave] = [await buildService(api), await buildService(api)];
    const [both, one] = [await buildMaster(api, [cut.id, shave.id]), await buildMaster(api, [cut.id])];
    const list = async (query: string) =>
      ids((await admin("get", `/v1/masters?serviceIds=${query}`).expect(200)).body.items);

    expect((await list(cut.id)).sort()).toEqual([both.id, one.id].sort());
    expect(await list(`${cut.id},${shave.id}`)).toEqual([both.id]);
    expect(await list(randomUUID())).toEqual([]);
  });

  it("who left are hidden and cannot be booked", async () => {
    const { master, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    await admin("patch", `/v1/masters/${master.id}`, { active: false }).expect(200);
    expect(ids((await call("get", "/v1/masters").expect(200)).body.items)).not.toContain(master.id);
    expect(ids((await call("get", "/v1/masters?includeInactive=true").expect(200)).body.items)).toContain(
      master.id,
    );
    await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T10:00:00Z" }).expect(404);
  });
});

describe("who does what", () => {
  it("has a duration and price of its own, or the service's", async () => {
    const service = await buildService(api, { durationMinutes: 60, priceMinor: 2500 });
    const master = await buildMaster(api, [service.id], { offering: { durationMinutes: 90 } });
    const path = `/v1/masters/${master.id}/services`;
    const offering = { masterId: master.id, serviceId: service.id };
    expect((await admin("get", path).expect(200)).body.items).toEqual([
      { ...offering, durationMinutes: 90, priceMinor: 2500 },
    ]);

    const put = await admin("put", `${path}/${service.id}`, { durationMinutes: null, priceMinor: 0 }).expect(
      200,
    );
    expect(put.body).toEqual({ ...offering, durationMinutes: 60, priceMinor: 0 });
  });

  it("is taken back without touching what others do, and twice is no error", async () => {
    const service = await buildService(api);
    const [mine, neighbour] = [await buildMaster(api, [service.id]), await buildMaster(api, [service.id])];
    await admin("delete", `/v1/masters/${mine.id}/services/${service.id}`).expect(204);
    await admin("delete", `/v1/masters/${mine.id}/services/${service.id}`).expect(204);

    expect((await admin("get", `/v1/masters/${mine.id}/services`).expect(200)).body.items).toEqual([]);
    expect((await admin("get", `/v1/masters/${neighbour.id}/services`).expect(200)).body.items).toHaveLength(
      1,
    );
  });

  it("decides how long and how dear a visit is, up to ten of the dearest", async () => {
    const dear = await Promise.all(
      Array.from({ length: 10 }, () => buildService(api, { durationMinutes: 30, priceMinor: 1_000_000_000 })),
    );
    const serviceIds = ids(dear);
    const master = await buildMaster(api, serviceIds);
    const { call } = await buildClient(api);
    const query = `serviceIds=${serviceIds.join(",")}&masterId=${master.id}&date=2026-11-24`;
    const { body } = await call("get", `/v1/availability/slots?${query}`).expect(200);
    expect(body.items[0].offers[0]).toMatchObject({ durationMinutes: 300, priceMinor: 10_000_000_000 });

    const booking = await buildBooking(
      call,
      { serviceIds, masterId: master.id },
      body.items[0].startsAt as string,
    );
    expect(booking).toMatchObject({ durationMinutes: 300, priceMinor: 10_000_000_000 });
  });
});
