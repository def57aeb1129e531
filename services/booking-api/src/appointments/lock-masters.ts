import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";

// Any number that no other advisory lock of this database uses.
const namespace = 7_601;

/**
 * Lets writers that update (move, bring back) take turns per master until commit: an UPDATE under an exclusion constraint
 * cannot say ON CONFLICT, and two that wait for each other's rows are a deadlock. Sorted, so that moves between two masters
 * in opposite directions do not wait in a circle. Inserts need no turn.
 */
export async function lockMasters(db: Database, masterIds: string[], tx: Transaction): Promise<void> {
  for (const masterId of [...new Set(masterIds)].sort()) {
    await rows(db, `select pg_advisory_xact_lock($1, hashtext($2))`, [namespace, masterId], tx);
  }
}
