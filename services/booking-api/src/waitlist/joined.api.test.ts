import { randomUUID } from "node:crypto";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";

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

  it("that names nobody, or is not there, has no master to be shown to", async () => {
    const { visit } = await buildShop(api);
    const { id } = await wish(await buildClient(api), { ...visit, masterId: null });
    await briefing(id).expect(404);
    await briefing(randomUUID()).expect(404);
  });
});
