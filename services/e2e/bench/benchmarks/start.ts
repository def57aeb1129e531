import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createCaller, headersFor } from "../caller";
import { serviceNames } from "@okoshko/e2e/service-process";
import { createDriver } from "@okoshko/telegram-emulator/driver";
import { type Neighbours, neighbours, run, type Running } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult, type Row } from "../result";
import { clients, openShop, service, type Shop } from "../shop";
import { latencyOf, percentile, randomFrom, shuffled } from "../statistics";
import { settle, workers } from "../workers";

const starts = 5;
const persons = 40;

/** How long each service takes to listen, and what it keeps in memory, idle and after load. */
export async function start(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const shop = await openShop(options.seed);
  const around = await neighbours(shop.url);
  const times = new Map<string, number[]>(serviceNames.map((name) => [name, []]));
  const running: Running[] = [];
  options.say(`${starts} cold starts of each service, then all of them under load`);
  for (const name of serviceNames) {
    for (let count = 1; count <= starts; count += 1) {
      const process = await run(name, around);
      times.get(name)?.push(process.startedInMs);
      // The last one stays, because those that follow need it.
      if (count === starts) running.push(process);
      else await process.stop();
    }
  }
  const node = await bareNode();
  await settle(1500);
  const idle = await Promise.all(running.map((process) => process.rssMiB()));
  await load(shop, around, options);
  const loaded = await Promise.all(running.map((process) => process.rssMiB()));
  for (const process of [...running].reverse()) await process.stop();
  await around.stop();
  await shop.drop();

  const rows = serviceNames.map((name, index): Row => {
    const { samples, p50Ms } = latencyOf(times.get(name) ?? []);
    return {
      key: name,
      label: name,
      samples,
      p50Ms,
      more: { rssIdleMiB: idle[index] ?? Number.NaN, rssUnderLoadMiB: loaded[index] ?? Number.NaN },
    };
  });
  return {
    how: `spawn to “listening”, median of ${starts}; memory after a pause, and right after ${options.seconds} s of load`,
    rows: [...rows, { key: "node", label: "bare Node with an HTTP server", samples: starts, p50Ms: node }],
    ratios: rows.map(({ key, label, p50Ms = Number.NaN }) => ({
      key,
      what: `Cold start of ${label}`,
      against: "bare Node with an HTTP server",
      value: p50Ms / node,
    })),
  };
}

async function bareNode(): Promise<number> {
  const code = `require("node:http").createServer().listen(0, () => process.send("listening"))`;
  const times: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const began = performance.now();
    const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    await new Promise((resolve) => child.once("message", resolve));
    times.push(performance.now() - began);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
  }
  return percentile(times, 50);
}

/** Bookings, availability and chats side by side; the notifier follows what was booked. */
async function load(shop: Shop, { ports }: Neighbours, options: BenchmarkOptions): Promise<void> {
  const slots = shuffled(await shop.freeSlots(), randomFrom(options.seed));
  const caller = createCaller(`http://127.0.0.1:${ports["booking-api"]}`, 8);
  const driver = createDriver(`http://127.0.0.1:${ports["telegram-emulator"]}`);
  let client = 0;
  const booking = workers(6, slots, options.seconds, async ({ masterId, startsAt, date }) => {
    const headers = headersFor(clients.first + (client++ % clients.count));
    const query = `serviceIds=${service}&masterId=${masterId}&date=${date}`;
    await caller.call("GET", `/v1/availability/slots?${query}`, headers);
    const body = { serviceIds: [service], masterId, startsAt };
    const held = await caller.call(
      "POST",
      "/v1/holds",
      { ...headers, "idempotency-key": randomUUID() },
      body,
    );
    const { id } = held.body as { id: string };
    await caller.call("POST", `/v1/appointments/${id}/confirm`, headers);
  });
  const chatting = workers(2, Array.from({ length: persons }), options.seconds, async () => {
    const person = await driver.createPerson({ firstName: "Somebody", languageCode: "en" });
    await person.starts();
    await person.taps("Book a visit", { timeoutMs: 30_000 });
  });
  await Promise.all([booking, chatting]);
  caller.close();
}
