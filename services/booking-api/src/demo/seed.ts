import { type Transaction } from "sequelize";
import { systemClock } from "@okoshko/runtime/clock";
import { BusinessModel } from "../business/business.model";
import { MasterModel, OfferingModel, ServiceModel } from "../catalog/catalog.models";
import { type Database, rows } from "../database";
import { addDays, localDay, toDate, wallClock } from "../availability/local-day";
import { toWallMinute } from "../availability/windows";
import { systemCaller } from "../http/caller";
import { insertWindows } from "../schedule/insert-windows";
import { inTransaction } from "../transaction";
import { seedFullDay } from "./full-day";
import { business, holiday, holidays, masters, owner, services } from "./shop";

/** Sets up the demo shop in an empty database. Answers whether there was anything to do; an existing shop is left alone. */
export async function seedDemo(db: Database, now = systemClock.now()): Promise<boolean> {
  return inTransaction(db, { caller: systemCaller("seed"), now }, async (transaction) => {
    // Two seeds at a time: the second waits here and then finds the shop.
    await rows(db, `lock table booking.business in exclusive mode`, [], transaction);
    if (await BusinessModel.findOne({ transaction })) return false;
    await BusinessModel.create({ ...business, onlyRow: true }, { transaction });
    await ServiceModel.bulkCreate(services, { transaction });
    for (const { offers, hours, ...master } of masters) {
      await MasterModel.create(master, { transaction });
      const offerings = offers.map((offer) => ({
        durationMinutes: null,
        priceMinor: null,
        ...offer,
        masterId: master.id,
      }));
      await OfferingModel.bulkCreate(offerings, { transaction });
      const windows = hours.flatMap(({ weekdays, windows: day }) =>
        weekdays.flatMap((weekday) =>
          day.map(([from = "", to = ""]) => ({ weekday, from: toWallMinute(from), to: toWallMinute(to) })),
        ),
      );
      await insertWindows(db, master.id, windows, transaction);
    }
    await seedOwner(db, now, transaction);
    await seedHolidays(db, now, transaction);
    await seedTimeOff(db, now, transaction);
    await seedFullDay(db, now, transaction);
    return true;
  });
}

async function seedOwner(db: Database, now: Date, tx: Transaction): Promise<void> {
  // The environment may have named the same person before.
  const sql = `
    insert into booking.staff (telegram_user_id, name, role, created_at) values ($1, $2, $3, $4)
    on conflict (telegram_user_id) do nothing`;
  await rows(db, sql, [owner.telegramUserId, owner.name, owner.role, now], tx);
}

async function seedTimeOff(db: Database, now: Date, tx: Transaction): Promise<void> {
  const first = addDays(wallClock(now, business.timeZone).date, holiday.inDays);
  const last = addDays(first, holiday.days - 1);
  const [from, to] = [localDay(first, business.timeZone).startsAt, localDay(last, business.timeZone).endsAt];
  const sql = `
    insert into booking.time_off (id, master_id, during, note, created_at)
    values (gen_random_uuid(), $1, tstzrange($2, $3), $4, $5)`;
  await rows(db, sql, [holiday.masterId, toDate(from), toDate(to), holiday.note, now], tx);
}

/** Of this year and the next. */
async function seedHolidays(db: Database, now: Date, tx: Transaction): Promise<void> {
  const sql = `insert into booking.closures (date, name, windows) values ($1, $2::jsonb, $3::jsonb)`;
  for (const year of [now.getUTCFullYear(), now.getUTCFullYear() + 1]) {
    for (const { day, name, hours } of holidays) {
      const windows = hours.map(([from, to]) => ({ from: toWallMinute(from), to: toWallMinute(to) }));
      await rows(db, sql, [`${year}-${day}`, JSON.stringify(name), JSON.stringify(windows)], tx);
    }
  }
}
