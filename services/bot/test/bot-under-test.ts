import { createBookingClient } from "@okoshko/contracts/booking-client";
import { createLogger, type Logger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";
import { type Redis } from "ioredis";
import { Registry } from "prom-client";
import { fixedClock } from "@okoshko/testkit/fixed-clock";
import { freePort } from "@okoshko/testkit/free-port";
import { testRedis, type TestRedis } from "@okoshko/testkit/test-redis";
import { createBot } from "../src/bot";
import { fetchOrAway } from "../src/infrastructure";
import { openIngress } from "../src/ingress/open";
import { createReceiver } from "../src/ingress/receive";
import { createBotMetrics } from "../src/metrics";
import { StandInChat } from "./stand-in-chat";
import { StubBookingApi } from "./stub-booking-api";
import { StubNotifier } from "./stub-notifier";

export const silent = createLogger({ service: "bot", level: "silent" });

/** The whole bot behind its ingress, on real Redis, with a stand-in on either side; the chat is that of `user`. */
export async function botUnderTest(
  redis: Redis,
  stub = new StubBookingApi(),
  { logger = silent, user }: { logger?: Logger; user?: StandInChat["user"] } = {},
) {
  const metrics = createBotMetrics(new Registry());
  const clock = fixedClock(stub.now.toISOString());
  const notifier = new StubNotifier();
  const bot = createBot({
    token: "1:token",
    client: createBookingClient({
      baseUrl: "http://booking-api.test",
      token: "secret",
      fetch: fetchOrAway("booking-api", stub.fetch),
    }),
    notifier: notifier.client,
    publicApiUrl: "https://api.okoshko.test",
    redis,
    clock,
    metrics,
    logger,
  });
  const chat = new StandInChat(bot.api, user);
  await bot.init();
  const receive = createReceiver({
    redis,
    prefix: bot.prefix,
    handle: (update) => bot.handle(update),
    courtesy: bot.courtesy,
    metrics,
    logger,
    version: "0.0.0-test",
    limits: { updates: 500, windowMs: 10_000 },
  });
  return { bot, chat, stub, notifier, clock, receive, metrics };
}

/** One process of the bot, run against an emulator, with booking-api's stand-in behind it. */
export async function botOnEmulator(
  emulator: { url: string; botToken: string },
  redis: Redis,
  options: {
    mode: "webhook" | "polling";
    stub: StubBookingApi;
    port?: number;
    logger?: Logger;
    onEnded?: (error: unknown) => void;
  },
) {
  const registry = new Registry();
  const metrics = createBotMetrics(registry);
  const bot = createBot({
    token: emulator.botToken,
    apiRoot: emulator.url,
    client: createBookingClient({
      baseUrl: "http://booking-api.test",
      token: "secret",
      fetch: fetchOrAway("booking-api", options.stub.fetch),
    }),
    notifier: new StubNotifier().client,
    publicApiUrl: "https://api.okoshko.test",
    redis,
    clock: fixedClock(options.stub.now.toISOString()),
    metrics,
    logger: silent,
  });
  await bot.init();
  const port = options.port ?? (await freePort());
  const ingress = await openIngress({
    intake:
      options.mode === "polling"
        ? { BOT_MODE: "polling" }
        : {
            BOT_MODE: "webhook",
            WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
            WEBHOOK_SECRET: "s3cret",
            WEBHOOK_REGISTER: "at-start",
            MAX_UPDATES_IN_FLIGHT: 100,
          },
    host: "127.0.0.1",
    port,
    bot,
    redis,
    registry,
    metrics,
    logger: options.logger ?? silent,
    onEnded: (error) => options.onEnded?.(error),
  });
  return { bot, port, metrics, registry, close: () => ingress.close() };
}

/** A Redis for the tests of one file, emptied after each of them. Called once, before the file's first test. */
export function ownRedis() {
  let database: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    database = await testRedis();
    redis = connect(database.url);
  });
  afterEach(() => redis.flushdb());
  afterAll(async () => {
    redis.disconnect();
    await database.drop();
  });
  return {
    get redis() {
      return redis;
    },
    get url() {
      return database.url;
    },
  };
}

/** Connects as the service does; whoever connects disconnects. */
export function connect(url: string): Redis {
  return createRedis(url, { name: "bot-test", logger: silent });
}
