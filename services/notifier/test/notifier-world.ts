import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { fixedClock } from "@okoshko/testkit/fixed-clock";
import { testDatabase } from "@okoshko/testkit/test-database";
import { testRedis } from "@okoshko/testkit/test-redis";
import { type Operations } from "../src/app";
import { createPool } from "../src/database";
import { createLimit } from "../src/deliveries/limit";
import { createSendQueue } from "../src/deliveries/queue";
import { createNotifierMetrics } from "../src/metrics";
import { startNotifier, type Notifier, type NotifierDeps } from "../src/notifier";
import { migrateNotifier } from "../src/schema";
import { fakeTelegram } from "./fake-telegram";
import { stubBookingApi } from "./stub-booking-api";

export const silent = createLogger({ service: "notifier", level: "silent" });

/** A migrated database of the test's own. */
export async function aDatabase() {
  const database = await testDatabase({ name: "notifier", migrate: (url) => migrateNotifier(url, silent) });
  const pool = createPool({ url: database.url, size: 5, logger: silent });
  return {
    url: database.url,
    pool,
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

/** What createApp needs, where a test is about something else. */
export function someOperations(overrides: Partial<Operations> & Pick<Operations, "pool">): Operations {
  return {
    booking: stubBookingApi().client,
    clock: fixedClock("2026-11-20T09:00:00Z"),
    metrics: someMetrics().metrics,
    pausedMs: () => Promise.resolve(0),
    isHalted: () => false,
    onPlanned: () => undefined,
    onBroadcast: () => undefined,
    ...overrides,
  };
}

export function someMetrics() {
  const { registry } = createMetrics("notifier");
  return { registry, metrics: createNotifierMetrics(registry, fixedClock("2026-11-20T09:00:00Z")) };
}

/** Real Postgres and Redis; Telegram, booking-api and both clocks are stand-ins that the test holds in its hands. */
export async function aWorld({
  start = "2026-11-20T09:00:00Z",
  redisUrl,
}: { start?: string; redisUrl?: string } = {}) {
  const database = await aDatabase();
  const redisDatabase =
    redisUrl === undefined ? await testRedis() : { url: redisUrl, drop: () => Promise.resolve() };
  const clock = fixedClock(start);
  const leaseClock = fixedClock(start);
  const booking = stubBookingApi();
  const telegram = fakeTelegram();
  const { registry, metrics } = someMetrics();
  const replicas: { notifier: Notifier; close: () => Promise<void> }[] = [];
  const redis = createRedis(redisDatabase.url, { name: "test", logger: silent });

  return {
    clock,
    leaseClock,
    booking,
    telegram,
    metrics,
    registry,
    logger: silent,
    redis,
    pool: database.pool,
    databaseUrl: database.url,
    redisUrl: redisDatabase.url,
    async startReplica({
      messagesPerSecond = 1_000,
      ...overrides
    }: Partial<NotifierDeps> & { messagesPerSecond?: number } = {}): Promise<Notifier> {
      const url = redisDatabase.url;
      const commands = createRedis(url, { name: "commands", logger: silent });
      const patient = { maxRetriesPerRequest: null };
      const workerRedis = createRedis(url, { name: "worker", logger: silent, redis: patient });
      const nudgeRedis = createRedis(url, { name: "nudges", logger: silent, redis: patient });
      const queue = createSendQueue({ redis: commands, logger: silent });
      const notifier = startNotifier({
        pool: database.pool,
        redis: commands,
        workerRedis,
        nudgeRedis,
        queue,
        limit: createLimit(commands, messagesPerSecond),
        booking: booking.client,
        telegram,
        clock,
        leaseClock,
        onWebhooksPlanned: () => undefined,
        random: () => 0,
        metrics,
        logger: silent,
        leaseSeconds: 60,
        telegramTimeoutSeconds: 15,
        concurrency: 20,
        ...overrides,
      });
      replicas.push({
        notifier,
        async close() {
          await notifier.stop();
          await queue.close();
          for (const connection of [commands, workerRedis, nudgeRedis]) connection.disconnect();
        },
      });
      return Promise.resolve(notifier);
    },
    /** Deliveries of a kind, or all, with what tests ask for. Reminders are told apart by their lead: `reminder 120`. */
    async deliveries(kind?: string) {
      const { rows } = await database.pool.query<{
        id: string;
        kind_and_lead: string;
        status: string;
        reason: string | null;
        attempts: number;
        claim: number;
        failures: number;
        repeat_of: string | null;
        telegram_message_id: number | null;
        recipient_telegram_user_id: number;
        not_before: Date;
        due_at: Date;
        traceparent: string | null;
        last_error: string | null;
      }>(
        `select * from (
           select d.*, concat_ws(' ', kind, facts ->> 'leadMinutes') as kind_and_lead from notifier.deliveries d
         ) d
         where $1::text is null or kind_and_lead = $1
         order by due_at, kind_and_lead`,
        [kind ?? null],
      );
      return rows.map((row) => ({ ...row, kind: row.kind_and_lead }));
    },
    async close() {
      await Promise.all(replicas.map((replica) => replica.close()));
      redis.disconnect();
      await redisDatabase.drop();
      await database.drop();
    },
  };
}

export type World = Awaited<ReturnType<typeof aWorld>>;
