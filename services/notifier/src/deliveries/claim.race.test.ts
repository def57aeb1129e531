import { aVisit, confirmed } from "../../test/events";
import { aDatabase } from "../../test/notifier-world";
import { inTransaction } from "../database";
import { beginSending } from "./begin-sending";
import { claimDue } from "./claim";
import { findClaimed } from "./find-claimed";
import { insertPlanned } from "./insert-planned";
import { markSent } from "./mark";
import { planEvent } from "./plan";
import { requeueExpired } from "./requeue-expired";

let database: Awaited<ReturnType<typeof aDatabase>>;
const now = new Date("2026-11-20T09:00:00Z");
const leaseUntil = new Date("2026-11-20T09:01:00Z");
const afterLease = new Date("2026-11-20T09:01:01Z");

beforeEach(async () => {
  database = await aDatabase();
});
afterEach(() => database.drop());

/** As many visits, each with two messages due now and two reminders to come. */
const plan = (visits: number) =>
  inTransaction(database.pool, (tx) =>
    insertPlanned(
      tx,
      Array.from({ length: visits }, () => planEvent(confirmed(aVisit())).deliveries).flat(),
      now,
    ),
  );
const claim = (overrides: Partial<Parameters<typeof claimDue>[1]> = {}) =>
  claimDue(database.pool, { now, leaseUntil, batch: 500, maxQueued: 10_000, ...overrides });

it("gives each due delivery to exactly one of many replicas, and none before its time", async () => {
  await plan(100);
  const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim({ batch: 40 })))).flat();
  expect(new Set(claimed.map(({ id }) => id)).size).toBe(claimed.length);
  const rest = await claim();
  expect(claimed.length + rest.length).toBe(200);
  expect(await claim()).toEqual([]);
});

it("takes what people wait for first", async () => {
  await plan(3);
  const inTime = new Date("2026-11-24T12:00:00Z");
  const first = await claim({ now: inTime, batch: 6 });
  expect(new Set(first.map(({ priority }) => priority))).toEqual(new Set(["direct"]));
});

it("has no more on its way than can be sent within a lease", async () => {
  await plan(20);
  expect(await claim({ maxQueued: 15 })).toHaveLength(15);
  expect(await claim({ maxQueued: 15 })).toHaveLength(0);
});

it("gives a claim whose lease has ended to the next, and the late owner can't send any more", async () => {
  await plan(1);
  const [lost] = await claim({ batch: 1 });
  if (!lost) throw new Error("nothing was claimed");
  expect(await requeueExpired(database.pool, now, now)).toEqual([]);
  expect(await requeueExpired(database.pool, afterLease, now)).toEqual([{ id: lost.id, claim: 1 }]);
  const again = (await claim()).find(({ id }) => id === lost.id);
  expect(again?.claim).toBe(2);

  expect(await findClaimed(database.pool, [lost])).toEqual([undefined]);
  expect(await beginSending(database.pool, [lost], { leaseUntil, now })).toEqual([false]);
});

it("lets one of two workers with the same job begin", async () => {
  await plan(1);
  const [job] = await claim({ batch: 1 });
  if (!job) throw new Error("nothing was claimed");
  const begun = await Promise.all(
    // Twice in one statement, too: jobs that are worked off together may be the same.
    Array.from({ length: 5 }, () => beginSending(database.pool, [job, job], { leaseUntil, now })),
  );
  expect(begun.flat().filter((isFirst) => isFirst)).toHaveLength(1);
  expect(await markSent(database.pool, [{ ...job, messageId: 5 }], now)).toEqual([true]);
  expect(await markSent(database.pool, [{ ...job, messageId: 6 }], now)).toEqual([false]);
});

it("begins of many together those that are still theirs, and no others", async () => {
  await plan(6);
  const jobs = await claim({ batch: 6 });
  const [first, second, third] = jobs;
  if (!first || !second || !third) throw new Error("nothing was claimed");
  await database.pool.query(
    "update notifier.deliveries set status = 'skipped', reason = 'superseded', lease_until = null where id = $1",
    [second.id],
  );
  const stale = { ...third, claim: third.claim - 1 };
  const asked = [first, second, stale, ...jobs.slice(3)];
  expect(await beginSending(database.pool, asked, { leaseUntil, now })).toEqual([
    true,
    false,
    false,
    true,
    true,
    true,
  ]);
});
