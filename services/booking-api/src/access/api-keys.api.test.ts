import { randomUUID } from "node:crypto";
import { eventually } from "@okoshko/testkit/eventually";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildClient, buildKey, buildStaff } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const listed = async (id: string) =>
  (await api.as("admin")("get", "/v1/api-keys").expect(200)).body.items.find(
    (item: { id: string }) => item.id === id,
  );
const auditOf = (id: string) =>
  rows<{ operation: string }>(
    api.db,
    `select operation from booking.audit where subject = $1 order by id`,
    [`api_key:${id}`],
    null,
  );

describe("a key for another program", () => {
  it("is shown once and kept as a hash, even where answers are kept for repetitions", async () => {
    const key = { "idempotency-key": randomUUID() };
    const body = { name: "Касса", scopes: ["catalogue:read", "events:read"] };
    const first = await api.as("admin")("post", "/v1/api-keys", body, key).expect(201);
    expect(first.body.key).toMatch(/^oko_[0-9a-f]{6}_[A-Za-z0-9_-]{43}$/);
    expect(first.body).toMatchObject({ ...body, prefix: first.body.key.slice(0, 10), revokedAt: null });
    expect((await api.as("admin")("post", "/v1/api-keys", body, key).expect(201)).body).toEqual(first.body);

    const secret = first.body.key.slice(11) as string;
    for (const table of ["api_keys", "idempotency_keys", "audit"]) {
      const sql = `select t::text as text from booking.${table} t`;
      const found = await rows<{ text: string }>(api.db, sql, [], null);
      expect(found.filter(({ text }) => text.includes(secret))).toEqual([]);
    }
    expect((await api.as("admin")("get", "/v1/api-keys").expect(200)).text).not.toContain(secret);
  });

  it("may do what its scopes say, for nobody in particular", async () => {
    const { call, id } = await buildKey(api, ["catalogue:read"]);
    await call("get", "/v1/services").expect(200);
    await call("patch", "/v1/business", { holdMinutes: 6 }).expect(403);
    await call("get", "/v1/api-keys").expect(403);
    const { telegramUserId } = await buildClient(api);
    const someone = { "okoshko-on-behalf-of": `telegram:${telegramUserId}` };
    await call("get", "/v1/services", undefined, someone).expect(403);
    expect((await call("get", "/v1/access").expect(200)).body).toEqual({
      roles: ["integration"],
      scopes: ["catalogue:read"],
      masterId: null,
      telegramUserId: null,
    });
    expect(id).toBeDefined();
  });

  it("leaves its name in the audit log", async () => {
    const { call, id } = await buildKey(api, ["catalogue:write"]);
    const input = { name: { en: "By a key" }, durationMinutes: 30, priceMinor: 1 };
    const { body } = await call("post", "/v1/services", input).expect(201);
    const [entry] = await rows<{ actor: string; channel: string }>(
      api.db,
      `select actor, channel from booking.audit where subject = $1`,
      [`service:${body.id}`],
      null,
    );
    expect(entry).toEqual({ actor: `api-key:${id}`, channel: "api" });
  });

  it("cannot make anybody a master: that would be a way to rights that it was not given", async () => {
    const { call } = await buildKey(api, ["catalogue:write"]);
    const { body } = await api
      .as("admin")("post", "/v1/masters", { name: { en: "M" } })
      .expect(201);
    const telegramUserId = 7_300_001;
    await call("post", "/v1/masters", { name: { en: "M" }, telegramUserId }).expect(403);
    await call("patch", `/v1/masters/${body.id}`, { telegramUserId }).expect(403);
    await call("patch", `/v1/masters/${body.id}`, { name: { en: "N" } }).expect(200);
  });

  it("ends the moment it is revoked, on every replica", async () => {
    const { call, id } = await buildKey(api, ["catalogue:read"]);
    await call("get", "/v1/services").expect(200);
    await api.as("admin")("delete", `/v1/api-keys/${id}`).expect(204);
    const { body } = await call("get", "/v1/services").expect(401);
    expect(problemNameOf(body.type)).toBe("unauthorized");
    const { revokedAt } = await listed(id);
    api.clock.advance(1_000);
    await api.as("admin")("delete", `/v1/api-keys/${id}`).expect(204);
    expect((await listed(id)).revokedAt).toBe(revokedAt);
    expect((await auditOf(id)).map(({ operation }) => operation)).toEqual(["createApiKey", "revokeApiKey"]);
    await api.as("admin")("delete", `/v1/api-keys/${randomUUID()}`).expect(404);
  });

  it("ends at the time that was set, which must lie ahead", async () => {
    const expiresAt = new Date(api.clock.now().getTime() + 3_600_000).toISOString();
    const input = { name: "Short", scopes: ["catalogue:read"], expiresAt };
    const { body } = await api.as("admin")("post", "/v1/api-keys", input).expect(201);
    api.clock.advance(3_599_999);
    await api.bearer(body.key)("get", "/v1/services").expect(200);
    api.clock.advance(1);
    await api.bearer(body.key)("get", "/v1/services").expect(401);
    const late = await api.as("admin")("post", "/v1/api-keys", input).expect(400);
    expect(late.body.errors[0].pointer).toBe("/expiresAt");
  });

  it("that is nearly right is not known", async () => {
    const { key } = await buildKey(api, ["catalogue:read"]);
    for (const wrong of [
      key.slice(0, -1),
      `${key}A`,
      key.toUpperCase(),
      key.slice(0, 11),
      "oko_",
      key.slice(4),
    ]) {
      await api.bearer(wrong)("get", "/v1/services").expect(401);
    }
  });

  it("says when it was used, a minute exactly at most, without a line in the audit log for it", async () => {
    const { call, id } = await buildKey(api, ["catalogue:read"]);
    const usedAt = async (iso: string) =>
      eventually(async () => expect((await listed(id)).lastUsedAt).toBe(iso));
    const began = api.clock.now().toISOString();
    await Promise.all(Array.from({ length: 20 }, () => call("get", "/v1/services").expect(200)));
    await usedAt(began);

    api.clock.advance(59_999);
    await call("get", "/v1/services").expect(200);
    api.clock.advance(1);
    const later = api.clock.now().toISOString();
    await call("get", "/v1/services").expect(200);
    await usedAt(later);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it("is the owner's business alone", async () => {
    const admin = await buildStaff(api, "admin");
    await admin.call("get", "/v1/api-keys").expect(403);
    const owner = await buildStaff(api, "owner");
    const { body } = await owner
      .call("post", "/v1/api-keys", { name: "Till", scopes: ["catalogue:read"] })
      .expect(201);
    await api.bearer(body.key)("get", "/v1/services").expect(200);
  });
});
