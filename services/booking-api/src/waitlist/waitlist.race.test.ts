import { type Transaction } from "sequelize";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService } from "../../test/factories";
import { seed } from "../../test/seed";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { systemCaller } from "../http/caller";
import { inTransaction } from "../transaction";
import { matchOnce } from "./match-once";
import { sweepWaitlist } from "./sweep";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 30 })));
afterAll(() => api.stop());

const day = "2026-11-24";
const hour = (index: number) => new Date(Date.UTC(2026, 10, 24, 7 + index)).toISOString();
const random = randomFrom(seed);

/** A master whose `hours` hours of one day are all taken, and `count` clients who wait for any of them, in order. */
async function buildQueue(hours: number, count: number) {
  const service = await buildService(api);
  const until = String(9 + hours).padStart(2, "0");
  const master = await buildMaster(api, [service.id], { windows: [["09:00", `${until}:00`]] });
  const visit = { serviceIds: [service.id], masterId: master.id };
  const guests = [];
  for (let index = 0; index < hours; index += 1) {
    const guest = await buildClient(api);
    const { id, version } = await buildBooking(guest.call, visit, hour(index));
    guests.push({
      ...guest,
      cancel: () => guest.call("post", `/v1/appointments/${id}/cancel`, { expectedVersion: version }),
    });
  }
  const waiting = [];
  for (let index = 0; index < count; index += 1) {
    api.clock.advance(1);
    const client = await buildClient(api);
    const { body } = await client.call("post", "/v1/waitlist", { ...visit, from: day, to: day }).expect(201);
    waiting.push({ ...client, entryId: body.id as string });
  }
  return { visit, master, guests, waiting };
}

type Waiting = Awaited<ReturnType<typeof buildQueue>>["waiting"][number];
const read = async ({ call, entryId }: Waiting) =>
  (await call("get", `/v1/waitlist/${entryId}`).expect(200)).body;

/** What must be zero whatever happened: pairs that overlap, wishes with two offers, offers whose wish says otherwise. */
async function contradictions() {
  const sql = `
    select
      (select count(*)::int from booking.appointments a
        join booking.appointments b on a.master_id = b.master_id and a.id < b.id and a.occupied && b.occupied
        where a.status in ('held', 'pending', 'confirmed') and b.status in ('held', 'pending', 'confirmed')) as overlaps,
      (select count(*)::int from (
        select entry_id from booking.waitlist_offers where outcome is null group by 1 having count(*) > 1
      ) twice) as twice,
      (select count(*)::int from booking.waitlist_offers o
        join booking.waitlist_entries e on e.id = o.entry_id
        join booking.appointments a on a.id = o.appointment_id
        where (o.outcome is null) <> (a.status = 'held' and a.hold_kind = 'waitlist')
          or (o.outcome is null) and e.state <> 'offered'
          or o.outcome = 'booked' and a.status not in ('confirmed', 'pending', 'cancelled')) as contradicting,
      (select count(*)::int from booking.waitlist_entries e
        where (e.state = 'offered') <> exists (
          select from booking.waitlist_offers o where o.entry_id = e.id and o.outcome is null
        )) as stray,
      (select count(*)::int from booking.waitlist_offers o
        where (select count(*) from booking.events v
          where v.type = 'waitlist.offered' and v.data -> 'appointment' ->> 'id' = o.appointment_id::text) <> 1) as untold`;
  return (await rows<Record<string, number>>(api.db, sql, [], null))[0];
}
const none = { overlaps: 0, twice: 0, contradicting: 0, stray: 0, untold: 0 };

it("M9: offers many freed times to those who waited longest, with several sweepers and none twice", async () => {
  const { guests, waiting } = await buildQueue(8, 14);
  let freeing = true;
  const begun = performance.now();
  const sweepers = Array.from({ length: 4 }, async () => {
    while (freeing) await sweepWaitlist(api.deps);
  });
  await Promise.all(guests.map(({ cancel }) => cancel().expect(200)));
  freeing = false;
  await Promise.all(sweepers);
  await sweepWaitlist(api.deps);
  const tookMs = performance.now() - begun;

  const states = await Promise.all(waiting.map(async (client) => (await read(client)).state as string));
  expect(states).toEqual([
    ...Array.from({ length: 8 }, () => "offered"),
    ...Array.from({ length: 6 }, () => "waiting"),
  ]);
  expect(await contradictions()).toEqual(none);
  const left = `select count(*)::int as count from booking.freed_times`;
  expect(await rows(api.db, left, [], null)).toEqual([{ count: 0 }]);
  console.log(`8 freed times, 14 wishes, 4 sweepers: ${tookMs.toFixed(0)} ms`);
}, 60_000);

it("M9: loses nothing when a sweeper dies at any statement", async () => {
  const { guests, waiting } = await buildQueue(2, 3);
  await sweepWaitlist(api.deps);
  await guests[0]!.cancel().expect(200);
  const caller = systemCaller("sweepWaitlist");
  const now = api.clock.now();
  let died = 0;
  for (let at = 1; ; at += 1) {
    const deps: Deps = { ...api.deps, db: dyingAt(api.db, at) };
    const outcome = await inTransaction(deps.db, { caller, now }, (tx) =>
      matchOnce(deps, caller, now, tx),
    ).catch(() => "died" as const);
    if (outcome === "offered") break;
    if (outcome === "died") died += 1;
    expect(await Promise.all(waiting.map(async (client) => (await read(client)).state as string))).toEqual([
      "waiting",
      "waiting",
      "waiting",
    ]);
  }
  expect(died).toBeGreaterThan(5);
  await sweepWaitlist(api.deps);
  expect((await read(waiting[0]!)).state).toBe("offered");
  expect(await contradictions()).toEqual(none);
});

it(`M9: keeps one time to one client while refusals, timeouts, confirms and leaving meet (seed ${seed})`, async () => {
  const { guests, waiting, visit } = await buildQueue(4, 8);
  const statuses = new Map<number, number>();
  const count = ({ status }: { status: number }) =>
    void statuses.set(status, (statuses.get(status) ?? 0) + 1);
  await Promise.all(guests.map(({ cancel }) => cancel()));
  await sweepWaitlist(api.deps);

  for (let round = 0; round < 8; round += 1) {
    const offered = (
      await Promise.all(waiting.map(async (client) => ({ client, entry: await read(client) })))
    ).filter(({ entry }) => entry.offer !== null);
    // The very moment at which the offers run out.
    if (random() < 0.6) api.clock.advance(10 * 60_000);
    const thief = await buildClient(api);
    await Promise.all([
      ...offered.flatMap(({ client, entry }) => {
        const id = entry.offer.appointmentId as string;
        const confirm = () => client.call("post", `/v1/appointments/${id}/confirm`).then(count);
        const refuse = () => client.call("delete", `/v1/holds/${id}`).then(count);
        const leave = () => client.call("delete", `/v1/waitlist/${client.entryId}`).then(count);
        const acts = [confirm, refuse, leave, confirm].filter(() => random() < 0.4);
        return acts.map((act) => act());
      }),
      sweepWaitlist(api.deps),
      sweepWaitlist(api.deps),
      thief.call("post", "/v1/holds", { ...visit, startsAt: hour(Math.floor(random() * 4)) }).then(count),
    ]);
    await sweepWaitlist(api.deps);
    expect(await contradictions()).toEqual(none);
  }
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  console.log(`eight rounds: ${JSON.stringify(Object.fromEntries(statuses))}`);
}, 60_000);

it("M9: ends an offer in one way only when it is confirmed and refused at the moment it runs out", async () => {
  for (let round = 0; round < 6; round += 1) {
    const { guests, waiting } = await buildQueue(1, 2);
    await guests[0]!.cancel().expect(200);
    await sweepWaitlist(api.deps);
    const [first, second] = [waiting[0]!, waiting[1]!];
    const { offer } = await read(first);
    api.clock.advance(10 * 60_000);
    const [confirmed] = await Promise.all([
      first.call("post", `/v1/appointments/${offer.appointmentId}/confirm`),
      first.call("delete", `/v1/holds/${offer.appointmentId}`),
      sweepWaitlist(api.deps),
    ]);
    await sweepWaitlist(api.deps);
    const [mine, next] = [await read(first), await read(second)];
    expect(mine.state).toBe(confirmed.status === 200 ? "booked" : "waiting");
    expect(next.state).toBe(confirmed.status === 200 ? "waiting" : "offered");
    expect(await contradictions()).toEqual(none);
  }
}, 60_000);

/** The database of a process that dies when it sends its nth statement in a transaction. */
function dyingAt(db: Database, nth: number): Database {
  let sent = 0;
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== "transaction") return Reflect.get(target, name, target) as unknown;
      return (work: (tx: Transaction) => Promise<unknown>) =>
        target.transaction(async (tx) => {
          const connection = Reflect.get(tx, "connection") as { query: (...args: unknown[]) => unknown };
          const { query } = connection;
          connection.query = (...args) => {
            sent += 1;
            if (sent === nth) throw new Error("killed");
            return query.apply(connection, args);
          };
          try {
            return await work(tx);
          } finally {
            connection.query = query;
          }
        });
    },
  });
}

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
