import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startPostgres, type Postgres } from "./postgres";
import { testDatabase } from "./test-database";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url;
});
afterAll(() => postgres.stop());

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("migrates once, however many ask at the same time, and gives each a database of its own", async () => {
  let migrations = 0;
  const migrate = async (url: string): Promise<void> => {
    migrations++;
    await query(url, "create table visits (id int)");
  };
  const databases = await Promise.all(
    Array.from({ length: 8 }, () => testDatabase({ name: "shop", migrate })),
  );
  expect(migrations).toBe(1);

  const [first, ...others] = databases;
  if (!first) throw new Error("no database");
  await query(first.url, "insert into visits values (1)");
  for (const other of others) expect(await query(other.url, "select * from visits")).toEqual([]);
  await Promise.all(databases.map((database) => database.drop()));
  await expect(query(first.url, "select 1")).rejects.toThrow(/does not exist/);
});

it("makes a new template when a migration changes", async () => {
  const migrations = mkdtempSync(join(tmpdir(), "okoshko-test-"));
  const seen: number[] = [];
  for (const content of ["create table a ()", "create table a ()", "create table b ()"]) {
    writeFileSync(join(migrations, "0001-first.sql"), content);
    const migrate = (): Promise<void> => Promise.resolve(void seen.push(1));
    const database = await testDatabase({ name: "changing", migrations, migrate });
    await database.drop();
  }
  expect(seen).toHaveLength(2);
  rmSync(migrations, { recursive: true });
});

it("does not clone a template whose migration failed", async () => {
  const failing = testDatabase({ name: "failing", migrate: () => Promise.reject(new Error("bad column")) });
  await expect(failing).rejects.toThrow("bad column");
  const migrate = async (url: string): Promise<void> => void (await query(url, "create table complete ()"));
  const database = await testDatabase({ name: "failing", migrate });
  expect(await query(database.url, "select from complete")).toEqual([]);
  await database.drop();
});
