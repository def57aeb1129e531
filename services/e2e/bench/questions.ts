import autocannon from "autocannon";
import { headersFor } from "./caller";
import { clients, groupService, masterIds, service, type Shop } from "./shop";
import { type Done, settle } from "./workers";

export const connections = 16;

/** What is asked for: one master on one day, or ten masters on thirty. */
export interface Question {
  path: string;
  serviceIds: string[];
  masterId: string | null;
  from: string;
  to: string;
}

/** Five hundred of each kind, the same for the same `random`. */
export async function questionsOf(
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

/** Asks over `connections` connections for `seconds`, warmed up, and fails if any answer is not a good one. */
export async function load(url: string, questions: Question[], seconds: number): Promise<Done> {
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
