import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@okoshko/runtime/logger";
import { migrate } from "@okoshko/runtime/migrations";
import { waitForSchema } from "@okoshko/runtime/wait-for-schema";
import { Client } from "pg";
import { startPostgres, type Postgres } from "./postgres";

// The test of @okoshko/runtime/wait-for-schema. It lives here because runtime can't depend on the testkit.

const logger = createLogger({ service: "test", level: "silent" });
const directory = mkdtempSync(join(tmpdir(), "okoshko-wait-"));
let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
  writeFileSync(join(directory, "0001-masters.sql"), "create table shop.masters (id int primary key);");
  writeFileSync(join(directory, "schema.sql"), "not a migration");
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const wait = (timeoutMs: number, options: { url?: string; directory?: string } = { directory }) =>
  waitForSchema({ url: server.url, schema: "shop", logger, timeoutMs, intervalMs: 50, ...options });

it("waits until the last migration is applied, and not longer", async () => {
  await expect(wait(100)).rejects.toThrow(/shop.*does not exist/);

  let done = false;
  const waiting = wait(10_000).then(() => (done = true));
  await migrate({ url: server.url, schema: "shop", directory, logger });
  await waiting;
  expect(done).toBe(true);

  writeFileSync(join(directory, "0002-names.sql"), "alter table shop.masters add column name text;");
  await expect(wait(100)).rejects.toThrow("not applied yet: 0002-names.sql");
});

it("without a directory waits for a database that answers", async () => {
  await wait(0, {});
  await expect(wait(100, { url: "postgres://nobody@127.0.0.1:1/none" })).rejects.toThrow(/Waited 100 ms/);
});

it("is content with what a role that may only read can see", async () => {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query("create role reader login password 'reader'; grant usage on schema shop to reader");
  await client.query("grant select on all tables in schema shop to reader");
  await client.end();
  const url = Object.assign(new URL(server.url), { username: "reader", password: "reader" }).href;
  await migrate({ url: server.url, schema: "shop", directory, logger });
  await wait(0, { url, directory });
});
