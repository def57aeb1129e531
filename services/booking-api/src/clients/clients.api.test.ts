import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildClient } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const me = "/v1/clients/me";
const reachability = (telegramUserId: number) => `/v1/telegram-users/${telegramUserId}/reachability`;

describe("a client", () => {
  it("is not found before they are known", async () => {
    const { body } = await api.as("bot", 6_000_001)("get", me).expect(404);
    expect(problemNameOf(body.type)).toBe("not-found");
    await api.as("bot")("get", me).expect(400);
  });

  it("is made at first sight, also when two first messages come at once", async () => {
    const call = api.as("bot", 6_000_002);
    const answers = await Promise.all([1, 2, 3, 4].map(() => call("put", me, { name: "Vera" }).expect(200)));
    expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
    expect(answers[0]?.body).toEqual({
      id: answers[0]?.body.id,
      telegramUserId: 6_000_002,
      name: "Vera",
      locale: null,
      phone: null,
      reachable: true,
    });
  });

  it("keeps what is left out, forgets what is null, and leaves the neighbour alone", async () => {
    const [{ call }, neighbour] = [await buildClient(api), await buildClient(api, { name: "Neighbour" })];
    const before = (await neighbour.call("get", me).expect(200)).body as object;
    await call("put", me, { name: "Vera", locale: "ru", phone: "+37120000000" }).expect(200);

    const { body } = await call("put", me, { name: "Vera L." }).expect(200);
    expect(body).toMatchObject({ name: "Vera L.", locale: "ru", phone: "+37120000000" });
    expect((await call("put", me, { name: "Vera L.", phone: null }).expect(200)).body.phone).toBeNull();
    expect((await neighbour.call("get", me).expect(200)).body).toEqual(before);
  });

  it("is unreachable from the notifier's word until they act again", async () => {
    const [vera, neighbour] = [await buildClient(api), await buildClient(api)];
    await api.as("notifier")("put", reachability(vera.telegramUserId), { reachable: false }).expect(204);
    expect((await vera.call("get", me).expect(200)).body.reachable).toBe(false);
    expect((await neighbour.call("get", me).expect(200)).body.reachable).toBe(true);

    await api.as("bot")("put", reachability(vera.telegramUserId), { reachable: true }).expect(204);
    expect((await vera.call("get", me).expect(200)).body.reachable).toBe(true);
    await api.as("notifier")("put", reachability(vera.telegramUserId), { reachable: false }).expect(204);
    expect((await vera.call("put", me, { name: "Vera" }).expect(200)).body.reachable).toBe(true);
  });

  it("may be nobody's client and still be unreachable", async () => {
    await api.as("notifier")("put", reachability(6_000_099), { reachable: false }).expect(204);
    await api.as("bot", 6_000_099)("get", me).expect(404);
  });

  it("may have the largest id that Telegram can give", async () => {
    const call = api.as("bot", Number.MAX_SAFE_INTEGER);
    expect((await call("put", me, { name: "Big" }).expect(200)).body.telegramUserId).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });
});
