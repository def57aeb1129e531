import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
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
