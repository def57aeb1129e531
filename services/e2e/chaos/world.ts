import { type BookingClient, createBookingClient } from "@okoshko/contracts/booking-client";
import { environmentOf, newSecrets, type Secrets } from "@okoshko/e2e/environment";
import { runToEnd, type ServiceName, type ServiceProcess, startService } from "@okoshko/e2e/service-process";
import { createDriver, type Driver } from "@okoshko/telegram-emulator/driver";
import { freePort } from "@okoshko/testkit/free-port";
import { again } from "./again";
import { type Balancer, startBalancer } from "./balancer";
import { type Fleet, startFleet } from "./fleet";
import { prepareDatabase } from "./prepare-database";
import { startStores, type Stores } from "./stores";

/** Everything that runs: stores, the emulator, replicas of each service behind one address each. Loopback only. */
export interface World {
  driver: Driver;
  stores: Stores;
  fleet: Fleet;
  /** booking-api with the token of the bot, which acts for people, through the balancer. */
  booking: BookingClient;
  /** Demo time. */
  now: () => Date;
  /** Moves it forward. */
  advance(ms: number): Promise<void>;
  emulatorLines(count: number): string[];
  /** `now` kills; otherwise services may finish what they do. */
  stop(how: "gently" | "now"): Promise<void>;
}

export interface WorldOptions {
  replicas: Record<"bot" | "booking-api" | "notifier", number>;
  startsAt: string;
  /** On top of what each service is told anyway. */
  env?: Partial<Record<ServiceName, Record<string, string>>>;
  /** Whatever was started is handed over at once, so that it can be ended also while the rest is starting. */
  onStop: (stop: (how: "gently" | "now") => Promise<void>) => void;
}

type Way = "gently" | "now";

export async function startWorld(options: WorldOptions): Promise<World> {
  const duties: ((how: Way) => Promise<unknown>)[] = [];
  const stop = async (how: Way): Promise<void> => {
    for (const duty of duties.splice(0).reverse()) await duty(how).catch(() => undefined);
  };
  options.onStop(stop);
  const stores = await startStores();
  duties.push(() => stores.stop());
  await prepareDatabase(stores.databaseUrl);

  const emulatorPort = await freePort();
  const started: { fleet?: Fleet } = {};
  const behind = async (service: ServiceName): Promise<Balancer> => {
    const balancer = await startBalancer(
      () =>
        started.fleet
          ?.of(service)
          .filter((replica) => replica.isUp())
          .map(({ port }) => port) ?? [],
    );
    duties.push(() => balancer.close());
    return balancer;
  };
  const [booking, notifier, bot] = await Promise.all([
    behind("booking-api"),
    behind("notifier"),
    behind("bot"),
  ]);
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  const secrets: Secrets = newSecrets();
  const ports: Record<ServiceName, number> = {
    "telegram-emulator": emulatorPort,
    "booking-api": booking.port,
    notifier: notifier.port,
    bot: bot.port,
  };
  const around = {
    at: (name: ServiceName) => url(ports[name]),
    databaseUrl: stores.databaseUrl,
    redisUrl: stores.redisUrl,
    secrets,
  };
  const own: Partial<Record<ServiceName, Record<string, string>>> = {
    // Telegram's slowness is told apart from its silence after two seconds, so that a run needn't be long.
    notifier: { TELEGRAM_TIMEOUT_SECONDS: "2" },
    // Set once and for all, as a deployment does it, and not by every replica that comes back.
    bot: { WEBHOOK_REGISTER: "never" },
    "booking-api": { RATE_LIMIT_PERSON: "1000000" },
  };
  const environment = (service: ServiceName, name: string, port: number): Record<string, string> => ({
    ...environmentOf(service, port, around),
    // The emulator's log of calls then says which replica called.
    ...(service === "bot" || service === "notifier"
      ? { TELEGRAM_API_ROOT: `${url(emulatorPort)}/from/${name}` }
      : {}),
    ...own[service],
    ...options.env?.[service],
  });

  const lines: string[] = [];
  const emulator = startService(
    "telegram-emulator",
    environment("telegram-emulator", "telegram-emulator", emulatorPort),
    (line) => {
      lines.push(line);
      if (lines.length > 100) lines.shift();
    },
  );
  duties.push((how) => emulator.end(how === "now" ? "SIGKILL" : "SIGTERM"));
  await readyOrWhy(emulator, lines);
  const driver = createDriver(url(emulatorPort));
  let offsetMs = await setClock(driver, options.startsAt);
  await runToEnd("bot", "register", {
    ...environment("bot", "bot-register", 0),
    WEBHOOK_REGISTER: "at-start",
  });

  const fleet = await startFleet(
    [
      ["booking-api", options.replicas["booking-api"]],
      ["notifier", options.replicas.notifier],
      ["bot", options.replicas.bot],
    ],
    environment,
  );
  started.fleet = fleet;
  duties.push((how) => fleet.stop(how === "now" ? "SIGKILL" : "SIGTERM"));
  await fleet.allUp(90_000);
  return {
    driver,
    stores,
    fleet,
    booking: createBookingClient({ baseUrl: url(booking.port), token: secrets.bot, timeoutMs: 8_000 }),
    now: () => new Date(Date.now() + offsetMs),
    async advance(ms) {
      // To an offset and not by a step: asked twice, it is done once.
      const wanted = offsetMs + ms;
      ({ offsetMs } = await again(() => driver.clock.set(wanted)));
    },
    emulatorLines: (count) => lines.slice(-count),
    stop,
  };
}

async function readyOrWhy(service: ServiceProcess, lines: string[]): Promise<void> {
  await service.ready.catch((error: unknown) => {
    throw new Error(`The emulator did not start:\n${lines.join("\n")}`, { cause: error });
  });
}

async function setClock(driver: Driver, to: string): Promise<number> {
  const { now, offsetMs } = await driver.clock.read();
  const wanted = offsetMs + Date.parse(to) - Date.parse(now);
  return (await driver.clock.set(wanted, { allowBackwards: true })).offsetMs;
}
