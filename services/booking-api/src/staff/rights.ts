import { type Rights } from "../http/caller";
import { type Reads } from "../reads";

/** What a Telegram user may do beside being a client: as of this moment, so that who was removed has nothing at once. */
export async function rightsOf(reads: Reads, telegramUserId: number): Promise<Rights> {
  const text = `
    select staff.role, masters.id as "masterId"
    from (select $1::bigint as telegram_user_id) as person
    left join booking.staff using (telegram_user_id)
    left join booking.masters on masters.telegram_user_id = person.telegram_user_id and masters.active`;
  const [row] = await reads.query<{ role: "owner" | "admin" | null; masterId: string | null }>({
    name: "rights-of",
    text,
    values: [telegramUserId],
  });
  const role = row?.role ?? (row?.masterId ? "master" : undefined);
  return { ...(role ? { role } : {}), ...(row?.masterId ? { masterId: row.masterId } : {}) };
}
