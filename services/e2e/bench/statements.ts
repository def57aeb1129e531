import { randomUUID } from "node:crypto";
import { Client, type Pool } from "pg";

/** One statement as it went to Postgres. */
export interface Statement {
  text: string;
  values: unknown[];
  /** Of a prepared statement. */
  name?: string;
}

/**
 * What `work` says to Postgres, word for word, so that a baseline never lags behind the code it is the baseline of. `work`
 * has to run alone.
 */
export async function recorded(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const own = Object.getOwnPropertyDescriptor(Client.prototype, "query");
  if (own === undefined) throw new Error("pg has changed: Client.prototype.query is not there");
  const query = own.value as (this: Client, ...args: unknown[]) => unknown;
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [text, values] = args;
    if (typeof text === "string") statements.push({ text, values: Array.isArray(values) ? values : [] });
    else if (isNamed(text)) statements.push({ name: text.name, text: text.text, values: text.values });
    return query.apply(this, args);
  } as typeof Client.prototype.query;
  try {
    await work();
  } finally {
    Object.defineProperty(Client.prototype, "query", own);
  }
  return statements;
}

/** A statement of booking-api's `reads`, which carry their values with them. */
function isNamed(query: unknown): query is Statement & { name: string } {
  return (
    typeof query === "object" && query !== null && "name" in query && "text" in query && "values" in query
  );
}

/** Says the statements again, one after another on one connection. */
export async function replay(pool: Pool, statements: readonly Statement[]): Promise<void> {
  const connection = await pool.connect();
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    connection.release();
  }
}

/** How a recorded run becomes another one of its kind. */
export interface Change {
  /** Whatever text stands for what: ids, keys. */
  texts: ReadonlyMap<string, string>;
  /** Times after this one belong to the visit and are moved … */
  visitsAfter: Date;
  /** … by this. */
  shiftMs: number;
  /** Ids that exist in the database already; all others were made by the run and have to be new again. */
  known: ReadonlySet<string>;
}

export function changed(statements: readonly Statement[], change: Change): Statement[] {
  const made = new Map<string, string>();
  const swap = (text: string): string =>
    text.replace(uuid, (id) => {
      const given = change.texts.get(id);
      if (given !== undefined) return given;
      if (change.known.has(id)) return id;
      const fresh = made.get(id) ?? randomUUID();
      made.set(id, fresh);
      return fresh;
    });
  const swapAll = (text: string): string => {
    let result = swap(text);
    for (const [from, to] of change.texts) if (!from.includes("-")) result = result.replaceAll(from, to);
    return result;
  };
  const valueOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(valueOf);
    if (value instanceof Date && value > change.visitsAfter)
      return new Date(value.getTime() + change.shiftMs);
    if (typeof value === "number") return numberOf(swapAll(String(value)), value);
    return typeof value === "string" ? swapAll(value) : value;
  };
  return statements.map(({ text, values }) => ({ text: swapAll(text), values: values.map(valueOf) }));
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

function numberOf(text: string, otherwise: number): number {
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}
