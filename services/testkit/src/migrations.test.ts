import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@okoshko/runtime/logger";
import { migrate } from "@okoshko/runtime/migrations";
import { Client } from "pg";
import { eventually } from "./eventually";
import { startPostgres, type Postgres } from "./postgres";

// The tests of @okoshko/runtime/migrations. They live here because runtime can't depend on the testkit.

const logger = createLogger({ service: "test", level: "silent" });
const directories: string[] = [];
let server: Postgres;
let databases = 0;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
  for (const directory of directories) rmSync(directory, { recursive: true });
});

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<string> {
  databases += 1;
  await query(server.url, `create database migrations_${databases}`);
  const url = new URL(server.url);
  url.pathname = `/migrations_${databases}`;
  return url.href;
}

function directoryWith(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "okoshko-migrations-"));
  directories.push(directory);
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(directory, name), sql);
  return directory;
}

const first = "create table shop.masters (id int primary key);";
const second = "alter table shop.masters add column name text;\ninsert into shop.masters values (1, 'Mira');";

it("creates the schema, runs the files in order, once, and records them", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({
    "0002-names.sql": second,
    "0001-masters.sql": first,
    "schema.sql": "this is not a migration;",
    "README.md": "nor is this",
  });
  const options = { url, schema: "shop", directory, logger };
  expect(await migrate(options)).toEqual({ applied: ["0001-masters.sql", "0002-names.sql"] });
  expect(await migrate(options)).toEqual({ applied: [] });

  expect(await query(url, "select id, name from shop.masters")).toEqual([{ id: 1, name: "Mira" }]);
  const recorded = await query<{ name: string; checksum: string; applied_at: Date }>(
    url,
    "select * from shop.migrations order by name",
  );
  expect(recorded.map(({ name }) => name)).toEqual(["0001-masters.sql", "0002-names.sql"]);
  expect(recorded[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(recorded[0]?.applied_at).toBeInstanceOf(Date);

  writeFileSync(join(directory, "0003-more.sql"), "insert into shop.masters values (2, 'Sasha');");
  expect(await migrate(options)).toEqual({ applied: ["0003-more.sql"] });
});

it("lets runners that start together wait for each other, and each schema have a lock of its own", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({
    "0001-masters.sql": first,
    "0002-slow.sql": `select pg_sleep(0.2); ${second}`,
  });
  const runs = await Promise.all(
    Array.from({ length: 8 }, () => migrate({ url, schema: "shop", directory, logger })),
  );
  expect(runs.flatMap(({ applied }) => applied)).toEqual(["0001-masters.sql", "0002-slow.sql"]);
  expect(await query(url, "select id from shop.masters")).toEqual([{ id: 1 }]);

  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query("select pg_advisory_lock(hashtextextended('okoshko:migrations:shop', 0))");
  let waited = false;
  const waiting = migrate({ url, schema: "shop", directory, logger }).then(() => (waited = true));
  await migrate({ url, schema: "other", directory: directoryWith({}), logger });
  expect(waited).toBe(false);
  await holder.end();
  await waiting;
});

it("undoes a file that fails halfway, keeps those before it, and can be run again when it is mended", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({
    "0001-masters.sql": first,
    "0002-names.sql": `${second}\nselect 1 / 0;`,
  });
  const options = { url, schema: "shop", directory, logger };
  await expect(migrate(options)).rejects.toThrow(/0002-names\.sql/);
  expect(await query(url, "select name from shop.migrations")).toEqual([{ name: "0001-masters.sql" }]);
  expect(await query(url, "select * from shop.masters")).toEqual([]);

  writeFileSync(join(directory, "0002-names.sql"), second);
  expect(await migrate(options)).toEqual({ applied: ["0002-names.sql"] });
});

it("leaves nothing half done when its connection is cut, and gives the lock back", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({ "0001-masters.sql": `${first} select pg_sleep(30);` });
  const run = migrate({ url, schema: "shop", directory, logger });
  const failed = expect(run).rejects.toThrow();
  await eventually(async () => {
    const [cut] = await query<{ count: number }>(
      url,
      `select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
        where application_name = 'okoshko-migrate-shop' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()`,
    );
    expect(cut?.count).toBe(1);
  });
  await failed;
  expect(await query(url, "select * from shop.migrations")).toEqual([]);
  writeFileSync(join(directory, "0001-masters.sql"), first);
  expect(await migrate({ url, schema: "shop", directory, logger })).toEqual({
    applied: ["0001-masters.sql"],
  });
});

it("refuses a file that was changed after it had been applied, and runs nothing else", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({ "0001-masters.sql": first });
  const options = { url, schema: "shop", directory, logger };
  await migrate(options);
  writeFileSync(join(directory, "0001-masters.sql"), `${first} -- innocent`);
  writeFileSync(join(directory, "0002-names.sql"), second);
  await expect(migrate(options)).rejects.toThrow(
    "Migration 0001-masters.sql was changed after it had been applied",
  );
  expect(await query(url, "select name from shop.migrations")).toEqual([{ name: "0001-masters.sql" }]);
});

it("takes a checkout with other line ends for the same file", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({ "0001-masters.sql": `${first}\nselect 1;\n` });
  const options = { url, schema: "shop", directory, logger };
  await migrate(options);
  writeFileSync(join(directory, "0001-masters.sql"), `${first}\r\nselect 1;\r\n`);
  expect(await migrate(options)).toEqual({ applied: [] });
});

it("refuses a new file that would have to run before an applied one, and two files of one number", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({ "0001-masters.sql": first, "0003-names.sql": second });
  const options = { url, schema: "shop", directory, logger };
  await migrate(options);
  writeFileSync(join(directory, "0002-late.sql"), "select 1;");
  await expect(migrate(options)).rejects.toThrow("give it a higher number");
  writeFileSync(join(directory, "0003-again.sql"), "select 1;");
  await expect(migrate(options)).rejects.toThrow("Two migrations have the number 0003");
});

it("lets an older release start on a newer schema", async () => {
  const url = await emptyDatabase();
  const newer = directoryWith({ "0001-masters.sql": first, "0002-names.sql": second });
  const older = directoryWith({ "0001-masters.sql": first });
  await migrate({ url, schema: "shop", directory: newer, logger });
  expect(await migrate({ url, schema: "shop", directory: older, logger })).toEqual({ applied: [] });
});

it("needs no right to create anything when there is nothing to do", async () => {
  const url = await emptyDatabase();
  const directory = directoryWith({ "0001-masters.sql": first });
  await migrate({ url, schema: "shop", directory, logger });
  await query(
    url,
    `create role reader_${databases} login password 'reader';
     grant usage on schema shop to reader_${databases};
     grant select on shop.migrations to reader_${databases};`,
  );
  const reader = new URL(url);
  reader.username = `reader_${databases}`;
  reader.password = "reader";
  expect(await migrate({ url: reader.href, schema: "shop", directory, logger })).toEqual({ applied: [] });
});

it.each(["public; drop table x", "Shop", "", "1st", "a-b"])("refuses the schema name %j", async (schema) => {
  await expect(migrate({ url: server.url, schema, directory: directoryWith({}), logger })).rejects.toThrow(
    "Not a schema name",
  );
});
