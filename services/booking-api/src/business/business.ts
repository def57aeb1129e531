import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { BusinessModel } from "./business.model";

/** The business, or `not-set-up`. */
export async function loadBusiness(tx: Transaction | null): Promise<BusinessModel> {
  const business = await BusinessModel.findOne({ transaction: tx });
  if (!business) throw notSetUp();
  return business;
}

/** Nothing can be offered, and no operation makes a business: booking-api does, of its environment. */
export function notSetUp(): Problem {
  return new Problem("not-set-up", { detail: whatToSet });
}

/** For whoever runs the installation. */
export const whatToSet =
  "Give booking-api BUSINESS_NAME_RU or BUSINESS_NAME_EN, BUSINESS_TIME_ZONE, BUSINESS_CURRENCY and OWNER_TELEGRAM_USER_ID, " +
  "and start it again.";

/** Makes whoever edits the business, or its closures, wait for each other. Bookings go on meanwhile. */
export async function lockBusiness(db: Database, tx: Transaction): Promise<void> {
  await rows(db, `select only_row from booking.business for no key update`, [], tx);
}
