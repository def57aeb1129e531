import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { erasePostgres, type Postgres, startPostgres } from "@okoshko/testkit/postgres";
import { type RunningRedis, startRedis } from "@okoshko/testkit/redis";
import { Redis } from "ioredis";
import { Client } from "pg";

/** Postgres and Redis that can be taken away and come back at the same address. */
export interface Stores {
  databaseUrl: string;
  redisUrl: string;
  /** `fast` ends its clients and writes everything down; `kill` is a crash, after which it recovers from its log. */
  restartPostgres(how: "fast" | "kill", downMs: number): Promise<void>;
  /** Comes back empty. */
  restartRedis(downMs: number): Promise<void>;
  flushRedis(): Promise<void>;
  /** Redis answers nobody for so long, and keeps what it has. */
  pauseRedis(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Durable as in production: with fsync off, a crash of Postgres may lose what it had acknowledged, and that would be nobody's
 * fault but the test's. Commit times are kept, so that "after the commit" is a question that can be answered.
 */
const settings = { track_commit_timestamp: "on", checkpoint_timeout: "30s" };

export async function startStores(): Promise<Stores> {
  const base = mkdtempSync(path.join(tmpdir(), "okoshko-chaos-"));
  // The account that Postgres runs as has to walk through.
  chmodSync(base, 0o755);
  const directory = path.join(base, "postgres");
  let [postgres, redis]: [Postgres, RunningRedis] = await Promise.all([
    startPostgres({ directory, settings }),
    startRedis(),
  ]);
  const postgresPort = postgres.port;
  const redisPort = redis.port;
  const url = new URL(postgres.url);
  await withClient(url.href, (client) => client.query("create database okoshko"));
  url.pathname = "/okoshko";
  let isOver = false;

  /** The port was ours a moment ago; should the system still hold it, it is free again soon. */
  const atPort = async <T extends { port: number; stop(): Promise<void> }>(
    port: number,
    start: () => Promise<T>,
  ): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      const store = await start();
      if (store.port === port) return store;
      await store.stop();
      if (attempt === 20) throw new Error(`Port ${port} is taken`);
      await sleep(100);
    }
  };

  return {
    databaseUrl: url.href,
    redisUrl: redis.url,
    async restartPostgres(how, downMs) {
      await (how === "fast" ? postgres.stop() : postgres.kill());
      await sleep(downMs);
      if (isOver) return;
      postgres = await atPort(postgresPort, () => startPostgres({ directory, settings, port: postgresPort }));
    },
    async restartRedis(downMs) {
      await redis.kill();
      await sleep(downMs);
      if (isOver) return;
      redis = await atPort(redisPort, () => startRedis({ port: redisPort }));
    },
    flushRedis: () => withRedis(redis.url, (client) => client.flushall()),
    pauseRedis: (ms) => withRedis(redis.url, (client) => client.call("client", "pause", ms)),
    async stop() {
      isOver = true;
      await Promise.all([postgres.kill(), redis.stop()]);
      await erasePostgres(directory);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  // What breaks a connection that waits for nothing is of no interest here.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function withRedis(url: string, use: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    client.disconnect();
  }
}
