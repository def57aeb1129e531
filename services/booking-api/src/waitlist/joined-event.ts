import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Database, rows } from "../database";
import { type NewEvent } from "../events/append";

type EventMaster = BookingSchemas["EventMaster"];
type ToTell = Pick<EventMaster, "locale"> & { telegramUserId: number };

/**
 * What the feed says of a new wish. By what it says of the client nobody is recognised, so that there is nothing to erase from
 * it: who waits is left out of those to tell, should they belong to the business, and is named by no account.
 */
export async function joinedEvent(
  db: Database,
  entry: BookingSchemas["WaitlistEntry"],
  telegramUserId: number,
  tx: Transaction,
): Promise<NewEvent> {
  const { id: entryId, clientId, serviceIds, masterId, from, to, dayParts } = entry;
  const master = masterId === null ? null : await findEventMaster(db, masterId, tx);
  const told = master === null ? await findInCharge(db, tx) : accountOf(master);
  const toTell = told.filter((person) => person.telegramUserId !== telegramUserId);
  const data = { entryId, clientId, serviceIds, master, toTell, from, to, dayParts };
  return { type: "waitlist.joined", actor: "client", data };
}

async function findEventMaster(db: Database, id: string, tx: Transaction): Promise<EventMaster> {
  const sql = `
    select m.id, m.name, m.telegram_user_id::text as "telegramUserId", coalesce(person.locale, m.locale) as locale
    from booking.masters m
    left join booking.clients person on person.telegram_user_id = m.telegram_user_id
    where m.id = $1`;
  type Row = Omit<EventMaster, "telegramUserId"> & { telegramUserId: string | null };
  const [master] = await rows<Row>(db, sql, [id], tx);
  if (!master) throw new Error("A master vanished from their own wish");
  const { telegramUserId } = master;
  return { ...master, telegramUserId: telegramUserId === null ? null : Number(telegramUserId) };
}

function accountOf({ telegramUserId, locale }: EventMaster): ToTell[] {
  return telegramUserId === null ? [] : [{ telegramUserId, locale }];
}

/**
 * A wish for whichever master is told to who runs the business, and not to each master who could serve it: ten masters would
 * hear ten times of what none of them has to do anything about.
 */
async function findInCharge(db: Database, tx: Transaction): Promise<ToTell[]> {
  const sql = `
    select staff.telegram_user_id::text as "telegramUserId",
      coalesce(person.locale, master.locale, business.default_locale) as locale
    from booking.staff
    cross join booking.business
    left join booking.clients person using (telegram_user_id)
    left join booking.masters master using (telegram_user_id)
    order by staff.telegram_user_id`;
  type Row = Pick<ToTell, "locale"> & { telegramUserId: string };
  const found = await rows<Row>(db, sql, [], tx);
  return found.map((row) => ({ ...row, telegramUserId: Number(row.telegramUserId) }));
}
