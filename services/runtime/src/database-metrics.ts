import { type ClientBase, DatabaseError, type Pool } from "pg";
import { commonCatalogue } from "./metrics";
import { askAtScrape, type Registry } from "./metrics-catalogue";

/** How many connections a pool has, at the moment. */
export interface PoolCounts {
  idle: number;
  used: number;
  pending: number;
  max: number;
}

/** Times what is asked of a pool of pg's, and shows how full it is. */
export function measurePool(pool: Pool, name: string, registry: Registry): void {
  pool.on("connect", (client) => timeStatements(client, registry));
  showPool(registry, name, () => ({
    idle: pool.idleCount,
    used: pool.totalCount - pool.idleCount,
    pending: pool.waitingCount,
    max: pool.options.max,
  }));
}

/** Shows at each scrape how full a pool is. */
export function showPool(registry: Registry, name: string, count: () => PoolCounts): void {
  const connections = commonCatalogue.dbConnections.in(registry);
  const most = commonCatalogue.dbConnectionsMax.in(registry);
  const pending = commonCatalogue.dbPending.in(registry);
  const pool = { db_client_connection_pool_name: name };
  askAtScrape([connections, most, pending], () => {
    const counts = count();
    connections.set({ ...pool, db_client_connection_state: "idle" }, counts.idle);
    connections.set({ ...pool, db_client_connection_state: "used" }, counts.used);
    most.set(pool, counts.max);
    pending.set(pool, counts.pending);
  });
}

/**
 * Times each statement of one connection, whoever sends it: pg answers some callers by a promise and others (its own pool,
 * Sequelize) by a callback, which comes last.
 */
export function timeStatements(client: ClientBase, registry: Registry): void {
  const duration = commonCatalogue.dbOperations.in(registry);
  const query: unknown = Reflect.get(client, "query");
  if (typeof query !== "function") throw new TypeError("This is no connection of pg's");
  const timed = (...statement: unknown[]): unknown => {
    const end = duration.startTimer({
      db_system_name: "postgresql",
      db_operation_name: operationOf(statement[0]),
    });
    const ended = (error: unknown): void => void end({ error_type: errorType(error) });
    const callback = statement.at(-1);
    if (typeof callback === "function")
      statement[statement.length - 1] = (...answer: unknown[]) => {
        ended(answer[0]);
        Reflect.apply(callback, undefined, answer);
      };
    const answer: unknown = Reflect.apply(query, client, statement);
    if (answer instanceof Promise) answer.then(() => ended(undefined), ended);
    return answer;
  };
  Object.assign(client, { query: timed });
}

const operations = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "COMMIT", "ROLLBACK", "SET"]);
const begins = new Set(["BEGIN", "START"]);

/** The first word of a statement: few enough to be a label. */
function operationOf(statement: unknown): string {
  const text: unknown =
    typeof statement === "object" && statement !== null && "text" in statement ? statement.text : statement;
  const word = typeof text === "string" ? /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() : undefined;
  if (word === undefined) return "OTHER";
  if (begins.has(word)) return "BEGIN";
  return operations.has(word) ? word : "OTHER";
}

function errorType(error: unknown): string {
  if (error === undefined || error === null) return "";
  return error instanceof DatabaseError ? (error.code ?? "unknown") : "connection";
}
