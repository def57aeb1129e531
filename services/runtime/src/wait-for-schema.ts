import { setTimeout as sleep } from "node:timers/promises";
import { readdir } from "node:fs/promises";
import { Client } from "pg";
import { createLogger, type Logger } from "./logger";
import { migrationFile } from "./migrations";

/**
 * Resolves when every migration of the directory has been applied to the schema: for processes that start beside the one that
 * migrates. Without a directory it is enough that the database answers. Whatever goes wrong until then (no database yet, no
 * schema yet, no rights yet) is a reason to wait, until `timeoutMs` is over.
 */
export async function waitForSchema(options: {
  url: string;
  schema: string;
  directory?: string;
  logger: Logger;
  timeoutMs: number;
  intervalMs?: number;
}): Promise<void> {
  const { logger, directory, intervalMs = 1_000 } = options;
  const wanted = directory === undefined ? [] : (await readdir(directory)).filter(isMigration);
  let reason = "";
  for (let waitedMs = 0; waitedMs <= options.timeoutMs; waitedMs += intervalMs) {
    const missing = await whatIsMissing(options, wanted);
    if (missing === undefined) return;
    if (missing !== reason) logger.info({ schema: options.schema, missing }, "waiting for the schema");
    reason = missing;
    await sleep(intervalMs);
  }
  throw new Error(`Waited ${options.timeoutMs} ms for the schema ${options.schema}: ${reason}`);
}

/**
 * The whole of a process that waits, for pods that start beside the Job that migrates. With `--only-database`, which is for that
 * Job itself, it waits for a database that answers.
 */
export function waitForSchemaAsProcess(options: {
  service: string;
  schema: string;
  directory: string;
  config: { DATABASE_URL: string; LOG_LEVEL: string };
}): void {
  const { schema, directory, config } = options;
  const logger = createLogger({ service: `${options.service}-wait`, level: config.LOG_LEVEL });
  const onlyDatabase = process.argv.includes("--only-database");
  waitForSchema({
    url: config.DATABASE_URL,
    schema,
    ...(onlyDatabase ? {} : { directory }),
    logger,
    timeoutMs: 300_000,
  }).catch((error: unknown) => {
    logger.fatal({ err: error }, "the schema did not come");
    process.exitCode = 1;
  });
}

const isMigration = (name: string): boolean => migrationFile.test(name);

/** A sentence, or undefined when nothing is missing. */
async function whatIsMissing(
  { url, schema }: { url: string; schema: string },
  wanted: readonly string[],
): Promise<string | undefined> {
  const client = new Client({
    connectionString: url,
    application_name: `okoshko-wait-${schema}`,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  // A connection that breaks is also reported by the call under way; unheard, it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (wanted.length === 0) return void (await client.query("select 1"));
    const { rows } = await client.query<{ name: string }>(`select name from ${schema}.migrations`);
    const applied = new Set(rows.map(({ name }) => name));
    const missing = wanted.filter((name) => !applied.has(name)).sort();
    return missing.length === 0 ? undefined : `not applied yet: ${missing.join(", ")}`;
  } catch (error) {
    return error instanceof Error && error.message !== "" ? error.message : "the database does not answer";
  } finally {
    await client.end().catch(() => undefined);
  }
}
