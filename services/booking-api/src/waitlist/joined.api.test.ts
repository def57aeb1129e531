import { randomUUID } from "node:crypto";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop, buildStaff } from "../../test/factories";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const day = "2026-11-24";

async function wish(client: Awaited<ReturnType<typeof buildClient>>, visit: object) {
  const { body } = await client.call("post", "/v1/waitlist", { ...visit, from: day, to: day }).expect(201);
  return body as { id: string };
}

describe("a new wish", () => {
  const joinedEvents = async (entryId: string) => {
    const { body } = await api.as("notifier")("get", "/v1/events?limit=500").expect(200);
    type Joined = { event: { type: string; data: { entryId?: string } } };
    return (body.items as Joined[])
      .map(({ event }) => event)
      .filter(({ type, data }) => type === "waitlist.joined" && data.entryId === entryId);
  };
  const briefing = (id: string) => api.as("notifier")("get", `/v1/waitlist/${id}/briefing`);

  it("is an event, once however often it is repeated, with whom it names and nothing of who the client is", async () => {
    const { visit, master } = await buildShop(api);
    const client = await buildClient(api);
    const { id } = await wish(client, visit);
    await wish(client, visit);
    const events = await joinedEvents(id);
    expect(events).toEqual([
      expect.objectContaining({
        actor: "client",
        actorTelegramUserId: null,
        data: {
          entryId: id,
          clientId: expect.any(String),
          serviceIds: visit.serviceIds,
          master: expect.objectContaining({ id: master.id, locale: expect.stringMatching(/^(ru|en)$/) }),
          toTell: [],
          from: day,
          to: day,
          dayParts: ["morning", "afternoon", "evening"],
        },
      }),
    ]);
    const { id: any } = await wish(client, { ...visit, masterId: null });
    expect(await joinedEvents(any)).toMatchObject([{ data: { master: null } }]);
  });

  it("is shown to its master with the name of a client of theirs, and of nobody else's", async () => {
    const { visit, service, master } = await buildShop(api);
    const [first, stranger] = [await buildClient(api), await buildClient(api)];
    await buildBooking(first.call, visit, `${day}T10:00:00Z`);
    const [theirs, unknown] = [await wish(first, visit), await wish(stranger, visit)];
    await wish(stranger, { ...visit, masterId: null });
    const { body: me } = await first.call("get", "/v1/clients/me").expect(200);
    expect((await briefing(theirs.id).expect(200)).body).toEqual({
      state: "waiting",
      masterId: master.id,
      clientName: me.name,
      serviceNames: [service.name],
      from: day,
      to: day,
      dayParts: ["morning", "afternoon", "evening"],
      waiting: 3,
    });
    expect((await briefing(unknown.id).expect(200)).body).toMatchObject({ clientName: null });
    await stranger.call("delete", `/v1/waitlist/${unknown.id}`).expect(204);
    expect((await briefing(unknown.id).expect(200)).body).toMatchObject({ state: "left", waiting: 2 });
  });

  it("is to be told to the master whom it names, and for any master to those in charge, each in their language", async () => {
    const { visit, master } = await buildShop(api);
    const [owner, admin] = [await buildStaff(api, "owner"), await buildStaff(api, "admin")];
    const theirs = await buildStaff(api, "master", master.id);
    await owner.call("put", "/v1/clients/me", { name: "Inga", locale: "en" }).expect(200);
    const client = await buildClient(api);
    const toTell = async (masterId: string | null) => {
      const [event] = await joinedEvents((await wish(client, { ...visit, masterId })).id);
      return (event?.data as { toTell?: { telegramUserId: number }[] }).toTell;
    };
    expect(await toTell(master.id)).toEqual([{ telegramUserId: theirs.telegramUserId, locale: "ru" }]);
    expect(await toTell(null)).toEqual([
      { telegramUserId: owner.telegramUserId, locale: "en" },
      { telegramUserId: admin.telegramUserId, locale: "ru" },
    ]);
  });

  it("is told to nobody who made it themselves", async () => {
    const { visit, master } = await buildShop(api);
    const owner = await buildStaff(api, "owner");
    const theirs = await buildStaff(api, "master", master.id);
    for (const { call } of [owner, theirs])
      await call("put", "/v1/clients/me", { name: "Inga", locale: "en" }).expect(200);
    const [named] = await joinedEvents((await wish(theirs, visit)).id);
    expect(named?.data).toMatchObject({ toTell: [] });
    const [any] = await joinedEvents((await wish(owner, { ...visit, masterId: null })).id);
    expect(JSON.stringify(any)).not.toContain(String(owner.telegramUserId));
  });

  it("for any master is shown to those in charge with the name and how many wait in all; one that is not there to nobody", async () => {
    const { visit } = await buildShop(api);
    const client = await buildClient(api, { name: "Theo" });
    const { body: before } = await briefing((await wish(client, visit)).id).expect(200);
    const { id } = await wish(client, { ...visit, masterId: null });
    const { body } = await briefing(id).expect(200);
    expect(body).toMatchObject({ masterId: null, clientName: "Theo" });
    expect(body.waiting).toBeGreaterThan(before.waiting);
    await briefing(randomUUID()).expect(404);
  });
});
