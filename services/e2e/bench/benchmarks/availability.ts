import { findOffers } from "@okoshko/booking-api/availability/find-offers";
import autocannon from "autocannon";
import { Pool } from "pg";
import { createCaller, headersFor } from "../caller";
import { openUseCases } from "../in-process";
import { neighbours, run, runBaseline, token } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { clients, type FreeSlot, openShop, service } from "../shop";
import { recorded, replay, type Statement } from "../statements";
import { latencyOf, randomFrom, shuffled } from "../statistics";
import { type Done, repeated, settle, workers } from "../workers";

const connections = 16;
/** As many as booking-api's own pool opens. */
const poolSize = 10;

/** The free times of one master-day, against the same frame around a constant, and against its SQL alone. */
export async function availability(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const { seconds, say } = options;
  const shop = await openShop(options.seed);
  const around = await neighbours(shop.url);
  const days = shuffled(masterDays(await shop.freeSlots()), randomFrom(options.seed)).slice(0, 200);
  const paths = days.map(
    ({ masterId, date }) => `/v1/availability/slots?serviceIds=${service}&masterId=${masterId}&date=${date}`,
  );
  const booking = await run("booking-api", around);
  say(`${shop.appointments} visits in the book; ${connections} connections, ${seconds} s each`);
  const real = await load(booking.url, paths, seconds);
  const rssMiB = await booking.rssMiB();
  const slots = await sampleOf(booking.url, paths[0] ?? "");
  await booking.stop();

  const constant = await runBaseline("constant-server", {
    token,
    databaseUrl: shop.url,
    redisUrl: around.redisUrl,
    slots,
    appointment: {},
  });
  const frame = await load(constant.url, paths, seconds);
  await constant.stop();

  const { statements, sql } = await loadSql({ url: shop.url, redisUrl: around.redisUrl }, days, seconds);
  await around.stop();
  await shop.drop();
  return {
    how:
      `GET /v1/availability/slots of one master-day, 10 masters, ${shop.appointments} visits, ` +
      `${connections} connections, ${statements} statements to Postgres each`,
    rows: [
      { key: "slots", label: "booking-api", ...figures(real), more: { rssUnderLoadMiB: rssMiB, statements } },
      { key: "constant", label: "constant route, same middleware", ...figures(frame) },
      { key: "sql", label: `same SQL, bare pg, pool of ${poolSize}`, ...figures(sql) },
    ],
    ratios: [
      ratio("constant", "a constant route behind the same middleware", frame.perSecond / real.perSecond),
      ratio("sql", "the same SQL through bare pg", sql.perSecond / real.perSecond),
    ],
  };
}

const ratio = (key: string, against: string, value: number) => ({
  key,
  what: "Free times of a master-day: time per request",
  against,
  value,
});

const figures = ({ samplesMs, perSecond }: Done) => ({ perSecond, ...latencyOf(samplesMs) });

function masterDays(slots: FreeSlot[]): FreeSlot[] {
  return [...new Map(slots.map((slot) => [`${slot.masterId} ${slot.date}`, slot])).values()];
}

async function load(url: string, paths: string[], seconds: number): Promise<Done> {
  const headers = headersFor(clients.first);
  const requests = paths.map((path) => ({ method: "GET", path, headers }));
  await autocannon({ url, connections, duration: Math.max(2, seconds / 2), requests });
  await settle();
  const samplesMs: number[] = [];
  const running = autocannon({ url, connections, duration: seconds, requests });
  // autocannon's own histogram knows whole milliseconds only.
  running.on("response", (_client: unknown, _status: unknown, _bytes: unknown, ms: number) =>
    samplesMs.push(ms),
  );
  const began = performance.now();
  const result = await running;
  const wrong = result.errors + result.timeouts + result.non2xx;
  if (wrong > 0) throw new Error(`${wrong} requests to ${url} failed`);
  return { samplesMs, perSecond: samplesMs.length / ((performance.now() - began) / 1000) };
}

async function sampleOf(url: string, path: string): Promise<unknown> {
  const caller = createCaller(url, 1);
  const { status, body } = await caller.call("GET", path, headersFor(clients.first));
  caller.close();
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return body;
}

async function loadSql(
  urls: { url: string; redisUrl: string },
  days: FreeSlot[],
  seconds: number,
): Promise<{ statements: number; sql: Done }> {
  const { deps, close } = openUseCases(urls);
  const ask = ({ masterId, date }: FreeSlot) =>
    findOffers(
      deps,
      { serviceIds: [service], masterId, from: date, to: date },
      { now: deps.clock.now(), choosingTelegramUserId: clients.first },
    );
  // Opens the connections, so that what they say when they open is not recorded.
  await Promise.all(days.slice(0, 20).map(ask));
  const scripts: Statement[][] = [];
  for (const day of days) scripts.push(await recorded(() => ask(day)));
  await close();

  const pool = new Pool({ connectionString: urls.url, max: poolSize });
  const say = (script: Statement[]) => replay(pool, script);
  await workers(connections, repeated(scripts), 1, say);
  await settle();
  const sql = await workers(connections, repeated(scripts), seconds, say);
  await pool.end();
  return { statements: scripts[0]?.length ?? 0, sql };
}
