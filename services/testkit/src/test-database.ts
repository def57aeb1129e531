import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";

export interface TestDatabase {
  url: string;
  /** Removes the database; connections that are still open are cut. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Names the template, so that workspaces on one server do not share one by accident. */
  name: string;
  /** Brings an empty database up to date. Must close its connections. Runs once per server and set of migrations. */
  migrate: (url: string) => Promise<void>;
  /** Whose files, when they change, make a new template. Default: `migrations/` of the workspace under test. */
  migrations?: string;
}

/**
 * A fresh, migrated database: the clone of a template that is made once, whoever of all workers comes first. A clone
 * takes 20–40 ms, so a test file can have its own, and several when it needs them.
 */
export async function testDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const server = process.env.TEST_POSTGRES_URL;
  if (server === undefined) {
    throw new Error(
      "TEST_POSTGRES_URL is not set: let jest.config.cjs take its configuration from jest.stores.cjs.",
    );
  }
  const template = await ensureTemplate(server, options);
  const database = `test_${options.name}_${process.pid}_${randomBytes(4).toString("hex")}`;
  await withClient(server, (client) =>
    client.query(`create database ${quoted(database)} template ${quoted(template)}`),
  );
  return {
    url: urlOf(server, database),
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`drop database if exists ${quoted(database)} with (force)`);
      }),
  };
}

async function ensureTemplate(server: string, options: TestDatabaseOptions): Promise<string> {
  const migrations = options.migrations ?? join(process.cwd(), "migrations");
  const template = `template_${options.name}_${hashOf(migrations)}`;
  await withClient(server, async (client) => {
    // Many workers want the same template at once: one makes it, the others wait for its lock.
    await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [template]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount === 1) return;
    // It gets its name only when it is complete, so that a failed migration is never cloned.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${quoted(unfinished)} with (force)`);
    await client.query(`create database ${quoted(unfinished)}`);
    await options.migrate(urlOf(server, unfinished));
    await client.query(`alter database ${quoted(unfinished)} rename to ${quoted(template)}`);
  });
  return template;
}

function hashOf(directory: string): string {
  const hash = createHash("sha256");
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => file.endsWith(".sql")) : [];
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(directory, file)));
  return hash.digest("hex").slice(0, 12);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
