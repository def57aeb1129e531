import { type Express } from "express";
import { randomUUID } from "node:crypto";
import request from "supertest";
import { type Redis } from "ioredis";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics, type Registry } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { fixedClock, type FixedClock } from "@okoshko/testkit/fixed-clock";
import { testDatabase } from "@okoshko/testkit/test-database";
import { testRedis } from "@okoshko/testkit/test-redis";
import { type InitDataChecks } from "../src/access/init-data";
import { sessionTokens } from "../src/access/session-token";
import { createApp } from "../src/app";
import { type Database, openDatabase } from "../src/database";
import { type Deps } from "../src/deps";
import { createNudges } from "../src/events/nudges";
import { createRateLimits, type Limits } from "../src/http/rate-limits";
import { openReads, type Reads } from "../src/reads";
import { createLiveShop } from "../src/shop/live-shop";
import { migrateBooking } from "../src/schema";
import { BusinessModel } from "../src/business/business.model";

/** A Monday morning in Riga, 08:00 on its clocks. */
export const monday = "2026-11-23T06:00:00Z";

/** booking-api on its own database, as a caller sees it. Every answer is checked against the contract. */
export interface Api {
  app: Express;
  db: Database;
  url: string;
  clock: FixedClock;
  /** What it measures. */
  registry: Registry;
  /** What jobs run with. */
  deps: Deps;
  as: As;
  /** Any other token, or none. */
  bearer(token?: string): Caller;
  /** Another process on the same stores, as far as one process can play it: with rules, connections and news of its own. */
  replica(options?: ReplicaOptions): { as: As };
  stop(): Promise<void>;
}

interface ReplicaOptions {
  redisUrl?: string;
  /** Hears of every statement outside a transaction. */
  heard?: (statement: string) => void;
}

type As = (caller: "admin" | "bot" | "notifier", telegramUserId?: number) => Caller;

type Method = "get" | "post" | "put" | "patch" | "delete";
/** Sends requests with a token, and for a person when one is named. */
export type Caller = (
  method: Method,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => request.Test;

const silent = createLogger({ service: "booking-api", level: "silent" });
const tokens = { admin: "admin-token-1", bot: "bot-token-2", notifier: "notifier-token-3" };

export interface ApiOptions {
  poolSize?: number;
  /** None unless said. */
  limits?: Partial<Limits>;
  initDataChecks?: InitDataChecks;
  timeLimitMs?: number;
}

/** The bot for whose Mini App the tests sign in. */
export const botToken = "1000000001:okoshko-emulator-demo-token-000000000";

/** Starts the app on a clone of the migrated template, with one business in Riga. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const database = await testDatabase({ name: "booking", migrate: (url) => migrateBooking(url, silent) });
  const redis = await testRedis();
  const { registry } = createMetrics("booking-api");
  const db = openDatabase(database.url, { poolSize: options.poolSize ?? 10, registry });
  const clock = fixedClock(monday);
  const stores = { db, clock, url: database.url, redisUrl: redis.url, options, registry };
  const main = startReplica(stores);
  const replicas = [main];
  await BusinessModel.create({
    onlyRow: true,
    name: { en: "Test shop" },
    timeZone: "Europe/Riga",
    currency: "EUR",
    slotStepMinutes: 30,
    minimumNoticeMinutes: 60,
    horizonDays: 60,
    holdMinutes: 5,
    changeNoticeMinutes: 120,
    maxActiveAppointmentsPerClient: 5,
  });
  return {
    app: main.app,
    db,
    url: database.url,
    clock,
    registry,
    deps: main.deps,
    as: main.as,
    bearer: (token) => callerOf(main.app, token),
    replica: (own) => {
      const replica = startReplica({ ...stores, ...own });
      replicas.push(replica);
      return replica;
    },
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await db.close();
      await database.drop();
      await redis.drop();
    },
  };
}

function startReplica(
  stores: {
    db: Database;
    clock: FixedClock;
    url: string;
    redisUrl: string;
    options: ApiOptions;
    registry: Registry;
  } & ReplicaOptions,
) {
  const { db, clock, options, registry } = stores;
  const publisher: Redis = createRedis(stores.redisUrl, { name: "test", logger: silent });
  const subscriber: Redis = createRedis(stores.redisUrl, { name: "test-news", logger: silent });
  const nudges = createNudges({ publisher, subscriber, logger: silent });
  const pool = openReads(stores.url, { poolSize: 4 });
  const reads: Reads = {
    ...pool,
    query: (statement) => {
      stores.heard?.(statement.name);
      return pool.query(statement);
    },
  };
  const shop = createLiveShop({ db, reads, publisher, subscriber, clock, logger: silent });
  const limits = { person: 0, key: 0, address: 0, ...options.limits };
  const deps = { db, reads, shop, clock, nudges, logger: silent, metrics: db.metrics };
  const app = createApp({
    ...deps,
    registry,
    serviceTokens: new Map(Object.entries(tokens)),
    validateResponses: true,
    sessions: sessionTokens("a-session-secret-of-the-tests-alone"),
    initDataChecks: options.initDataChecks ?? { botToken },
    rateLimits: createRateLimits({ redis: publisher, limits, logger: silent }),
    timeLimitMs: options.timeLimitMs ?? 30_000,
    trustedProxies: 0,
  });
  return {
    app,
    deps,
    as: asOf(app),
    stop: async () => {
      nudges.end();
      publisher.disconnect();
      subscriber.disconnect();
      await reads.close();
    },
  };
}

function asOf(app: Express): As {
  return (caller, telegramUserId) =>
    callerOf(app, tokens[caller], {
      ...(telegramUserId === undefined ? {} : { "okoshko-on-behalf-of": `telegram:${telegramUserId}` }),
    });
}

function callerOf(app: Express, token?: string, always: Record<string, string> = {}): Caller {
  return (method, path, body, headers) => {
    const agent = request(app);
    const sent = agent[method](path)
      .set(token === undefined ? {} : { authorization: `Bearer ${token}` })
      .set(always)
      .set(method === "post" ? { "idempotency-key": randomUUID() } : {})
      .set(headers ?? {});
    return body === undefined ? sent : sent.send(body);
  };
}
