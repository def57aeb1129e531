import { type Transaction } from "sequelize";
import { type WallWindow } from "../availability/windows";
import { type Database, rows } from "../database";

/** Adds windows to a master's week; the constraint working_windows_no_overlap has the last word. */
export async function insertWindows(
  db: Database,
  masterId: string,
  windows: (WallWindow & { weekday: number })[],
  tx: Transaction,
): Promise<void> {
  const sql = `
    insert into booking.working_windows (master_id, weekday, minutes)
    select $1, weekday, int4range("from", "to")
    from jsonb_to_recordset($2::jsonb) as item (weekday smallint, "from" integer, "to" integer)`;
  await rows(db, sql, [masterId, JSON.stringify(windows)], tx);
}
