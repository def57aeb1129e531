import { systemClock } from "@okoshko/runtime/clock";
import { BusinessModel } from "../business/business.model";
import { MasterModel, OfferingModel, ServiceModel } from "../catalog/catalog.models";
import { type Database, rows } from "../database";
import { toWallMinute } from "../availability/windows";
import { systemCaller } from "../http/caller";
import { insertWindows } from "../schedule/insert-windows";
import { inTransaction } from "../transaction";
import { business, masters, services } from "./shop";

/** Sets up the demo shop in an empty database. Answers whether there was anything to do; an existing shop is left alone. */
export async function seedDemo(db: Database): Promise<boolean> {
  return inTransaction(db, { caller: systemCaller("seed"), now: systemClock.now() }, async (transaction) => {
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
    return true;
  });
}
