import { randomUUID } from "node:crypto";
import { createCaller, headersFor } from "../caller";
import { neighbours, run, type Running } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { clients, type FreeSlot, openShop, service } from "../shop";
import { randomFrom, shuffled } from "../statistics";
import { repeated, workers } from "../workers";

const concurrency = 16;
const samples = 60;

/**
 * booking-api under load for `minutes`: how much memory it takes, and whether that grows. The first third of the time is left
 * to caches, pools and the optimising compiler; growth is what the last third takes more than the middle one.
 */
export async function memory({ minutes, seed, say }: BenchmarkOptions): Promise<BenchmarkResult> {
  const shop = await openShop(seed);
  const around = await neighbours(shop.url);
  const slots = shuffled(await shop.freeSlots(), randomFrom(seed));
  const api = await run("booking-api", around);
  const atRest = await api.rssMiB();
  say(`${minutes} min of times asked for, held and let go, ${concurrency} workers`);

  const seconds = minutes * 60;
  const caller = createCaller(api.url, concurrency);
  const one = (slot: FreeSlot, worker: number) => visit(caller.call, slot, clients.first + worker);
  const [done, rss] = await Promise.all([
    workers(concurrency, repeated(slots), seconds, one),
    watch(api, seconds),
  ]);
  caller.close();
  await api.stop();
  await around.stop();
  await shop.drop();

  const third = Math.floor(rss.length / 3);
  const middle = medianOf(rss.slice(third, 2 * third));
  const last = medianOf(rss.slice(2 * third));
  return {
    how: `days, times, hold and release in turn, ${concurrency} workers, ${minutes} min; memory asked for ${rss.length} times`,
    rows: [
      {
        key: "memory",
        label: "booking-api",
        perSecond: done.perSecond,
        more: {
          rssAtRestMiB: atRest,
          rssHighestMiB: Math.max(...rss),
          rssMiddleThirdMiB: middle,
          rssLastThirdMiB: last,
        },
      },
    ],
    ratios: [
      {
        key: "growth",
        what: `Memory in the last third of ${minutes} min under load`,
        against: "the middle third",
        value: last / middle,
      },
    ],
  };
}

type Call = ReturnType<typeof createCaller>["call"];

/** What a client does who looks, takes a time and lets it go. */
async function visit(call: Call, { masterId, startsAt, date }: FreeSlot, client: number): Promise<void> {
  const headers = headersFor(client);
  const query = `serviceIds=${service}&masterId=${masterId}`;
  await call("GET", `/v1/availability/days?${query}&from=${date}&to=${date}`, headers);
  await call("GET", `/v1/availability/slots?${query}&date=${date}`, headers);
  const held = await call(
    "POST",
    "/v1/holds",
    { ...headers, "idempotency-key": randomUUID() },
    { serviceIds: [service], masterId, startsAt },
  );
  if (held.status === 201) {
    await call("DELETE", `/v1/holds/${(held.body as { id: string }).id}`, headers);
  } else if (held.status !== 409) {
    throw new Error(`A hold answered ${held.status}: ${JSON.stringify(held.body)}`);
  }
}

async function watch(api: Running, seconds: number): Promise<number[]> {
  const seen: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / samples));
    seen.push(await api.rssMiB());
  }
  return seen;
}

function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
