import { findOffers } from "@okoshko/booking-api/availability/find-offers";
import { Pool } from "pg";
import { createCaller, headersFor } from "../caller";
import { openUseCases } from "../in-process";
import { neighbours, run, runBaseline, token } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { connections, load, type Question, questionsOf } from "../questions";
import { clients, openShop } from "../shop";
import { recorded, replay, type Statement } from "../statements";
import { latencyOf, randomFrom } from "../statistics";
import { type Done, repeated, settle, workers } from "../workers";

/** As many as booking-api's own pool for reads opens. */
const poolSize = 4;

/** Free times, against the same frame around a constant, and against their SQL alone. */
export async function availability(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const { seconds, say } = options;
  const began = performance.now();
  const shop = await openShop(options.seed, options.appointments);
  say(`${shop.appointments} visits in the book after ${Math.round((performance.now() - began) / 1000)} s`);
  const around = await neighbours(shop.url);
  const questions = await questionsOf(shop, randomFrom(options.seed));

  say(`${connections} connections, ${seconds} s each`);
  const booking = await run("booking-api", around);
  const day = await load(booking.url, questions.day, seconds);
  const month = await load(booking.url, questions.month, seconds);
  const rssUnderLoadMiB = await booking.rssMiB();
  const slots = await sampleOf(booking.url, questions.day);
  const days = await sampleOf(booking.url, questions.month);
  await booking.stop();

  const constant = await runBaseline("constant-server", {
    token,
    databaseUrl: shop.url,
    redisUrl: around.redisUrl,
    slots,
    days,
    appointment: {},
  });
  const dayFrame = await load(constant.url, questions.day, seconds);
  const monthFrame = await load(constant.url, questions.month, seconds);
  await constant.stop();

  const urls = { url: shop.url, redisUrl: around.redisUrl };
  const daySql = await loadSql(urls, questions.day, seconds);
  const monthSql = await loadSql(urls, questions.month, seconds);
  await around.stop();
  await shop.drop();
  const more = (statements: number) => ({ statements, rssUnderLoadMiB });
  return {
    how:
      `GET /v1/availability/slots (1 master × 1 day) and …/days (10 masters × 30 days), ` +
      `${shop.appointments} visits, ${connections} connections`,
    rows: [
      { key: "slots", label: "1 × 1: booking-api", ...figures(day), more: more(daySql.statements) },
      { key: "constant", label: "1 × 1: constant route, same middleware", ...figures(dayFrame) },
      { key: "sql", label: `1 × 1: same SQL, bare pg, pool of ${poolSize}`, ...figures(daySql.done) },
      { key: "days", label: "10 × 30: booking-api", ...figures(month), more: more(monthSql.statements) },
      { key: "daysConstant", label: "10 × 30: constant route, same middleware", ...figures(monthFrame) },
      { key: "daysSql", label: `10 × 30: same SQL, bare pg, pool of ${poolSize}`, ...figures(monthSql.done) },
    ],
    ratios: [
      ...ratios("", "Free times of a master-day: time per request", day, dayFrame, daySql.done),
      ...ratios(
        "days",
        "Free times of 10 masters × 30 days: time per request",
        month,
        monthFrame,
        monthSql.done,
      ),
    ],
  };
}

function ratios(prefix: string, what: string, real: Done, frame: Done, sql: Done) {
  const against = "a constant route behind the same middleware";
  return [
    { key: `${prefix}constant`, what, against, value: frame.perSecond / real.perSecond },
    {
      key: `${prefix}sql`,
      what,
      against: "the same SQL through bare pg",
      value: sql.perSecond / real.perSecond,
    },
  ];
}

const figures = ({ samplesMs, perSecond }: Done) => ({ perSecond, ...latencyOf(samplesMs) });

async function sampleOf(url: string, [question]: Question[]): Promise<unknown> {
  const caller = createCaller(url, 1);
  const path = question?.path ?? "";
  const { status, body } = await caller.call("GET", path, headersFor(clients.first));
  caller.close();
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return body;
}

async function loadSql(
  urls: { url: string; redisUrl: string },
  questions: Question[],
  seconds: number,
): Promise<{ statements: number; done: Done }> {
  const { deps, close } = openUseCases(urls);
  const ask = (question: Question) =>
    findOffers(deps, question, { now: deps.clock.now(), choosingTelegramUserId: clients.first });
  // Opens the connections and reads the rules, so that what is said then is not recorded.
  await Promise.all(questions.slice(0, 20).map(ask));
  const scripts: Statement[][] = [];
  for (const question of questions.slice(0, 200)) scripts.push(await recorded(() => ask(question)));
  await close();

  const pool = new Pool({ connectionString: urls.url, max: poolSize });
  const say = (script: Statement[]) => replay(pool, script);
  await workers(connections, repeated(scripts), 1, say);
  await settle();
  const done = await workers(connections, repeated(scripts), seconds, say);
  await pool.end();
  return { statements: Math.max(...scripts.map((script) => script.length)), done };
}
