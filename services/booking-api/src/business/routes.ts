import { Router } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { isTimeZone } from "../availability/local-day";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { changeRules } from "../shop/change-rules";
import { loadBusiness } from "./business";
import { type BusinessModel } from "./business.model";

/** The business and its rules of booking. */
export function businessRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "getBusiness", async () => ({ status: 200, body: toBusiness(await loadBusiness(null)) }));

  operation(router, "updateBusiness", async ({ body, caller }) => {
    if (body.timeZone !== undefined && !isTimeZone(body.timeZone)) {
      throw new Problem("invalid-request", {
        detail: "The time zone is not known.",
        errors: [{ pointer: "/timeZone", detail: "is no IANA name, such as Europe/Riga" }],
      });
    }
    const business = await changeRules(deps, caller, async (tx) =>
      (await loadBusiness(tx)).update(body, { transaction: tx }),
    );
    return { status: 200, body: toBusiness(business) };
  });

  return router;
}

function toBusiness(row: BusinessModel): BookingSchemas["Business"] {
  return {
    name: row.name,
    address: row.address,
    latitude: row.latitude,
    longitude: row.longitude,
    phone: row.phone,
    timeZone: row.timeZone,
    currency: row.currency,
    defaultLocale: row.defaultLocale,
    slotStepMinutes: row.slotStepMinutes,
    minimumNoticeMinutes: row.minimumNoticeMinutes,
    horizonDays: row.horizonDays,
    holdMinutes: row.holdMinutes,
    changeNoticeMinutes: row.changeNoticeMinutes,
    maxActiveAppointmentsPerClient: row.maxActiveAppointmentsPerClient,
    maxHoldsPerHour: row.maxHoldsPerHour,
    approvalAfterNoShows: row.approvalAfterNoShows,
    proposalHours: row.proposalHours,
    waitlistOfferMinutes: row.waitlistOfferMinutes,
    retentionDays: row.retentionDays,
  };
}
