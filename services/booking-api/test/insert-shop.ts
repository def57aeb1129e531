import { randomUUID } from "node:crypto";
import { MasterModel, OfferingModel, ServiceModel } from "../src/catalog/catalog.models";
import { ClosureModel } from "../src/closures/closure.model";
import { toDate } from "../src/availability/local-day";
import { rows } from "../src/database";
import { insertWindows } from "../src/schedule/insert-windows";
import { OverrideModel } from "../src/schedule/schedule.models";
import { type Api } from "./api";
import { type Case, masterId, noonOf, toShop } from "./random-shop";

/** Makes the random shop the only one in the database, its busy times as bookings and a hold that ran out in a gap of them. */
export async function insertShop(api: Api, given: Case): Promise<void> {
  const { db } = api;
  const shop = toShop(given);
  await db.query(`truncate booking.closures, booking.appointments, booking.waitlist_entries cascade`);
  // Truncated, they would take the clients along, who may have a favourite.
  await db.query(`delete from booking.masters; delete from booking.services`);
  await ServiceModel.bulkCreate([...shop.services.values()].map((service) => ({ ...service })));
  await MasterModel.bulkCreate([...shop.masters.values()].map((master) => ({ ...master })));
  await OfferingModel.bulkCreate(
    [...shop.offerings.values()].flatMap((own) => [...own.values()].map((offering) => ({ ...offering }))),
  );
  await ClosureModel.bulkCreate([...shop.closures.values()].map((closure) => ({ ...closure })));
  await db.transaction(async (tx) => {
    for (const [id, { week, overrides, timeOff }] of shop.schedules) {
      const windows = [...week].flatMap(([weekday, day]) => day.map((window) => ({ weekday, ...window })));
      await insertWindows(db, id, windows, tx);
      const days = [...overrides].map(([date, windows]) => ({ masterId: id, date, windows }));
      await OverrideModel.bulkCreate(days, { transaction: tx });
      for (const { from, to } of timeOff) {
        const sql = `
          insert into booking.time_off (id, master_id, during, created_at)
          values (gen_random_uuid(), $1, tstzrange($2, $3), now())`;
        await rows(db, sql, [id, toDate(from), toDate(to)], tx);
      }
    }
  });
  await insertBusy(db, given);
  // Last, and through the API, so that it knows of all the rest at once.
  const { timeZone, slotStepMinutes, minimumNoticeMinutes, horizonDays } = shop.business;
  const rules = { timeZone, slotStepMinutes, minimumNoticeMinutes, horizonDays, maxHoldsPerHour: 1_000 };
  await api.as("admin")("patch", "/v1/business", rules).expect(200);
}

async function insertBusy(db: Api["db"], given: Case): Promise<void> {
  const noon = noonOf(given.date);
  const at = (minute: number) => new Date(noon + minute * 60_000);
  const asked = new Date(noon + given.askedAfterMs);
  const client = randomUUID();
  await rows(
    db,
    `insert into booking.clients (id, telegram_user_id, name, created_at)
     values ($1, (select coalesce(max(telegram_user_id), 0) + 1 from booking.clients), 'Busy', now()) returning id`,
    [client],
    null,
  );
  const sql = `
    insert into booking.appointments (
      id, master_id, client_id, status, hold_expires_at, hold_kind, starts_at, ends_at, occupied,
      price_minor, currency, created_at, updated_at
    )
    values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, tstzrange($6, $7), 0, 'EUR', now(), now()) returning id`;
  for (const [index, { busy }] of given.masters.entries()) {
    for (const [turn, { from, to }] of busy.entries()) {
      const status = ["confirmed", "pending", "held"][turn % 3];
      const hold = status === "held" ? [new Date(asked.getTime() + 1), "waitlist"] : [null, null];
      await rows(db, sql, [masterId(index), client, status, ...hold, at(from), at(to)], null);
      // Ran out this very millisecond: it stands in nobody's way any more.
      const next = busy[turn + 1]?.from ?? to + 600;
      await rows(db, sql, [masterId(index), client, "held", asked, "choice", at(to), at(next)], null);
    }
  }
}
