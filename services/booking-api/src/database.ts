import "reflect-metadata";
import { Client } from "pg";
import { createMetrics, type Registry } from "@okoshko/runtime/metrics";
import { showPool, timeStatements } from "@okoshko/runtime/database-metrics";
import { QueryTypes, type Transaction } from "sequelize";
import { Sequelize } from "sequelize-typescript";
import { AppointmentModel, AppointmentServiceModel } from "./appointments/appointment.models";
import { BusinessModel } from "./business/business.model";
import { MasterModel, OfferingModel, ServiceModel } from "./catalog/catalog.models";
import { ClosureModel } from "./closures/closure.model";
import { ClientModel } from "./clients/client.model";
import { type BookingMetrics, createBookingMetrics } from "./metrics";
import { OverrideModel, WorkingWindowModel } from "./schedule/schedule.models";

/**
 * The database of booking-api: the models are registered on it, raw statements go through `rows`, and what becomes true by a
 * commit is counted in its metrics by `counted`.
 */
export type Database = Sequelize & { readonly metrics: BookingMetrics };

export const models = [
  AppointmentModel,
  AppointmentServiceModel,
  BusinessModel,
  ClientModel,
  ClosureModel,
  MasterModel,
  OfferingModel,
  OverrideModel,
  ServiceModel,
  WorkingWindowModel,
];

/** Opens a pool. `lock_timeout` bounds every wait for another writer, so that a stuck one becomes an error, not a pile-up. */
export function openDatabase(url: string, options: { poolSize: number; registry?: Registry }): Database {
  // The numbers of a script are nobody's.
  const { registry } = options.registry ? { registry: options.registry } : createMetrics("booking-api");
  const db = new Sequelize(url, {
    models,
    logging: false,
    hooks: {
      afterConnect: async (connection: unknown) => {
        if (!(connection instanceof Client))
          throw new Error("This Sequelize connects by other means than pg");
        pipeline(connection);
        timeStatements(connection, registry);
        // Before anything is written: a dump may have been restored behind this address, into a cluster that counts lower.
        await connection.query("select booking.adopt_cluster()");
      },
    },
    pool: { max: options.poolSize, min: 0, acquire: 10_000 },
    dialectOptions: {
      application_name: "booking-api",
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  });
  showPool(registry, "transactions", () => countConnections(db));
  return Object.assign(db, { metrics: createBookingMetrics(registry) });
}

/** Counts once the transaction has been committed, and not at all when it is rolled back. */
export function counted(db: Database, tx: Transaction, count: (metrics: BookingMetrics) => void): void {
  tx.afterCommit(() => count(db.metrics));
}

/** Sequelize keeps its pool where its types don't say it. */
function countConnections(db: Sequelize) {
  const manager: unknown = Reflect.get(db, "connectionManager");
  const pool: unknown =
    typeof manager === "object" && manager !== null && "pool" in manager ? manager.pool : {};
  const count = (what: string): number =>
    typeof pool === "object" && pool !== null ? Number(Reflect.get(pool, what)) : Number.NaN;
  return {
    idle: count("available"),
    used: count("using"),
    pending: count("waiting"),
    max: count("maxSize"),
  };
}

/**
 * Lets a statement be sent before the one ahead of it is answered; pg has that as an option of its client, which Sequelize does
 * not hand on. Without it, a second statement would wait on our side for the answer to the first.
 */
function pipeline(connection: Client): void {
  Object.assign(connection, { pipeline: true });
}

/**
 * Runs one statement with `$1`-style parameters and answers its rows. Within a transaction it goes straight to the connection,
 * as a prepared statement: Sequelize's own way costs 0.1 ms more of every statement, and Postgres would plan it anew each time.
 */
export async function rows<Row extends object>(
  db: Database,
  sql: string,
  bind: unknown[],
  tx: Transaction | null,
): Promise<Row[]> {
  if (!tx) return db.query<Row>(sql, { bind, type: QueryTypes.SELECT });
  const { rows: found } = await connectionOf(tx).query<Row>({ name: nameOf(sql), text: sql, values: bind });
  return found;
}

/** The connection on which a transaction runs. Sequelize keeps it there, without saying so in its types. */
function connectionOf(tx: Transaction): Client {
  const connection: unknown = Reflect.get(tx, "connection");
  if (connection instanceof Client) return connection;
  throw new Error("The transaction has ended, or this Sequelize keeps its connection elsewhere");
}

const names = new Map<string, string>();

/** The same text has the same name on every connection, which is what makes it a statement that is prepared once. */
function nameOf(sql: string): string {
  const known = names.get(sql) ?? `booking-${names.size + 1}`;
  names.set(sql, known);
  return known;
}
