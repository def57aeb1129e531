import { measurePool } from "@okoshko/runtime/database-metrics";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { Pool } from "pg";
import { type Postgres, startPostgres } from "./postgres";
import { startRedis } from "./redis";

// The tests of what @okoshko/runtime measures of stores. They live here because runtime can't depend on the testkit.

let postgres: Postgres;
beforeAll(async () => void (postgres = await startPostgres()));
afterAll(() => postgres.stop());

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function aPool(max: number) {
  const { registry } = createMetrics("test");
  const pool = new Pool({ connectionString: postgres.url, max });
  closing.push(() => pool.end());
  measurePool(pool, "own", registry);
  return { pool, scrape: () => registry.metrics() };
}

const timed = (system: string, operation: string, error = "") =>
  `db_client_operation_duration_seconds_count{db_system_name="${system}",db_operation_name="${operation}",error_type="${error}"}`;

it("times each statement once, whoever sends it, and says by which error it ended", async () => {
  const { pool, scrape } = aPool(2);
  await pool.query("select 1");
  const client = await pool.connect();
  await client.query({ name: "one", text: "  SELECT $1::int", values: [1] });
  await new Promise((resolve) => client.query("select 2", resolve));
  await client.query("begin");
  await client.query("rollback");
  await client.query("vacuum (analyze)").catch(() => undefined);
  await expect(client.query("select 1 / 0")).rejects.toThrow("division by zero");
  client.release();
  const text = await scrape();
  expect(text).toContain(`${timed("postgresql", "SELECT")} 3\n`);
  expect(text).toContain(`${timed("postgresql", "SELECT", "22012")} 1\n`);
  expect(text).toContain(`${timed("postgresql", "BEGIN")} 1\n`);
  expect(text).toContain(`${timed("postgresql", "OTHER")} 1\n`);
});

it("shows how full a pool is, and who waits", async () => {
  const { pool, scrape } = aPool(1);
  const held = await pool.connect();
  const waiting = pool.query("select 1");
  const busy = await scrape();
  held.release();
  await waiting;
  const idle = await scrape();
  const line = (metric: string, state = "") =>
    `db_client_connection${metric}{db_client_connection_pool_name="own"${state && `,db_client_connection_state="${state}"`}}`;
  for (const shown of [`${line("s", "used")} 1`, `${line("_pending_requests")} 1`, `${line("_max")} 1`])
    expect(busy).toContain(`${shown}\n`);
  for (const shown of [`${line("s", "used")} 0`, `${line("s", "idle")} 1`, `${line("_pending_requests")} 0`])
    expect(idle).toContain(`${shown}\n`);
});

it("times each command of Redis once, also one that waited for the connection", async () => {
  const { registry } = createMetrics("test");
  const server = await startRedis();
  closing.push(() => server.stop());
  const logger = createLogger({ service: "test", level: "silent" });
  const redis = createRedis(server.url, { name: "timed", logger, registry });
  closing.push(() => redis.disconnect());
  await redis.set("key", "secret-value");
  await redis.pipeline().get("key").get("key").exec();
  await expect(redis.lpush("key", "x")).rejects.toThrow("WRONGTYPE");
  const text = await registry.metrics();
  expect(text).toContain(`${timed("redis", "set")} 1\n`);
  expect(text).toContain(`${timed("redis", "get")} 2\n`);
  expect(text).toContain(`${timed("redis", "lpush", "error")} 1\n`);
  expect(text).not.toContain("secret-value");
});
