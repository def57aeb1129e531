import { findOffers } from "@okoshko/booking-api/availability/find-offers";
import autocannon from "autocannon";
import { Pool } from "pg";
import { createCaller, headersFor } from "../caller";
import { openUseCases } from "../in-process";
import { neighbours, run, runBaseline, token } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { clients, groupService, masterIds, openShop, service, type Shop } from "../shop";
import { recorded, replay, type Statement } from "../statements";
import { latencyOf, randomFrom } from "../statistics";
import { type Done, repeated, settle, workers } from "../workers";

const connections = 16;
/** As many as booking-api's own pool for reads opens. */
const poolSize = 4;

/** What is asked for: one master on one day, or ten masters on thirty. */
interface Question {
  path: string;
  serviceIds: string[];
  masterId: string | null;
  from: string;
  to: string;
}

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

async function questionsOf(
  shop: Shop,
  random: () => number,
): Promise<{ day: Question[]; month: Question[] }> {
  const [found] = await shop.query<{ groups: number; dates: string[] }>(
    `select (select count(*) / ${masterIds.length} from booking.masters)::int as groups,
            array(select to_char((now() at time zone 'Europe/Riga')::date + n, 'YYYY-MM-DD')
                  from generate_series(1, 58) n) as dates`,
  );
  const { groups = 1, dates = [] } = found ?? {};
  const whole = (limit: number) => Math.floor(random() * limit);
  const base = "/v1/availability";
  const day = Array.from({ length: 500 }, (): Question => {
    const masterId = `b1000000-0000-4000-8000-${String(whole(groups * 10)).padStart(12, "0")}`;
    const date = dates[whole(dates.length)] ?? "";
    const path = `${base}/slots?serviceIds=${service}&masterId=${masterId}&date=${date}`;
    return { path, serviceIds: [service], masterId, from: date, to: date };
  });
  const month = Array.from({ length: 500 }, (): Question => {
    const serviceIds = [groupService(whole(groups))];
    const first = whole(dates.length - 30);
    const [from = "", to = ""] = [dates[first], dates[first + 29]];
    const path = `${base}/days?serviceIds=${serviceIds.join()}&from=${from}&to=${to}`;
    return { path, serviceIds, masterId: null, from, to };
  });
  return { day, month };
}

async function load(url: string, questions: Question[], seconds: number): Promise<Done> {
  const headers = headersFor(clients.first);
  const requests = questions.map(({ path }) => ({ method: "GET", path, headers }));
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
