import { Pool, type PoolClient, TypeOverrides, types } from "pg";
import { type Logger } from "@okoshko/runtime/logger";

export { type Pool } from "pg";

/** A connection inside a transaction. Statements that must be part of one ask for it. */
export type Tx = PoolClient;

/** Where a statement may run: on its own, or as part of a transaction. */
export type Queryable = Pick<Pool, "query">;

// Our only 64-bit numbers are Telegram's ids, which fit in 52 bits by Telegram's own promise.
const parsers = new TypeOverrides();
parsers.setTypeParser(types.builtins.INT8, Number);

export function createPool(options: { url: string; size: number; logger: Logger }): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.size,
    application_name: "okoshko-notifier",
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    types: parsers,
  });
  // An idle connection that breaks is replaced at the next use; unheard, its error would end the process.
  pool.on("error", (error) => options.logger.warn({ err: error }, "an idle database connection broke"));
  // Neither the pool nor a statement listens to one that breaks between two statements of a transaction: the next one says so.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** Runs `work` in one transaction: all of it is there afterwards, or nothing. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query("begin");
    const result = await work(tx);
    await tx.query("commit");
    return result;
  } catch (error) {
    await tx.query("rollback").catch((failure: unknown) => {
      // A connection that can't even roll back must not go to the next user.
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}
