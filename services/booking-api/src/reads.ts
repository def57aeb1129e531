import { Pool } from "pg";
import { measurePool } from "@okoshko/runtime/database-metrics";
import { type Registry } from "@okoshko/runtime/metrics";

/** A statement that Postgres parses and plans once per connection, under its name. */
export interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}

/**
 * Connections for single statements outside any transaction. They are apart from the pool of the transactions: nobody keeps
 * one while waiting for something else, so a transaction may wait for one of these without a crowd of transactions standing
 * still in a circle.
 */
export interface Reads {
  query<Row extends object>(statement: NamedStatement): Promise<Row[]>;
  close(): Promise<void>;
}

/** Opens a pool of at most `poolSize` connections. */
export function openReads(url: string, options: { poolSize: number; registry?: Registry }): Reads {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize,
    application_name: "booking-api-reads",
    connectionTimeoutMillis: 10_000,
    statement_timeout: 15_000,
    idleTimeoutMillis: 10_000,
  });
  if (options.registry) measurePool(pool, "reads", options.registry);
  // An idle connection was cut: the pool opens another one when it is needed, and who needs it hears of what is wrong.
  pool.on("error", () => undefined);
  return {
    query: async <Row extends object>(statement: NamedStatement) => (await pool.query<Row>(statement)).rows,
    close: () => pool.end(),
  };
}
