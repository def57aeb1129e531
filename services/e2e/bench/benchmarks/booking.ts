import { randomUUID } from "node:crypto";
import { confirm } from "@okoshko/booking-api/appointments/confirm";
import { hold } from "@okoshko/booking-api/appointments/hold";
import { systemCaller } from "@okoshko/booking-api/http/caller";
import { Pool } from "pg";
import { book, clientOf, concurrency, warmUps } from "../bookings";
import { openUseCases } from "../in-process";
import { neighbours, run, runBaseline, token } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { clients, type FreeSlot, openShop, service, type Shop } from "../shop";
import { changed, recorded, replay } from "../statements";
import { latencyOf, randomFrom, shuffled } from "../statistics";
import { type Done, settle, workers } from "../workers";

/** As many as booking-api's own pool opens. */
const poolSize = 10;

/** Hold and confirm, against the same frame around constants, and against the same statements alone. */
export async function booking(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const { seconds, say } = options;
  const shop = await openShop(options.seed);
  const around = await neighbours(shop.url);
  const slots = shuffled(await shop.freeSlots(), randomFrom(options.seed));
  say(
    `${slots.length} free times; ${concurrency} workers with clients of their own, up to ${seconds} s each`,
  );

  const api = await run("booking-api", around);
  const { done: real, appointment } = await book(api.url, slots, seconds);
  const rssMiB = await api.rssMiB();
  await api.stop();
  await expectBooked(shop, real.samplesMs.length + warmUps);

  const constant = await runBaseline("constant-server", {
    token,
    databaseUrl: shop.url,
    redisUrl: around.redisUrl,
    slots: {},
    days: {},
    appointment,
  });
  const { done: frame } = await book(constant.url, slots, seconds);
  await constant.stop();

  const { statements, sql } = await bookBySql(shop, around.redisUrl, slots, seconds);
  await around.stop();
  await shop.drop();
  return {
    how:
      `POST /v1/holds and POST …/confirm, each on a free time of its own, ${concurrency} workers, ` +
      `${statements} statements to Postgres each (both requests, transactions included)`,
    rows: [
      { key: "book", label: "booking-api", ...figures(real), more: { rssUnderLoadMiB: rssMiB, statements } },
      { key: "constant", label: "constant route twice, same middleware", ...figures(frame) },
      { key: "sql", label: `same SQL, bare pg, pool of ${poolSize}`, ...figures(sql) },
    ],
    ratios: [
      ratio("constant", "two calls of a constant route behind the same middleware", frame, real),
      ratio("sql", "the same statements and transactions through bare pg", sql, real),
    ],
  };
}

const ratio = (key: string, against: string, baseline: Done, real: Done) => ({
  key,
  what: "Hold and confirm: time per booking",
  against,
  value: baseline.perSecond / real.perSecond,
});

const figures = ({ samplesMs, perSecond }: Done) => ({ perSecond, ...latencyOf(samplesMs) });

async function expectBooked(shop: Shop, expected: number): Promise<void> {
  const [found] = await shop.query<{ count: number }>(
    `select count(*)::int as count from booking.appointments
     where created_at > date '2020-01-01' and status = 'confirmed'`,
  );
  if (found?.count !== expected)
    throw new Error(`${expected} bookings were acknowledged, ${found?.count} are there`);
  await shop.clear();
}

async function bookBySql(
  shop: Shop,
  redisUrl: string,
  slots: FreeSlot[],
  seconds: number,
): Promise<{ statements: number; sql: Done }> {
  const { deps, close } = openUseCases({ url: shop.url, redisUrl });
  const [model, ...rest] = slots;
  if (model === undefined) throw new Error("The shop is full");
  const key = randomUUID();
  const caller = {
    ...systemCaller("bench"),
    kind: "service",
    name: "bot",
    onBehalfOf: clients.first,
  } as const;
  const first = { caller, idempotencyKey: key, serviceIds: [service], ...model };
  // Opens connections: what is said when they open is not recorded.
  await Promise.all(Array.from({ length: 10 }, () => deps.db.query("select pg_sleep(0.05)")));
  const script = await recorded(async () => {
    const { id } = await hold(deps, first);
    await confirm(deps, { caller, appointmentId: id });
  });
  await close();
  const ids = await shop.query<{ telegramUserId: string; id: string }>(
    `select id, telegram_user_id as "telegramUserId" from booking.clients where telegram_user_id >= $1`,
    [clients.first],
  );
  const clientIds = new Map(ids.map(({ telegramUserId, id }) => [Number(telegramUserId), id]));
  const known = new Set([...clientIds.values(), ...slots.map(({ masterId }) => masterId), service]);
  const visitsAfter = new Date(Date.now() + 60 * 60_000);
  const pool = new Pool({ connectionString: shop.url, max: poolSize });
  let turn = 1;
  const one = ({ masterId, startsAt }: FreeSlot, worker: number) => {
    const client = clientOf(worker, turn++);
    const texts = new Map([
      [key, randomUUID()],
      [model.masterId, masterId],
      [String(clients.first), String(client)],
      [clientIds.get(clients.first) ?? "", clientIds.get(client) ?? ""],
    ]);
    const shiftMs = Date.parse(startsAt) - Date.parse(model.startsAt);
    return replay(pool, changed(script, { texts, known, visitsAfter, shiftMs }));
  };
  await workers(concurrency, rest.slice(0, warmUps), 60, one);
  await settle();
  const sql = await workers(concurrency, rest.slice(warmUps), seconds, one);
  await pool.end();
  await expectBooked(shop, sql.samplesMs.length + warmUps + 1);
  return { statements: script.length, sql };
}
