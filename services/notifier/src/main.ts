import { startTracing } from "@okoshko/runtime/tracing";
const tracing = startTracing("notifier");

import { createBookingClient } from "@okoshko/contracts/booking-client";
import { announceListening } from "@okoshko/runtime/announce";
import { createClock, systemClock } from "@okoshko/runtime/clock";
import { measurePool } from "@okoshko/runtime/database-metrics";
import { startAdmin } from "@okoshko/runtime/http/admin";
import { listen } from "@okoshko/runtime/http/listen";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics, instrumentedFetch } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { onShutdown } from "@okoshko/runtime/shutdown";
import { createApp } from "./app";
import { type Config, readNotifierConfig } from "./config";
import { createPool } from "./database";
import { ledgerDepth } from "./deliveries/ledger-depth";
import { createLimit } from "./deliveries/limit";
import { createSendQueue } from "./deliveries/queue";
import { countParkedEvents } from "./feed/parked-events";
import { createNotifierMetrics, observeStores } from "./metrics";
import { startNotifier } from "./notifier";
import { createTelegram } from "./telegram";
import { startWebhooks } from "./webhooks/webhooks";

const config = readNotifierConfig();
const logger = createLogger({ service: "notifier", level: config.LOG_LEVEL });

main(config).catch((error: unknown) => {
  logger.fatal({ err: error }, "the notifier could not start");
  process.exit(1);
});

async function main(config: Config): Promise<void> {
  const { registry } = createMetrics("notifier", config.REVISION);
  const metrics = createNotifierMetrics(registry, systemClock);
  const clock = await createClock(config, logger);

  const pool = createPool({ url: config.DATABASE_URL, size: config.DATABASE_POOL_SIZE, logger });
  measurePool(pool, "notifier", registry);
  const redis = createRedis(config.REDIS_URL, { name: "notifier", logger, registry });
  const patient = { maxRetriesPerRequest: null };
  const workerRedis = createRedis(config.REDIS_URL, { name: "notifier-worker", logger, redis: patient });
  const nudgeRedis = createRedis(config.REDIS_URL, { name: "notifier-nudges", logger, redis: patient });
  const queue = createSendQueue({ redis, logger });
  const limit = createLimit(redis, config.TELEGRAM_MESSAGES_PER_SECOND);
  observeStores(metrics, {
    parkedEvents: () => countParkedEvents(pool),
    queue: () => queue.counts(),
    ledger: async () => {
      const now = clock.now();
      return (await ledgerDepth(pool, now)).map(({ status, count, oldest }) => ({
        status,
        count,
        oldestAgeSeconds: Math.max(0, now.getTime() - oldest.getTime()) / 1_000,
      }));
    },
  });

  const webhooks = startWebhooks({
    pool,
    clock: systemClock,
    registry,
    logger,
    random: Math.random,
    keys: config.WEBHOOK_ENCRYPTION_KEY,
    rules: { allowLoopback: config.WEBHOOK_ALLOW_LOOPBACK },
    retentionDays: config.WEBHOOK_RETENTION_DAYS,
  });

  const booking = createBookingClient({
    baseUrl: config.BOOKING_API_URL,
    token: config.BOOKING_API_TOKEN,
    fetch: instrumentedFetch({ registry, peer: "booking-api" }),
    timeoutMs: 15_000,
  });
  const notifier = startNotifier({
    pool,
    redis,
    workerRedis,
    nudgeRedis,
    limit,
    queue,
    booking,
    telegram: createTelegram({
      token: config.TELEGRAM_BOT_TOKEN,
      apiRoot: config.TELEGRAM_API_ROOT,
      timeoutSeconds: config.TELEGRAM_TIMEOUT_SECONDS,
    }),
    clock,
    // Leases and the feed's freshness are matters of machines; moving the demo's time must not end them.
    leaseClock: systemClock,
    onWebhooksPlanned: (count) => webhooks.onPlanned(count),
    random: Math.random,
    metrics,
    logger,
    leaseSeconds: config.LEASE_SECONDS,
    telegramTimeoutSeconds: config.TELEGRAM_TIMEOUT_SECONDS,
    concurrency: config.SEND_CONCURRENCY,
  });

  const app = createApp({
    webhooks: webhooks.routeDeps,
    operations: {
      pool,
      booking,
      clock,
      metrics,
      pausedMs: () => limit.pausedMs(),
      isHalted: () => notifier.token.isRefused(),
      onPlanned: () => notifier.wake(),
      onBroadcast: () => notifier.wake(),
    },
    tokens: config.SERVICE_TOKENS,
    validateResponses: config.NODE_ENV !== "production",
    registry,
    logger,
  });
  const server = await listen(app, { host: config.HOST, port: config.PORT });
  const admin = await startAdmin({
    host: config.HOST,
    port: config.ADMIN_PORT,
    registry,
    readiness: {
      database: () => pool.query("select 1"),
      redis: () => redis.ping(),
      token: () => notifier.token.checkFirst(),
    },
    // A token that was good once and is refused since has an alert of its own, and unready replicas would heal nothing.
    watched: { telegram: () => notifier.token.check() },
    logger,
  });
  admin.setReady(true);
  announceListening(logger, { port: server.port, adminPort: admin.port });

  onShutdown({
    logger,
    admin,
    intake: server,
    delayMs: config.SHUTDOWN_DELAY_MS,
    timeoutMs: config.SHUTDOWN_DELAY_MS + (config.TELEGRAM_TIMEOUT_SECONDS + 10) * 1_000,
    steps: [
      ["http", () => server.close()],
      ["notifier", () => notifier.stop()],
      ["webhooks", () => webhooks.stop()],
      ["clock", () => clock.close()],
      ["queue", () => queue.close()],
      ["redis", () => [redis, workerRedis, nudgeRedis].forEach((connection) => connection.disconnect())],
      ["database", () => pool.end()],
      ["admin", () => admin.close()],
      ["tracing", () => tracing.shutdown()],
    ],
  });
}
