import { startTracing } from "@okoshko/runtime/tracing";
const tracing = startTracing("booking-api");

import { announceListening } from "@okoshko/runtime/announce";
import { createClock } from "@okoshko/runtime/clock";
import { startAdmin } from "@okoshko/runtime/http/admin";
import { listen } from "@okoshko/runtime/http/listen";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { onShutdown } from "@okoshko/runtime/shutdown";
import { type InitDataChecks, telegramKeys } from "./access/init-data";
import { sessionTokens } from "./access/session-token";
import { createApp } from "./app";
import { beginningOf } from "./business/set-up";
import { type Config, readBookingConfig } from "./config";
import { openDatabase } from "./database";
import { createNudges } from "./events/nudges";
import { createRateLimits } from "./http/rate-limits";
import { jobsOf, startJobs } from "./jobs";
import { openReads } from "./reads";
import { createLiveShop } from "./shop/live-shop";
import { showStateOfBusiness } from "./state-of-business";

const config = readBookingConfig();
const logger = createLogger({ service: "booking-api", level: config.LOG_LEVEL });

main(config).catch((error: unknown) => {
  logger.fatal({ err: error }, "booking-api could not start");
  process.exit(1);
});

async function main(config: Config): Promise<void> {
  const { registry } = createMetrics("booking-api", config.REVISION);
  const clock = await createClock(config, logger);
  const db = openDatabase(config.DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE, registry });
  const redis = createRedis(config.REDIS_URL, { name: "booking-api", logger, registry });
  const subscriber = createRedis(config.REDIS_URL, {
    name: "booking-api-news",
    logger,
    redis: { maxRetriesPerRequest: null },
  });
  const nudges = createNudges({ publisher: redis, subscriber, logger });
  const reads = openReads(config.DATABASE_URL, { poolSize: config.DATABASE_READ_POOL_SIZE, registry });
  const shop = createLiveShop({ db, reads, publisher: redis, subscriber, clock, logger });

  // A command that cannot be sent at once is no use for counting.
  const counting = createRedis(config.REDIS_URL, {
    name: "booking-api-limits",
    logger,
    registry,
    redis: { enableOfflineQueue: false, maxRetriesPerRequest: 0 },
  });
  const limits = {
    person: config.RATE_LIMIT_PERSON,
    key: config.RATE_LIMIT_KEY,
    address: config.RATE_LIMIT_ADDRESS,
  };

  const validateResponses = config.NODE_ENV !== "production";
  const deps = { db, reads, shop, clock, nudges, logger, metrics: db.metrics };
  showStateOfBusiness(db.metrics, { reads, clock });
  const app = createApp({
    ...deps,
    registry,
    serviceTokens: config.SERVICE_TOKENS,
    validateResponses,
    sessions: config.SESSION_SECRET === undefined ? undefined : sessionTokens(config.SESSION_SECRET),
    initDataChecks: initDataChecks(config),
    rateLimits: createRateLimits({ redis: counting, limits, logger }),
    timeLimitMs: config.REQUEST_TIME_LIMIT_MS,
    trustedProxies: config.TRUSTED_PROXIES,
  });
  const server = await listen(app, { host: config.HOST, port: config.PORT });
  const admin = await startAdmin({
    host: config.HOST,
    port: config.ADMIN_PORT,
    registry,
    // Without Redis bookings go on; only wake-up calls are missing, and readers of the feed poll.
    readiness: { database: async () => void (await db.query("select 1")) },
    watched: { redis: () => redis.ping() },
    logger,
  });
  admin.setReady(true);
  announceListening(logger, { port: server.port, adminPort: admin.port });

  const working = startJobs(deps, jobsOf(beginningOf(config)));

  onShutdown({
    logger,
    admin,
    intake: server,
    delayMs: config.SHUTDOWN_DELAY_MS,
    timeoutMs: config.SHUTDOWN_DELAY_MS + 20_000,
    steps: [
      ["jobs", () => working.stop()],
      ["waiting readers", () => nudges.end()],
      ["http", () => server.close()],
      ["clock", () => clock.close()],
      ["redis", () => [redis, subscriber, counting].forEach((connection) => connection.disconnect())],
      ["database", () => Promise.all([db.close(), reads.close()])],
      ["admin", () => admin.close()],
      ["tracing", () => tracing.shutdown()],
    ],
  });
}

function initDataChecks(config: Config): InitDataChecks {
  const { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_BOT_ID: botId, TELEGRAM_ENVIRONMENT: environment } = config;
  return {
    ...(botToken === undefined ? {} : { botToken }),
    ...(botId === undefined ? {} : { publicKey: { botId, key: telegramKeys[environment] } }),
  };
}
