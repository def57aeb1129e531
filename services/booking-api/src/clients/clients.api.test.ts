import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";
import { rows } from "../database";

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
      favouriteMasterId: null,
      reminderLeadsMinutes: null,
      acceptsBroadcasts: true,
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

  it("speaks the language of their Telegram until they choose one", async () => {
    const call = api.as("bot", 6_000_003);
    const said = async (body: object) =>
      (await call("put", me, { name: "Vera", ...body }).expect(200)).body as object;
    expect(await said({})).toMatchObject({ locale: null });
    expect(await said({ firstLocale: "ru" })).toMatchObject({ locale: "ru" });
    expect(await said({ firstLocale: "en" })).toMatchObject({ locale: "ru" });
    expect(await said({ firstLocale: "ru", locale: "en" })).toMatchObject({ locale: "en" });
    const other = api.as("bot", 6_000_004);
    expect((await other("put", me, { name: "Theo", firstLocale: "en" }).expect(200)).body.locale).toBe("en");
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

describe("the list of clients", () => {
  const list = async (query: string) =>
    (await api.as("admin")("get", `/v1/clients?${query}`).expect(200)).body as {
      items: { id: string; name: string }[];
      nextCursor: string | null;
    };
  const names = async (query: string) => (await list(query)).items.map(({ name }) => name);

  it("is searched by any part of name or number, in any case, and by nothing but the letters themselves", async () => {
    const mark = randomUUID().slice(0, 8);
    await buildClient(api, { name: `Вера ${mark}`, phone: "+37120009911" });
    await buildClient(api, { name: `100% ${mark}` });
    await buildClient(api, { name: `a_b\\c ${mark}` });
    const search = (text: string) => names(`search=${encodeURIComponent(text)}`);
    expect(await search(`вера ${mark.toUpperCase()}`)).toEqual([`Вера ${mark}`]);
    expect(await search("20009911")).toEqual([`Вера ${mark}`]);
    expect(await search(`% ${mark}`)).toEqual([`100% ${mark}`]);
    expect(await search(`_b\\c ${mark}`)).toEqual([`a_b\\c ${mark}`]);
    expect(await search(`a%c ${mark}`)).toEqual([]);
    expect(await search("' or 1=1 --")).toEqual([]);
  });

  it("comes by name in pages that neither lose nor repeat anybody", async () => {
    const mark = randomUUID().slice(0, 8);
    for (const name of ["C", "A", "B", "B", "Я".repeat(60)])
      await buildClient(api, { name: `${mark} ${name}` });
    const all = await names(`search=${mark}&limit=100`);
    expect(all).toHaveLength(5);
    const pages: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await list(`search=${mark}&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      pages.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all);
    for (const wrong of ["x", randomUUID()]) {
      await api.as("admin")("get", `/v1/clients?cursor=${wrong}`).expect(400);
    }
  });

  it("says how often they came and how often not, counted from the visits themselves", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const { id } = (await vera.call("get", me).expect(200)).body as { id: string };
    for (const [status, hour] of [
      ["completed", 8],
      ["completed", 9],
      ["no_show", 10],
      ["cancelled", 11],
    ] as const) {
      const booking = await buildBooking(
        vera.call,
        visit,
        `2026-11-24T${String(hour).padStart(2, "0")}:00:00Z`,
      );
      await rows(
        api.db,
        `update booking.appointments set status = $2 where id = $1`,
        [booking.id, status],
        null,
      );
    }
    const { body } = await api.as("admin")("get", `/v1/clients/${id}`).expect(200);
    expect(body).toMatchObject({
      id,
      telegramUserId: vera.telegramUserId,
      visits: 2,
      noShows: 1,
      erasedAt: null,
    });
  });

  it("is for management alone, and forgets who was forgotten", async () => {
    const mark = randomUUID();
    const vera = await buildClient(api, { name: mark });
    const { id } = (await vera.call("get", me).expect(200)).body as { id: string };
    await vera.call("get", "/v1/clients").expect(403);
    await vera.call("get", `/v1/clients/${id}`).expect(403);
    await api.as("admin")("get", `/v1/clients/${randomUUID()}`).expect(404);
    expect(await names(`search=${mark}`)).toEqual([mark]);
    await api.as("admin")("post", `/v1/clients/${id}/erase`).expect(204);
    expect(await names(`search=${mark}`)).toEqual([]);
    expect((await list("limit=100")).items.map((client) => client.id)).not.toContain(id);
  });
});
