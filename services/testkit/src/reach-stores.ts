import { Redis } from "ioredis";
import { Client } from "pg";

/** Makes sure that the database is there (creates it where that is allowed) and fit for us. Says what it is. */
export async function reachPostgres(url: string): Promise<string> {
  const client = await connect(url).catch(async (error: unknown) => {
    if (codeOf(error) !== "3D000") throw unreachable("Postgres", "DATABASE_URL", error);
    await createDatabase(url);
    return connect(url);
  });
  try {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    const { rowCount } = await client.query("select from pg_available_extensions where name = 'btree_gist'");
    const version = rows[0]?.server_version.split(" ")[0] ?? "";
    if (Number.parseInt(version, 10) < 15)
      throw new Error(`Postgres 15 or newer is needed, and this is ${version}.`);
    if (rowCount === 0)
      throw new Error("This Postgres lacks the extension btree_gist: install its contrib package.");
    return `Postgres ${version}`;
  } finally {
    await client.end();
  }
}

/** Makes sure that the Redis answers. Says what it is. */
export async function reachRedis(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let reason: unknown;
  redis.on("error", (error) => (reason = error));
  try {
    await redis.connect();
    const facts = await redis.info("server");
    return `Redis ${/redis_version:(\S+)/.exec(facts)?.[1] ?? ""}`;
  } catch (error) {
    throw unreachable("Redis", "REDIS_URL", reason ?? error);
  } finally {
    redis.disconnect();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}

async function createDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = "/postgres";
  const client = await connect(server.href);
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The URL itself is not repeated: it may carry a password. */
function unreachable(what: string, variable: string, error: unknown): Error {
  const reason = (error instanceof Error && error.message) || codeOf(error) || String(error);
  return new Error(`${variable} does not lead to a working ${what}: ${reason}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
