import { type Database, rows } from "../database";
import { type Rights } from "../http/caller";

/** What a Telegram user may do beside being a client. */
export async function rightsOf(db: Database, telegramUserId: number): Promise<Rights> {
  const sql = `select id as "masterId" from booking.masters where telegram_user_id = $1 and active`;
  const [master] = await rows<{ masterId: string }>(db, sql, [telegramUserId], null);
  return master ? { role: "master", masterId: master.masterId } : {};
}
