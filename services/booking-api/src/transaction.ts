import { DatabaseError as PgError } from "pg";
import { BaseError, type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "./database";
import { actorName, type Caller } from "./http/caller";

const attempts = 3;

/** Who makes a change, by which operation, and when: what the audit log says of it. */
export interface Stamp {
  caller: Caller;
  now: Date;
}

/**
 * Runs `work` in one READ COMMITTED transaction, whose changes the audit triggers record under the name of the caller. A
 * deadlock (40P01) victim has changed nothing, so it is run again; a lock that is not given within lock_timeout (55P03)
 * becomes `unavailable`: somebody else's long transaction, worth a retry later.
 */
export async function inTransaction<T>(
  db: Database,
  stamp: Stamp,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (tx) => {
        // Sent together with the first statement of the work: one way to Postgres and back less.
        const said = rows(db, `select booking.say_who($1::jsonb)`, [contextOf(stamp)], tx);
        said.catch(() => undefined);
        // The work has to come to its end before the transaction does, also when it was never said who does it.
        const result = await work(tx);
        await said;
        return result;
      });
    } catch (error) {
      const code = sqlState(error);
      if (code === "40P01") db.metrics.conflicts.inc({ cause: "deadlock" });
      if (code === "55P03") db.metrics.conflicts.inc({ cause: "lock_timeout" });
      if (code === "40P01" && attempt < attempts) continue;
      if (code === "40P01" || code === "55P03") {
        throw new Problem("unavailable", { cause: error, headers: { "retry-after": "1" } });
      }
      throw error;
    }
  }
}

function contextOf({ caller, now }: Stamp): string {
  const { channel, operation } = caller;
  return JSON.stringify({ actor: actorName(caller), channel, operation, now });
}

/** The SQLSTATE of a database error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  return databaseError(error)?.code;
}

/** The name of the constraint that refused a statement, or undefined. */
export function violatedConstraint(error: unknown): string | undefined {
  return databaseError(error)?.constraint;
}

/** Statements of our own fail with pg's error, those of Sequelize with one that wraps it. */
function databaseError(
  error: unknown,
): { code?: string | undefined; constraint?: string | undefined } | undefined {
  if (error instanceof PgError) return error;
  if (!(error instanceof BaseError)) return undefined;
  const parent: unknown = "parent" in error ? error.parent : undefined;
  return typeof parent === "object" && parent !== null ? parent : undefined;
}
