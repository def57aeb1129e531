import { randomUUID } from "node:crypto";
import { type Api, startApi } from "../../test/api";
import {
  buildBooking,
  buildClient,
  buildMaster,
  buildService,
  buildShop,
  buildStaff,
} from "../../test/factories";
import { sealAudit, verifyAudit } from "../audit/seals";
import { rows } from "../database";
import { sweepWaitlist } from "../waitlist/sweep";
import { forgetOldClients } from "./retention";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

type Client = Awaited<ReturnType<typeof buildClient>>;
const idOf = async ({ call }: Client) => String((await call("get", "/v1/clients/me").expect(200)).body.id);
const record = async (id: string) =>
  (await api.as("admin")("get", `/v1/clients/${id}`).expect(200)).body as Record<string, unknown>;

/** A client about whom everything is kept that can be: visits past and ahead, a hold, an offer, a wish, words of theirs. */
async function buildLife() {
  const name = `Forgettable ${randomUUID()}`;
  const phone = `+3712${Math.floor(1e6 + Math.random() * 9e6)}`;
  const vera = await buildClient(api, { name, phone, locale: "ru" });
  const service = await buildService(api);
  const master = await buildMaster(api, [service.id]);
  const visit = { serviceIds: [service.id], masterId: master.id };
  const past = await buildBooking(vera.call, visit, "2026-11-23T08:00:00Z");
  const missed = await buildBooking(vera.call, visit, "2026-11-23T09:00:00Z");
  const called = await buildBooking(vera.call, visit, "2026-11-23T13:00:00Z");
  const ahead = await buildBooking(vera.call, visit, "2026-11-26T08:00:00Z");
  await vera.call("post", `/v1/appointments/${called.id}/cancel`, {
    expectedVersion: 2,
    reason: `${name} is ill`,
  });
  await vera.call("put", `/v1/appointments/${ahead.id}/note`, { note: `${name} is shy` }).expect(200);
  const own = { favouriteMasterId: master.id, reminderLeadsMinutes: [333] };
  await vera.call("put", "/v1/clients/me", { name, ...own }).expect(200);
  const done = `update booking.appointments set status = $2 where id = $1`;
  await rows(api.db, done, [past.id, "completed"], null);
  await rows(api.db, done, [missed.id, "no_show"], null);
  const { body: wish } = await vera.call("post", "/v1/waitlist", {
    ...visit,
    from: "2026-11-27",
    to: "2026-11-27",
  });
  await sweepWaitlist(api.deps);
  const source = `campaign-${vera.telegramUserId}`;
  const wanted = { ...visit, startsAt: "2026-11-26T10:00:00Z", source };
  const { body: held } = await vera.call("post", "/v1/holds", wanted).expect(201);
  const id = await idOf(vera);
  return { ...vera, id, name, phone, visit, past, missed, called, ahead, wish, held };
}

/** Every row of every table in which a text appears. */
async function mentions(...texts: string[]): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    api.db,
    `select table_name as name from information_schema.tables where table_schema = 'booking'`,
    [],
    null,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const text of texts) {
      const sql = `select count(*)::int as count from booking."${name}" t where position($1 in t::text) > 0`;
      const [row] = await rows<{ count: number }>(api.db, sql, [text], null);
      if (row?.count) found.push(`${name}: ${text} (${row.count})`);
    }
  }
  return found;
}

const totals = async () =>
  rows(
    api.db,
    `select status, count(*)::int as visits, sum(price_minor)::text as revenue
     from booking.appointments where status in ('completed', 'no_show') group by 1 order by 1`,
    [],
    null,
  );

/** The feed as a reader knows it: cursors and kinds, in order. */
async function feed(): Promise<string[]> {
  const { body } = await api.as("notifier")("get", "/v1/events?limit=500").expect(200);
  return (body.items as { cursor: string; event: { type: string } }[]).map(
    ({ cursor, event }) => `${cursor} ${event.type}`,
  );
}

describe("M16: exporting", () => {
  it("gives the client all that is kept about them, and nothing of others", async () => {
    const vera = await buildLife();
    const neighbour = await buildLife();
    const { body } = await vera.call("get", "/v1/clients/me/export").expect(200);
    expect(body.client).toMatchObject({
      id: vera.id,
      name: vera.name,
      phone: vera.phone,
      noShows: 1,
      visits: 1,
      favouriteMasterId: vera.visit.masterId,
      reminderLeadsMinutes: [333],
    });
    const appointments = body.appointments as { id: string; note: string | null; source: string | null }[];
    expect(appointments.flatMap(({ note, source }) => [note ?? [], source ?? []].flat())).toEqual([
      `${vera.name} is shy`,
      `campaign-${vera.telegramUserId}`,
    ]);
    expect(appointments.map(({ id }) => id)).toEqual(
      expect.arrayContaining([vera.past.id, vera.missed.id, vera.called.id, vera.ahead.id, vera.held.id]),
    );
    expect(body.waitlist).toMatchObject([{ id: vera.wish.id, state: "offered" }]);
    const changes = body.changes as { subject: string; after: { cancellation_reason?: string } | null }[];
    expect(changes.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        `client:${vera.id}`,
        `appointment:${vera.ahead.id}`,
        `waitlist_entry:${vera.wish.id}`,
      ]),
    );
    expect(changes.map(({ after }) => after?.cancellation_reason)).toContain(`${vera.name} is ill`);
    for (const foreign of [
      neighbour.id,
      neighbour.name,
      String(neighbour.telegramUserId),
      neighbour.ahead.id,
    ]) {
      expect(JSON.stringify(body)).not.toContain(foreign);
    }
    const desk = await api.as("admin")("get", `/v1/clients/${vera.id}/export`).expect(200);
    expect(desk.body.appointments).toEqual(body.appointments);
  });

  it("is for the client and for management; a stranger has nothing", async () => {
    const vera = await buildClient(api);
    await api.as("bot", 9_999_101)("get", "/v1/clients/me/export").expect(404);
    await vera.call("get", `/v1/clients/${await idOf(vera)}/export`).expect(403);
    await vera.call("post", `/v1/clients/${await idOf(vera)}/erase`).expect(403);
    await api.as("admin")("get", `/v1/clients/${randomUUID()}/export`).expect(404);
    await api.as("admin")("post", `/v1/clients/${randomUUID()}/erase`).expect(404);
  });

  it("does not tell the client who of the staff did what", async () => {
    const vera = await buildLife();
    await rows(api.db, `select booking.say_who('{"actor": "telegram:3001", "channel": "bot"}')`, [], null);
    await api.db.transaction(async (tx) => {
      await rows(api.db, `select booking.say_who('{"actor": "telegram:3001", "channel": "bot"}')`, [], tx);
      await rows(api.db, `update booking.appointments set version = 9 where id = $1`, [vera.past.id], tx);
    });
    const mine = (await vera.call("get", "/v1/clients/me/export").expect(200)).body.changes as {
      actor: string;
    }[];
    expect(mine.map(({ actor }) => actor)).toContain("staff");
    expect(JSON.stringify(mine)).not.toContain("telegram:3001");
    const desk = (await api.as("admin")("get", `/v1/clients/${vera.id}/export`).expect(200)).body;
    expect(JSON.stringify(desk.changes)).toContain("telegram:3001");
  });
});

describe("M16: forgetting", () => {
  it("leaves no trace of who they were in any table, while totals, feed and audit chain stay as they were", async () => {
    const vera = await buildLife();
    const neighbour = await buildLife();
    const neighbourBefore = (await neighbour.call("get", "/v1/clients/me/export").expect(200)).body;
    const [before, cursors] = [await totals(), await feed()];
    await sealAudit(api.deps);
    const sealed = await verifyAudit(api.db);
    expect(await mentions(vera.name, vera.phone, String(vera.telegramUserId))).not.toEqual([]);

    await vera.call("post", "/v1/clients/me/erase").expect(204);
    expect(await mentions(vera.name, vera.phone, String(vera.telegramUserId))).toEqual([]);
    expect(await totals()).toEqual(before);
    const after = await feed();
    expect(after.slice(0, cursors.length)).toEqual(cursors);
    expect(after.slice(cursors.length).map((line) => line.split(" ")[1])).toEqual([
      "appointment.cancelled",
      "client.erased",
    ]);
    await sealAudit(api.deps);
    expect(await verifyAudit(api.db, sealed.head)).toMatchObject({ faults: [], unsealed: 0 });
    expect(await record(vera.id)).toMatchObject({
      name: "—",
      phone: null,
      locale: null,
      telegramUserId: null,
      reachable: false,
      visits: 1,
      noShows: 1,
      erasedAt: api.clock.now().toISOString(),
      favouriteMasterId: null,
      reminderLeadsMinutes: null,
      acceptsBroadcasts: false,
    });
    const { exportedAt: _a, ...stays } = (await neighbour.call("get", "/v1/clients/me/export").expect(200))
      .body;
    const { exportedAt: _b, ...was } = neighbourBefore;
    expect(stays).toEqual(was);
    // What the sweeper has to tell afterwards is told to nobody.
    await sweepWaitlist(api.deps);
    expect(await mentions(vera.name, String(vera.telegramUserId))).toEqual([]);
  });

  it("frees what was ahead: visits, holds and what was offered", async () => {
    const vera = await buildLife();
    const other = await buildClient(api);
    await other.call("post", "/v1/holds", { ...vera.visit, startsAt: "2026-11-26T08:00:00Z" }).expect(409);
    await vera.call("post", "/v1/clients/me/erase").expect(204);
    const states = await rows<{ id: string; status: string }>(
      api.db,
      `select id, status from booking.appointments where client_id = $1`,
      [vera.id],
      null,
    );
    expect(Object.fromEntries(states.map(({ id, status }) => [id, status]))).toMatchObject({
      [vera.past.id]: "completed",
      [vera.missed.id]: "no_show",
      [vera.ahead.id]: "cancelled",
      [vera.held.id]: "cancelled",
    });
    expect(states.filter(({ status }) => status === "held")).toEqual([]);
    const wishes = `select state from booking.waitlist_entries where client_id = $1`;
    expect(await rows(api.db, wishes, [vera.id], null)).toEqual([{ state: "left" }]);
    await other.call("post", "/v1/holds", { ...vera.visit, startsAt: "2026-11-26T08:00:00Z" }).expect(201);
  });

  it("may be asked for twice, and by who was never known; who comes back is somebody new", async () => {
    const vera = await buildLife();
    await vera.call("post", "/v1/clients/me/erase").expect(204);
    await vera.call("post", "/v1/clients/me/erase").expect(204);
    await api.as("admin")("post", `/v1/clients/${vera.id}/erase`).expect(204);
    await api.as("bot", 9_999_102)("post", "/v1/clients/me/erase").expect(204);
    await vera.call("get", "/v1/clients/me").expect(404);
    await vera.call("post", "/v1/holds", { ...vera.visit, startsAt: "2026-11-26T08:00:00Z" }).expect(404);
    await vera.call("get", `/v1/appointments/${vera.past.id}`).expect(404);
    const events = await rows<{ count: number }>(
      api.db,
      `select count(*)::int as count from booking.events where type = 'client.erased' and data ->> 'clientId' = $1`,
      [vera.id],
      null,
    );
    expect(events).toEqual([{ count: 1 }]);

    await vera.call("put", "/v1/clients/me", { name: "Vera again" }).expect(200);
    expect(await idOf(vera)).not.toBe(vera.id);
    expect((await vera.call("get", "/v1/clients/me/export").expect(200)).body.appointments).toEqual([]);
  });

  it("by the business does the same, and staff keep their own history", async () => {
    const service = await buildService(api);
    const master = await buildMaster(api, [service.id]);
    const gleb = await buildClient(api, { name: `Gleb ${randomUUID()}` });
    await api
      .as("admin")("patch", `/v1/masters/${master.id}`, { telegramUserId: gleb.telegramUserId })
      .expect(200);
    const id = await idOf(gleb);
    await api.as("admin")("post", `/v1/clients/${id}/erase`).expect(204);
    expect((await record(id)).name).toBe("—");
    const log = (await api.as("admin")("get", `/v1/audit?actor=telegram:${gleb.telegramUserId}`).expect(200))
      .body;
    expect(log.items.length).toBeGreaterThan(0);
  });

  it("reaches who belongs to the staff in the log as well, once they have left, whichever way", async () => {
    const traces = async ({ telegramUserId }: { telegramUserId: number }) =>
      rows(api.db, `select id from booking.audit_actors where telegram_user_id = $1`, [telegramUserId], null);
    const master = await buildMaster(api, []);
    const admin = api.as("admin");
    const [removed, unlinked, colleague] = [
      await buildStaff(api, "admin"),
      await buildStaff(api, "master", master.id),
      await buildStaff(api, "admin"),
    ];
    for (const { call } of [removed, unlinked]) {
      await call("put", "/v1/clients/me", { name: "Gleb" }).expect(200);
      await call("post", "/v1/clients/me/erase").expect(204);
    }
    expect([await traces(removed), await traces(unlinked)]).toMatchObject([[{}], [{}]]);
    await admin("delete", `/v1/staff/${removed.telegramUserId}`).expect(204);
    await admin("patch", `/v1/masters/${master.id}`, { telegramUserId: null }).expect(200);
    expect([await traces(removed), await traces(unlinked)]).toEqual([[], []]);
    // Who did not ask to be forgotten is remembered for what they did.
    await admin("delete", `/v1/staff/${colleague.telegramUserId}`).expect(204);
    expect(await traces(colleague)).toHaveLength(1);
  });

  it("meets bookings, refusals and sweepers of the same moment without a trace left behind", async () => {
    for (let round = 0; round < 5; round += 1) {
      const vera = await buildLife();
      await Promise.all([
        vera
          .call("put", "/v1/clients/me", { name: vera.name })
          .then(({ status }) => expect(status).toBe(200)),
        vera.call("post", "/v1/clients/me/erase").expect(204),
        vera.call("post", "/v1/holds", { ...vera.visit, startsAt: "2026-11-26T12:00:00Z" }),
        vera.call("post", `/v1/appointments/${vera.held.id}/confirm`),
        vera.call("delete", `/v1/waitlist/${vera.wish.id}`),
        vera.call("post", `/v1/appointments/${vera.ahead.id}/cancel`, {
          expectedVersion: 2,
          reason: vera.name,
        }),
        sweepWaitlist(api.deps),
      ]);
      await sweepWaitlist(api.deps);
      // Whoever came back in the same moment is somebody else, and may be forgotten as well.
      await vera.call("post", "/v1/clients/me/erase").expect(204);
      expect(await mentions(vera.name, vera.phone, String(vera.telegramUserId))).toEqual([]);
    }
  });
});

describe("M16: retention", () => {
  it("forgets who has not come for so long and has nothing ahead, once, however many replicas do it", async () => {
    const admin = api.as("admin");
    const { visit } = await buildShop(api);
    const [gone, regular, waiting] = [await buildClient(api), await buildClient(api), await buildClient(api)];
    const ids = await Promise.all([gone, regular, waiting].map(idOf));
    await buildBooking(gone.call, visit, "2026-11-24T08:00:00Z");
    expect(await forgetOldClients(api.deps)).toBe(0);
    await admin("patch", "/v1/business", { retentionDays: 30 }).expect(200);
    expect(await forgetOldClients(api.deps)).toBe(0);

    api.clock.set("2026-12-20T08:00:00Z");
    await buildBooking(regular.call, visit, "2026-12-21T08:00:00Z");
    api.clock.set("2026-12-23T08:00:00Z");
    await waiting
      .call("post", "/v1/waitlist", { ...visit, from: "2026-12-24", to: "2026-12-30" })
      .expect(201);
    api.clock.set("2026-12-24T09:00:00Z");
    const before = await totals();
    const counts = await Promise.all([1, 2, 3].map(() => forgetOldClients(api.deps)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(await totals()).toEqual(before);
    const erased = await Promise.all(ids.map(async (id) => (await record(id)).erasedAt !== null));
    expect(erased).toEqual([true, false, false]);
    expect(await forgetOldClients(api.deps)).toBe(0);
    const actors = `select distinct actor, channel from booking.audit where operation = 'forgetOldClients'`;
    expect(await rows(api.db, actors, [], null)).toEqual([{ actor: "system", channel: "system" }]);
  });
});
