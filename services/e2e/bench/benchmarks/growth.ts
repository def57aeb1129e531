import { book, concurrency, warmUps } from "../bookings";
import { neighbours, run } from "../processes";
import { connections, load, questionsOf } from "../questions";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { openShop } from "../shop";
import { latencyOf, randomFrom, shuffled } from "../statistics";
import { type Done } from "../workers";

const masters = 50;
/** A book with hardly any past: what is ahead is the same in both. */
const young = 25_000;

interface Measured {
  appointments: number;
  asked: Done;
  booked: Done;
  bytesPerVisit: number;
  /** Of booking-api's process. */
  cpuMsPerVisit: number;
}

/** What an old book costs beside a young one of the same masters, and what a visit takes on disk. */
export async function growth(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const measured = [await measure(options, young), await measure(options, options.appointments)];
  const [little, much] = measured as [Measured, Measured];
  const against = `a book of ${little.appointments}`;
  const ratio = (key: "asked" | "booked", what: string) => ({
    key,
    what: `${what} in a book of ${much.appointments} visits`,
    against,
    value: little[key].perSecond / much[key].perSecond,
  });
  return {
    how:
      `${masters} masters, the same days ahead, a short and a long past; free times of a master-day over ${connections} connections, ` +
      `hold and confirm by ${concurrency} workers; bytes are those of tables and indexes that booking a visit adds`,
    rows: measured.flatMap(({ appointments, asked, booked, bytesPerVisit, cpuMsPerVisit }) => [
      {
        key: `asked${appointments}`,
        label: `free times, ${appointments} visits`,
        ...figures(asked),
      },
      {
        key: `booked${appointments}`,
        label: `hold and confirm, ${appointments} visits`,
        ...figures(booked),
        more: { bytesPerVisit, cpuMsPerVisit },
      },
    ]),
    ratios: [
      ratio("asked", "Free times of a master-day: time per request"),
      ratio("booked", "Hold and confirm: time per booking"),
    ],
  };
}

const figures = ({ samplesMs, perSecond }: Done) => ({ perSecond, ...latencyOf(samplesMs) });

async function measure({ seed, seconds, say }: BenchmarkOptions, wanted: number): Promise<Measured> {
  const shop = await openShop(seed, wanted, masters);
  const around = await neighbours(shop.url);
  const random = randomFrom(seed);
  const { day } = await questionsOf(shop, random);
  const slots = shuffled(await shop.freeSlots(), random);
  say(`${shop.appointments} visits; ${seconds} s each`);
  const api = await run("booking-api", around);
  const asked = await load(api.url, day, seconds);
  const before = { bytes: await shop.bytes(), cpu: await api.cpuSeconds() };
  const { done: booked } = await book(api.url, slots, seconds);
  const visits = booked.samplesMs.length + warmUps;
  const bytesPerVisit = ((await shop.bytes()) - before.bytes) / visits;
  const cpuMsPerVisit = (((await api.cpuSeconds()) - before.cpu) * 1_000) / visits;
  await api.stop();
  await around.stop();
  await shop.drop();
  return { appointments: shop.appointments, asked, booked, bytesPerVisit, cpuMsPerVisit };
}
