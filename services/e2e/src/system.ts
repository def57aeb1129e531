import { appendFileSync } from "node:fs";
import { createBookingClient, type BookingClient } from "@okoshko/contracts/booking-client";
import { createNotifierClient, type NotifierClient } from "@okoshko/contracts/notifier-client";
import { createDriver, type Driver } from "@okoshko/telegram-emulator/driver";
import { freePort } from "@okoshko/testkit/free-port";
import { startRedis } from "@okoshko/testkit/redis";
import { Redis } from "ioredis";
import { environmentOf, newSecrets } from "./environment";
import {
  runToEnd,
  type ServiceName,
  serviceNames,
  type ServiceProcess,
  startService,
} from "./service-process";
import { type Contents, systemDatabase } from "./system-database";

/** An Okoshko that runs somewhere, as far as the persons in the chat and an administrator reach. */
export interface Demo {
  /** The persons who use the chat, the clock, Telegram's faults. */
  driver: Driver;
  /** booking-api, as its administrator. */
  booking: BookingClient;
  /** The notifier's ledger. */
  notifier: NotifierClient;
  /** The emulator: chat page and Bot API. */
  url: string;
}

/** Where a demo can be reached. */
export interface Addresses {
  emulator: string;
  booking: string;
  notifier: string;
  adminToken: string;
}

/** The services, each a real process, on a database and a Redis of their own. */
export interface System extends Demo {
  addresses: Addresses;
  databaseUrl: string;
  redis: {
    flush(): Promise<void>;
    url: string;
    /** Ends it at once, with all that it holds. */
    kill(): Promise<void>;
    /** Starts an empty one at the same address. */
    start(): Promise<void>;
  };
  /** Starts one more process of a service, at an address of its own; it ends with the system. */
  another(name: ServiceName, env?: Record<string, string>): Promise<Replica>;
  /** Runs what `helm test` runs, with the bot's token, and answers what it wrote; throws when it fails. */
  tryInstallation(env?: Record<string, string>): Promise<string[]>;
  /** Ends the process, and with SIGKILL at once. */
  kill(name: ServiceName, signal?: NodeJS.Signals): Promise<void>;
  /** Ends the process if it still runs and starts it anew, at the same address. */
  restart(name: ServiceName): Promise<void>;
  /** Starts what was killed. */
  revive(): Promise<void>;
  /** The last lines that each service logged, or only these. */
  logs(lines?: number, of?: readonly ServiceName[]): string;
  /** The address of a service's admin port, as of its last start. */
  adminUrl(name: ServiceName): Promise<string>;
  stop(): Promise<void>;
}

export interface Replica {
  port: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
  isUp(): boolean;
  /** What its admin port says of itself. */
  metrics(): Promise<string>;
  /** Runs another of its entries, such as `parked`, with its environment, and answers what it wrote. */
  run(entry: string, ...args: string[]): Promise<string[]>;
}

export interface SystemOptions {
  /** Services that the story starts itself. */
  without?: readonly ServiceName[];
  /** Where all that the services log is written too, for whoever reads it in another process. */
  logFile?: string;
  /** When the story begins. */
  startsAt?: string;
  /** A database with schemas and shop in it, which stays when the system stops. Without it the system makes its own. */
  databaseUrl?: string;
  /** What the database that the system makes has in it; the demo shop unless said otherwise. */
  contents?: Contents;
  /** On top of what each service is told anyway. Read at each start: a story may change it. */
  env?: Partial<Record<ServiceName, Record<string, string>>>;
}

/** A Monday, 08:00 in Riga: nobody works yet, and all days of the week lie ahead. */
export const monday = "2026-11-23T06:00:00.000Z";

const keptLines = 5_000;

export function reachDemo({ emulator, booking, notifier, adminToken: token }: Addresses): Demo {
  return {
    driver: createDriver(emulator),
    booking: createBookingClient({ baseUrl: booking, token }),
    notifier: createNotifierClient({ baseUrl: notifier, token }),
    url: emulator,
  };
}

/** Starts all services, on a fresh demo shop unless said otherwise. `TEST_POSTGRES_URL` has to name a server. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const [database, firstRedis, ports] = await Promise.all([
    options.databaseUrl === undefined
      ? systemDatabase(options.contents ?? "demo")
      : { url: options.databaseUrl, drop: () => undefined },
    startRedis(),
    choosePorts(),
  ]);
  let redisServer = firstRedis;
  const redis = new Redis(redisServer.url);
  redis.on("error", () => undefined);
  const lines: Record<ServiceName, string[]> = {
    "telegram-emulator": [],
    "booking-api": [],
    notifier: [],
    bot: [],
  };
  const processes = new Map<ServiceName, ServiceProcess>();
  const secrets = newSecrets();
  const at = (name: ServiceName): string => `http://127.0.0.1:${ports[name]}`;
  const around = { at, databaseUrl: database.url, redisUrl: redisServer.url, secrets };
  const environment = (name: ServiceName): Record<string, string> => ({
    ...environmentOf(name, ports[name], around),
    ...options.env?.[name],
  });

  const keep = (name: ServiceName, line: string): void => {
    lines[name].push(line);
    if (lines[name].length > keptLines) lines[name].shift();
    if (options.logFile !== undefined) appendFileSync(options.logFile, `${line}\n`);
  };

  const start = async (name: ServiceName): Promise<void> => {
    const service = startService(name, environment(name), (line) => keep(name, line));
    processes.set(name, service);
    await service.ready;
  };
  const logs = (count = 30, of: readonly ServiceName[] = serviceNames): string =>
    of.map((name) => `── ${name}, its last lines ──\n${lines[name].slice(-count).join("\n")}`).join("\n");
  const end = async (name: ServiceName, signal: NodeJS.Signals): Promise<void> => {
    await processes.get(name)?.end(signal);
  };
  const processOf = (name: ServiceName): ServiceProcess => {
    const service = processes.get(name);
    if (service === undefined) throw new Error(`${name} was not started`);
    return service;
  };
  const others: ServiceProcess[] = [];
  const another = async (name: ServiceName, changes: Record<string, string> = {}): Promise<Replica> => {
    const port = await freePort();
    const own = { ...environment(name), PORT: `${port}`, ...changes };
    let running: ServiceProcess | undefined;
    let adminPort = 0;
    const replica: Replica = {
      port,
      isUp: () => running?.hasEnded() === false,
      kill: async (signal = "SIGKILL") => running?.end(signal),
      async start() {
        running = startService(name, own, (line) => keep(name, `[${port}] ${line}`));
        others.push(running);
        ({ adminPort } = await running.ready);
      },
      metrics: async () => (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text(),
      run: (entry, ...args) => runToEnd(name, entry, own, args),
    };
    await replica.start();
    return replica;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(others.map((service) => service.end("SIGTERM")));
    for (const name of [...serviceNames].reverse()) await end(name, "SIGTERM");
    redis.disconnect();
    await Promise.all([redisServer.stop(), database.drop()]);
  };

  const addresses = {
    emulator: at("telegram-emulator"),
    booking: at("booking-api"),
    notifier: at("notifier"),
    adminToken: secrets.admin,
  };
  const demo = reachDemo(addresses);
  try {
    await start("telegram-emulator");
    // Before anybody else starts, so that no service ever sees another time.
    await setClock(demo.driver, options.startsAt ?? monday);
    const wanted = (["booking-api", "notifier", "bot"] as const).filter(
      (name) => options.without?.includes(name) !== true,
    );
    await Promise.all(wanted.map(start));
  } catch (error) {
    const story = logs();
    await stop();
    throw new Error(`The system did not start.\n${story}`, { cause: error });
  }

  return {
    ...demo,
    addresses,
    databaseUrl: database.url,
    redis: {
      flush: async () => void (await redis.flushall()),
      url: redisServer.url,
      kill: () => redisServer.kill(),
      async start() {
        redisServer = await startRedis({ port: firstRedis.port });
      },
    },
    another,
    tryInstallation: (env = {}) => runToEnd("booking-api", "smoke", { ...environment("bot"), ...env }),
    kill: (name, signal = "SIGKILL") => end(name, signal),
    async restart(name) {
      await end(name, "SIGTERM");
      await start(name);
    },
    async revive() {
      const gone = [...processes.keys()].filter((name) => processes.get(name)?.hasEnded() !== false);
      await Promise.all(gone.map(start));
    },
    logs,
    adminUrl: async (name) => `http://127.0.0.1:${(await processOf(name).ready).adminPort}`,
    stop,
  };
}

async function setClock(driver: Driver, to: string): Promise<void> {
  const { now, offsetMs } = await driver.clock.read();
  const jumpMs = Date.parse(to) - Date.parse(now);
  await driver.clock.set(offsetMs + jumpMs, { allowBackwards: true });
}

type Ports = Record<ServiceName, number>;

/** Known before anything starts: services are told of each other, and a restarted one has to come back to its address. */
async function choosePorts(): Promise<Ports> {
  const [emulator, booking, notifier, bot] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  return { "telegram-emulator": emulator, "booking-api": booking, notifier, bot };
}
