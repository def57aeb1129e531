import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { type RunnableMigration, Umzug } from "umzug";
import { type Logger } from "./logger";

/**
 * Brings a schema up to date with the plain SQL files `NNNN-name.sql` of a directory, forward only. Runners that
 * start together wait for each other (session advisory lock, so this needs a direct connection, not a pooler in
 * transaction mode). Each file runs in a transaction of its own together with its entry in `<schema>.migrations`,
 * so a runner may die at any line. A file that was changed after it had been applied, or that would have to run
 * before one that was applied, is refused before anything runs.
 */
export async function migrate(options: {
  url: string;
  schema: string;
  directory: string;
  logger: Logger;
}): Promise<{ applied: string[] }> {
  const { schema, logger } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`Not a schema name: ${schema}`);
  const files = await readMigrations(options.directory);

  const client = new Client({ connectionString: options.url, application_name: `okoshko-migrate-${schema}` });
  // A connection that breaks is also reported by the query under way; unheard, it would end the process.
  client.on("error", (error) => logger.warn({ err: error }, "the connection for migrations broke"));
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [`okoshko:migrations:${schema}`]);
    await createStorage(client, schema);
    refuseRewrittenHistory(files, await appliedMigrations(client, schema));

    const umzug = new Umzug({
      migrations: files.map((file) => toMigration(file, client, schema)),
      context: client,
      storage: {
        executed: async () => (await appliedMigrations(client, schema)).map(({ name }) => name),
        // The entry is written in the migration's own transaction, see toMigration.
        logMigration: () => Promise.resolve(),
        unlogMigration: () => Promise.reject(new Error("Migrations only go forward")),
      },
      logger: undefined,
    });
    umzug.on("migrating", ({ name }) => logger.debug({ schema, migration: name }, "applying migration"));
    umzug.on("migrated", ({ name }) => logger.info({ schema, migration: name }, "migration applied"));
    const applied = (await umzug.up()).map(({ name }) => name);
    logger.info({ schema, applied: applied.length, known: files.length }, "schema is up to date");
    return { applied };
  } finally {
    // Ends the session and thereby gives the lock back.
    await client.end();
  }
}

interface MigrationFile {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedMigration {
  name: string;
  checksum: string;
}

/** Other files may stand beside the migrations, such as the dump of the resulting schema. */
export const migrationFile = /^\d{4}-[a-z0-9-]+\.sql$/;

async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => migrationFile.test(name)).sort();
  const numbers = names.map((name) => name.slice(0, 4));
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) throw new Error(`Two migrations have the number ${twice}`);
  return Promise.all(
    names.map(async (name) => {
      // A checkout with CRLF line ends is the same migration.
      const sql = (await readFile(path.join(directory, name), "utf8")).replaceAll("\r\n", "\n");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function createStorage(client: Client, schema: string): Promise<void> {
  // `create … if not exists` asks for the right to create even when there is nothing to do, and a service that
  // runs with fewer rights than its migration job only has to find everything in place.
  const { rows } = await client.query<{ has_schema: boolean; has_table: boolean }>(
    "select to_regnamespace($1) is not null as has_schema, to_regclass($1 || '.migrations') is not null as has_table",
    [schema],
  );
  if (rows[0]?.has_schema !== true) await client.query(`create schema if not exists ${schema}`);
  if (rows[0]?.has_table !== true)
    await client.query(
      `create table if not exists ${schema}.migrations (
         name text primary key,
         checksum text not null,
         applied_at timestamptz not null default now()
       )`,
    );
}

async function appliedMigrations(client: Client, schema: string): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select name, checksum from ${schema}.migrations order by name`,
  );
  return rows;
}

/** An applied migration without a file is fine: an older release may start while a newer one is rolled out. */
function refuseRewrittenHistory(files: MigrationFile[], applied: AppliedMigration[]): void {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const last = applied.at(-1)?.name ?? "";
  for (const { name, checksum } of files) {
    const known = checksums.get(name);
    if (known === undefined && name < last)
      throw new Error(`Migration ${name} is new, but ${last} was applied already; give it a higher number`);
    if (known !== undefined && known !== checksum)
      throw new Error(`Migration ${name} was changed after it had been applied; write a new one instead`);
  }
}

function toMigration(file: MigrationFile, client: Client, schema: string): RunnableMigration<Client> {
  return {
    name: file.name,
    up: async () => {
      await client.query("begin");
      try {
        await client.query(file.sql);
        await client.query(`insert into ${schema}.migrations (name, checksum) values ($1, $2)`, [
          file.name,
          file.checksum,
        ]);
        await client.query("commit");
      } catch (error) {
        await client.query("rollback").catch(() => undefined);
        throw error;
      }
    },
  };
}
