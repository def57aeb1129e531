import { startTracing } from "@okoshko/runtime/tracing";
const tracing = startTracing("bot");

import { type BookingClient, createBookingClient } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { createNotifierClient } from "@okoshko/contracts/notifier-client";
import { announceListening } from "@okoshko/runtime/announce";
import { createClock } from "@okoshko/runtime/clock";
import { startAdmin } from "@okoshko/runtime/http/admin";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics, instrumentedFetch } from "@okoshko/runtime/metrics";
import { askAtScrape } from "@okoshko/runtime/metrics-catalogue";
import { createRedis } from "@okoshko/runtime/redis";
import { onShutdown } from "@okoshko/runtime/shutdown";
import { createBot } from "./bot";
import { readBotConfig } from "./config";
import { fetchOrAway } from "./infrastructure";
import { openIngress } from "./ingress/open";
import { createParking } from "./ingress/parking";
import { createBotMetrics } from "./metrics";

const config = readBotConfig();
const logger = createLogger({ service: "bot", level: config.LOG_LEVEL });

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "the bot could not start");
  process.exit(1);
});

async function main(): Promise<void> {
  const { registry } = createMetrics("bot", config.REVISION);
  const metrics = createBotMetrics(registry);
  const clock = await createClock(config, logger);
  // A Redis that hangs must not hold an update for as long as Telegram would wait.
  const redis = createRedis(config.REDIS_URL, {
    name: "bot",
    logger,
    registry,
    redis: { commandTimeout: 3_000 },
  });
  const client = createBookingClient({
    baseUrl: config.BOOKING_API_URL,
    token: config.BOOKING_API_TOKEN,
    fetch: fetchOrAway("booking-api", instrumentedFetch({ registry, peer: "booking-api" })),
    timeoutMs: 5_000,
  });
  const notifier = createNotifierClient({
    baseUrl: config.NOTIFIER_URL,
    token: config.NOTIFIER_TOKEN,
    fetch: fetchOrAway("notifier", instrumentedFetch({ registry, peer: "notifier" })),
    // A preview counts all clients one page after the other.
    timeoutMs: 10_000,
  });
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = config;
  const { BOOKING_API_PUBLIC_URL: publicApiUrl } = config;
  const bot = createBot({ token, apiRoot, client, notifier, publicApiUrl, redis, clock, metrics, logger });
  await bot.init();
  const parking = createParking(redis, bot.prefix);
  askAtScrape([metrics.parkedNow], async () => metrics.parkedNow.set(await parking.count()));
  const { HOST: host, PORT: port, intake } = config;
  const onEnded = (error: unknown): void => {
    logger.fatal({ err: error }, "updates can't come in any more");
    process.exit(1);
  };
  const ingress = await openIngress({ intake, host, port, bot, redis, registry, metrics, logger, onEnded });
  const admin = await startAdmin({
    host,
    port: config.ADMIN_PORT,
    registry,
    readiness: { redis: () => redis.ping() },
    // Updates are put off while either is away, and come again; taking this replica out of service would heal nothing.
    watched: { telegram: () => bot.api.getMe(), "booking-api": () => reach(client) },
    logger,
  });
  onShutdown({
    logger,
    delayMs: config.SHUTDOWN_DELAY_MS,
    timeoutMs: 25_000 + config.SHUTDOWN_DELAY_MS,
    admin,
    intake: ingress,
    steps: [
      ["updates", () => ingress.close()],
      ["redis", () => redis.quit()],
      ["clock", () => clock.close()],
      ["admin", () => admin.close()],
      ["tracing", () => tracing.shutdown()],
    ],
  });
  admin.setReady(true);
  announceListening(logger, { port: ingress.port, adminPort: admin.port });
}

/** It is there, also while it has no business to tell of. */
async function reach(client: BookingClient): Promise<void> {
  await unwrap(client.GET("/v1/business")).catch((error: unknown) => {
    if (!isProblem(error, "not-set-up")) throw error;
  });
}
