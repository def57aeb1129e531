import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { violatedConstraint } from "../transaction";

/** Thrown by who writes a visit into a time that the master took off a moment ago; rolls the transaction back. */
class MasterAway extends Error {}

/**
 * Throws when the master is away within the time that a visit would take, which the rules did not say yet when they were read.
 * Until commit nobody can take that time off. After all other locks: who takes time off waits for nothing of a writer's.
 */
export async function refuseAway(
  db: Database,
  visit: { masterId: string; from: Date; to: Date },
  tx: Transaction,
): Promise<void> {
  const sql = `select booking.is_away($1, tstzrange($2, $3)) as away`;
  const [found] = await rows<{ away: boolean }>(db, sql, [visit.masterId, visit.from, visit.to], tx);
  if (found?.away) throw new MasterAway("The master took that time off");
}

/** Whether a write failed because the time is not to be had any more: somebody else has it, or the master is away. */
export function isTimeGone(error: unknown): boolean {
  return error instanceof MasterAway || violatedConstraint(error) === "appointments_no_overlap";
}
