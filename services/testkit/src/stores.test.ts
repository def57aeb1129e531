import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { isAlive } from "./child-process";
import { eventually } from "./eventually";
import { erasePostgres, startPostgres } from "./postgres";
import { startRedis } from "./redis";

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("Postgres", () => {
  it("starts throw-away, with btree_gist, and leaves nothing when stopped", async () => {
    const postgres = await startPostgres();
    await query(postgres.url, "create extension btree_gist");
    const [row] = await query(postgres.url, "show server_version_num");
    expect(Number(row?.server_version_num)).toBeGreaterThanOrEqual(180000);

    await postgres.stop();
    expect(existsSync(dirname(postgres.dataDirectory))).toBe(false);
    await expect(query(postgres.url, "select 1")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("keeps its rows in the directory it is given, also when the run before was killed", async () => {
    const parent = mkdtempSync(join(tmpdir(), "okoshko-test-"));
    const directory = join(parent, "postgres");
    const first = await startPostgres({ directory });
    await query(first.url, "create table kept (id int)");
    await first.stop();

    const killed = await startPostgres({ directory });
    await query(killed.url, "insert into kept values (1)");
    // Not stopped: what a run leaves that was ended with kill -9.
    const next = await startPostgres({ directory });
    expect(await query(next.url, "select id from kept")).toEqual([{ id: 1 }]);
    await expect(query(killed.url, "select 1")).rejects.toThrow(/ECONNREFUSED/);
    await next.stop();

    await erasePostgres(directory);
    expect(existsSync(next.dataDirectory)).toBe(false);
    rmSync(parent, { recursive: true });
  });

  it("takes another port when the preferred one is in use", async () => {
    const [first, second] = await Promise.all([startPostgres(), startPostgres()]);
    const third = await startPostgres({ port: first.port });
    expect(new Set([first.port, second.port, third.port]).size).toBe(3);
    await Promise.all([first, second, third].map((postgres) => postgres.stop()));
  });
});

describe("Redis", () => {
  it("starts throw-away and never evicts", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    redis.disconnect();
    await server.stop();
  });

  it("keeps its keys in the directory it is given, also when the run before was killed", async () => {
    const directory = mkdtempSync(join(tmpdir(), "okoshko-test-"));
    const first = await startRedis({ directory });
    const writer = new Redis(first.url);
    await writer.set("kept", "yes");
    writer.disconnect();

    const next = await startRedis({ directory });
    const reader = new Redis(next.url);
    expect(await reader.get("kept")).toBe("yes");
    reader.disconnect();
    await next.stop();
    rmSync(directory, { recursive: true });
  });
});

it("stops the stores of a process that is killed with -9", async () => {
  const program = `
    const { startPostgres } = require("./dist/postgres.js");
    const { startRedis } = require("./dist/redis.js");
    Promise.all([startPostgres(), startRedis()]).then(([postgres, redis]) => {
      process.stdout.write(JSON.stringify({ postgres: postgres.url, redis: redis.url, directory: postgres.dataDirectory }));
      setInterval(() => undefined, 1000);
    });`;
  const parent = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const text = await new Promise<string>((resolve) =>
    parent.stdout.once("data", (chunk) => resolve(String(chunk))),
  );
  const stores: { postgres: string; redis: string; directory: string } = JSON.parse(text);
  expect(await query(stores.postgres, "select 1 as one")).toEqual([{ one: 1 }]);

  process.kill(parent.pid ?? 0, "SIGKILL");
  await eventually(() => expect(isAlive(parent.pid ?? 0)).toBe(false));
  await eventually(() => expect(query(stores.postgres, "select 1")).rejects.toThrow(/ECONNREFUSED/), {
    timeoutMs: 8000,
  });
  await eventually(() => expect(existsSync(dirname(stores.directory))).toBe(false));
  const redis = new Redis(stores.redis, { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  await expect(redis.connect()).rejects.toThrow();
});
