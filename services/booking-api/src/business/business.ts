import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { BusinessModel } from "./business.model";

/** The business, or `unavailable` while it has not been set up. */
export async function loadBusiness(tx: Transaction | null): Promise<BusinessModel> {
  const business = await BusinessModel.findOne({ transaction: tx });
  if (!business) {
    throw new Problem("unavailable", {
      detail: "The business is not set up yet: run the seed or PATCH /v1/business.",
    });
  }
  return business;
}

/** Makes whoever edits the business, or its closures, wait for each other. Bookings go on meanwhile. */
export async function lockBusiness(db: Database, tx: Transaction): Promise<void> {
  await rows(db, `select only_row from booking.business for no key update`, [], tx);
}
