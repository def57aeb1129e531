import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { freePort } from "@okoshko/testkit/free-port";
import { startRedis } from "@okoshko/testkit/redis";
import { type ServiceName, startService } from "@okoshko/e2e/service-process";
import path from "node:path";

/** A service under measurement, run as in production. */
export interface Running {
  url: string;
  /** From spawn to the message that it listens. */
  startedInMs: number;
  /** Resident memory, as the process itself reports it on its admin port. */
  rssMiB(): Promise<number>;
  /** Processor time since it was started: says the same on a machine where others are at work. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

export const token = randomBytes(24).toString("hex");
export const webhookSecret = "bench";
export const botToken = "1000000001:okoshko-emulator-demo-token-000000000";

/** What the services have to know of each other; addresses are chosen before anything starts. */
export interface Neighbours {
  databaseUrl: string;
  redisUrl: string;
  ports: Record<ServiceName, number>;
}

export async function neighbours(databaseUrl: string): Promise<Neighbours & { stop(): Promise<void> }> {
  const redis = await startRedis();
  const [emulator, booking, notifier, bot] = await Promise.all(Array.from({ length: 4 }, () => freePort()));
  return {
    databaseUrl,
    redisUrl: redis.url,
    ports: {
      "telegram-emulator": emulator ?? 0,
      "booking-api": booking ?? 0,
      notifier: notifier ?? 0,
      bot: bot ?? 0,
    },
    stop: () => redis.stop(),
  };
}

/** Starts a service with NODE_ENV=production (answers are not checked against the contract) and the system's clock. */
export async function run(
  name: ServiceName,
  around: Neighbours,
  more: Record<string, string> = {},
): Promise<Running> {
  const lines: string[] = [];
  const began = performance.now();
  const service = startService(name, { ...environment(name, around), ...more }, (line) => {
    lines.push(line);
    if (lines.length > 20) lines.shift();
  });
  const { adminPort } = await service.ready.catch((error: unknown) => {
    throw new Error(lines.join("\n"), { cause: error });
  });
  return {
    url: `http://127.0.0.1:${around.ports[name]}`,
    startedInMs: performance.now() - began,
    rssMiB: async () => (await measured(adminPort, "process_resident_memory_bytes")) / 2 ** 20,
    cpuSeconds: () => measured(adminPort, "process_cpu_seconds_total"),
    stop: () => service.end("SIGTERM"),
  };
}

function environment(
  name: ServiceName,
  { databaseUrl, redisUrl, ports }: Neighbours,
): Record<string, string> {
  const at = (other: ServiceName): string => `http://127.0.0.1:${ports[other]}`;
  const common = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: `${ports[name]}`,
    ADMIN_PORT: "0",
    SHUTDOWN_DELAY_MS: "0",
  };
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const telegram = { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: at("telegram-emulator") };
  const booking = { BOOKING_API_URL: at("booking-api"), BOOKING_API_TOKEN: token };
  switch (name) {
    case "telegram-emulator":
      return { ...common, BOT_TOKEN: botToken, EMULATOR_ALLOW_IN_PRODUCTION: "demo" };
    case "booking-api":
      // One token under the name of the bot, and the notifier's own: what each may do depends on it.
      return {
        ...common,
        ...stores,
        CLOCK: "system",
        SERVICE_TOKENS: `bot=${token},notifier=${token}-n`,
        RATE_LIMIT_PERSON: "1000000",
      };
    case "notifier":
      return {
        ...common,
        ...stores,
        ...telegram,
        ...booking,
        BOOKING_API_TOKEN: `${token}-n`,
        CLOCK: "system",
        SERVICE_TOKENS: `bot=${token}`,
      };
    case "bot":
      return {
        ...common,
        ...telegram,
        ...booking,
        NOTIFIER_URL: at("notifier"),
        NOTIFIER_TOKEN: token,
        REDIS_URL: redisUrl,
        CLOCK: "system",
        BOT_MODE: "webhook",
        WEBHOOK_URL: `${at("bot")}/telegram/webhook`,
        WEBHOOK_SECRET: webhookSecret,
        WEBHOOK_REGISTER: "at-start",
      };
  }
}

/** Starts one of the bench's own servers, which are what services are compared with. */
export async function runBaseline(
  entry: string,
  input: object,
): Promise<Pick<Running, "url" | "stop" | "rssMiB" | "cpuSeconds">> {
  const child = fork(path.join(__dirname, `${entry}.js`), { env: { NODE_ENV: "production" } });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const port = new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    void ended.then(() => reject(new Error(`${entry} ended before it was ready`)));
  });
  child.send(input);
  const ask = (what: "rss" | "cpu"): Promise<number> =>
    new Promise((resolve) => {
      child.once("message", (answer) => resolve(Number(answer)));
      child.send(what);
    });
  return {
    url: `http://127.0.0.1:${await port}`,
    rssMiB: async () => (await ask("rss")) / 2 ** 20,
    cpuSeconds: async () => (await ask("cpu")) / 1e6,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function measured(adminPort: number, name: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/metrics`);
  const line = new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, "m").exec(await response.text());
  return Number(line?.[1]);
}
