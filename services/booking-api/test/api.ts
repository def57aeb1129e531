import { type Express } from "express";
import { randomUUID } from "node:crypto";
import { Registry } from "prom-client";
import request from "supertest";
import { type Redis } from "ioredis";
import { createLogger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";
import { fixedClock, type FixedClock } from "@okoshko/testkit/fixed-clock";
import { testDatabase } from "@okoshko/testkit/test-database";
import { testRedis } from "@okoshko/testkit/test-redis";
import { createApp } from "../src/app";
import { type Database, openDatabase } from "../src/database";
import { type Deps } from "../src/deps";
import { createNudges } from "../src/events/nudges";
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
  /** What jobs run with. */
  deps: Deps;
  as: As;
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

/** Starts the app on a clone of the migrated template, with one business in Riga. */
export async function startApi(options: { poolSize?: number } = {}): Promise<Api> {
  const database = await testDatabase({ name: "booking", migrate: (url) => migrateBooking(url, silent) });
  const redis = await testRedis();
  const db = openDatabase(database.url, { poolSize: options.poolSize ?? 10 });
  const clock = fixedClock(monday);
  const stores = { db, clock, url: database.url, redisUrl: redis.url };
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
    deps,
    as: main.as,
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
  stores: { db: Database; clock: FixedClock; url: string; redisUrl: string } & ReplicaOptions,
) {
  const { db, clock } = stores;
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
  const shop = createLiveShop({ db, reads, publisher, subscriber, logger: silent });
  const deps = { db, reads, shop, clock, nudges, logger: silent };
  const app = createApp({
    ...deps,
    registry: new Registry(),
    serviceTokens: new Map(Object.entries(tokens)),
    validateResponses: true,
  });
  return {
    app,
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
  return (caller, telegramUserId) => (method, path, body, headers) => {
    const agent = request(app);
    const sent = agent[method](path)
      .set("authorization", `Bearer ${tokens[caller]}`)
      .set(telegramUserId === undefined ? {} : { "okoshko-on-behalf-of": `telegram:${telegramUserId}` })
      .set(method === "post" ? { "idempotency-key": randomUUID() } : {})
      .set(headers ?? {});
    return body === undefined ? sent : sent.send(body);
  };
}
