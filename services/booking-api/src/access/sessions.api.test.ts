import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, botToken, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop, buildStaff } from "../../test/factories";
import { encoded, fieldsFor, signed } from "../../test/init-data";
import { rows } from "../database";
import { sessionTokens } from "./session-token";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const signIn = (initData: string, to = api) => to.bearer()("post", "/v1/sessions/telegram", { initData });
const initDataOf = (person: number, token = botToken) =>
  encoded(signed(fieldsFor(person, api.clock.now()), { botToken: token }));
const sessionOf = async (person: number) => {
  const { body } = await signIn(initDataOf(person)).expect(201);
  return { token: String(body.token), call: api.bearer(String(body.token)) };
};

describe("a session of the Mini App", () => {
  it("is given for what Telegram signed, for a quarter of an hour", async () => {
    const { body } = await signIn(initDataOf(1001)).expect(201);
    const expiresAt = new Date(api.clock.now().getTime() + 15 * 60_000).toISOString();
    expect(body).toEqual({ token: body.token, expiresAt, telegramUserId: 1001 });
  });

  it("is not given for another bot's data, or for an old one", async () => {
    const refused = await signIn(initDataOf(1001, botToken.replace("1000000001", "1000000002"))).expect(401);
    expect(problemNameOf(refused.body.type)).toBe("init-data-invalid");
    const initData = initDataOf(1001);
    api.clock.advance(3_600_001);
    expect(problemNameOf((await signIn(initData).expect(401)).body.type)).toBe("init-data-invalid");
  });

  it("acts as that person, and the audit log says that it was by the Mini App", async () => {
    const { telegramUserId } = await buildClient(api);
    const { call } = await sessionOf(telegramUserId);
    const { body } = await call("put", "/v1/clients/me", { name: "По-новому" }).expect(200);
    expect(body).toMatchObject({ telegramUserId, name: "По-новому" });
    const { visit } = await buildShop(api);
    const booking = await buildBooking(call, visit, "2026-11-24T10:00:00Z");
    const found = await rows(
      api.db,
      `select distinct booking.account_of(actor) as actor, channel from booking.audit where subject = $1`,
      [`appointment:${booking.id}`],
      null,
    );
    expect(found).toEqual([{ actor: `telegram:${telegramUserId}`, channel: "mini-app" }]);
  });

  it("has the rights that the person has at that moment, no more and no less", async () => {
    const { telegramUserId, call: asBot } = await buildStaff(api, "owner");
    await buildStaff(api, "owner");
    const { call } = await sessionOf(telegramUserId);
    expect((await call("get", "/v1/access").expect(200)).body).toEqual(
      (await asBot("get", "/v1/access").expect(200)).body,
    );
    await call("get", "/v1/staff").expect(200);
    await api.as("admin")("delete", `/v1/staff/${telegramUserId}`).expect(204);
    await call("get", "/v1/staff").expect(403);
  });

  it("cannot act for anybody else", async () => {
    const { telegramUserId } = await buildClient(api);
    const { call } = await sessionOf(telegramUserId);
    const as = (person: number) => ({ "okoshko-on-behalf-of": `telegram:${person}` });
    await call("get", "/v1/clients/me", undefined, as(telegramUserId)).expect(200);
    const { body } = await call("get", "/v1/clients/me", undefined, as(telegramUserId + 1)).expect(403);
    expect(problemNameOf(body.type)).toBe("forbidden");
  });

  it("ends after fifteen minutes", async () => {
    const { call } = await sessionOf(1001);
    api.clock.advance(15 * 60_000 - 1);
    await call("get", "/v1/access").expect(200);
    api.clock.advance(1);
    await call("get", "/v1/access").expect(401);
  });

  it("cannot be changed or made by anybody else", async () => {
    const { token } = await sessionOf(1001);
    const [payload = "", signature = ""] = token.slice("okosession_".length).split(".");
    const other = Buffer.from(JSON.stringify({ sub: 3001, exp: 9e15 })).toString("base64url");
    const foreign = sessionTokens("another-secret-that-is-long-enough!").issue(1001, api.clock.now()).token;
    const wrong = [
      foreign,
      `okosession_${other}.${signature}`,
      `okosession_${payload}.${signature.slice(0, -1)}`,
      `okosession_${payload}.`,
      `okosession_${payload}`,
      `okosession_.${"A".repeat(43)}`,
      `okosession_${other}.${"A".repeat(43)}`,
      `${payload}.${signature}`,
    ];
    for (let index = 0; index < token.length; index += 7) {
      wrong.push(`${token.slice(0, index)}${token[index] === "A" ? "B" : "A"}${token.slice(index + 1)}`);
    }
    for (const one of wrong) await api.bearer(one)("get", "/v1/access").expect(401);
    await api.bearer(token)("get", "/v1/access").expect(200);
  });
});

it("signing in is refused clearly where it is not configured", async () => {
  const off = await startApi({ initDataChecks: {} });
  const { body } = await signIn(initDataOf(1001), off).expect(503);
  expect([problemNameOf(body.type), body.detail]).toEqual([
    "unavailable",
    expect.stringContaining("SESSION_SECRET"),
  ]);
  await off.stop();
});
