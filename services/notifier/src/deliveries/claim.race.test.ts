import { aVisit, confirmed } from "../../test/events";
import { aDatabase, silent } from "../../test/notifier-world";
import { createPool, inTransaction, type Pool } from "../database";
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
  claimDue(database.pool, { now, leaseUntil, count: 500, ...overrides });

it("gives each due delivery to exactly one of many replicas, and none before its time", async () => {
  await plan(100);
  const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim({ count: 40 })))).flat();
  expect(new Set(claimed.map(({ id }) => id)).size).toBe(claimed.length);
  const rest = await claim();
  expect(claimed.length + rest.length).toBe(200);
  expect(await claim()).toEqual([]);
});

it("takes what people wait for first", async () => {
  await plan(3);
  const inTime = new Date("2026-11-24T12:00:00Z");
  const first = await claim({ now: inTime, count: 6 });
  const { rows } = await database.pool.query<{ priority: string }>(
    "select priority from notifier.deliveries where id = any ($1)",
    [first.map(({ id }) => id)],
  );
  expect(rows.map(({ priority }) => priority)).toEqual(Array(6).fill("direct"));
});

it("looks up what it claims and sends by its key, however many others are in the ledger and on their way", async () => {
  await plan(300);
  await database.pool.query("analyze notifier.deliveries");
  await claim();
  const pool = createPool({ url: database.url, size: 1, logger: silent });
  const before = await rowsPassed(pool);
  const claims = await claimDue(pool, { now, leaseUntil, count: 10 });
  expect(await findClaimed(pool, claims)).toHaveLength(10);
  await beginSending(pool, claims, { leaseUntil, now });
  await markSent(
    pool,
    claims.map((delivery) => ({ ...delivery, messageId: 5 })),
    now,
  );
  expect(claims).toHaveLength(10);
  expect((await rowsPassed(pool)) - before).toBe(0);
  await pool.end();
});

/** Of the whole table, or of all that is leased, as Postgres counted them for the pool's only connection. */
async function rowsPassed(pool: Pool): Promise<number> {
  await pool.query("select pg_stat_force_next_flush()");
  const { rows } = await pool.query<{ read: number }>(`
    select (select seq_tup_read from pg_stat_user_tables where relid = 'notifier.deliveries'::regclass)
      + (select idx_tup_read from pg_stat_user_indexes where indexrelname = 'deliveries_leased') as read`);
  return rows[0]?.read ?? NaN;
}

it("gives a claim whose lease has ended to the next, and the late owner can't send any more", async () => {
  await plan(1);
  const [lost] = await claim({ count: 1 });
  if (!lost) throw new Error("nothing was claimed");
  expect(await requeueExpired(database.pool, now, now)).toBe(0);
  expect(await requeueExpired(database.pool, afterLease, now)).toBe(1);
  const again = (await claim()).find(({ id }) => id === lost.id);
  expect(again?.claim).toBe(2);

  expect(await beginSending(database.pool, [lost], { leaseUntil, now })).toEqual([false]);
});

it("lets one of two workers with the same job begin", async () => {
  await plan(1);
  const [job] = await claim({ count: 1 });
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
  const jobs = await claim({ count: 6 });
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
