import { Router } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { violatedConstraint } from "../transaction";
import { isTimeZone } from "../availability/local-day";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { type Database } from "../database";
import { type Editable, edit, show } from "../http/edit";
import { loadBusiness, lockBusiness } from "./business";
import { type BusinessModel } from "./business.model";
import { isCurrency } from "./currency";

/** The business and its rules of booking. */
export function businessRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "getBusiness", async () => show(theBusiness(deps.db), "business"));

  operation(router, "updateBusiness", async ({ body, ...request }) => {
    if (body.timeZone !== undefined && !isTimeZone(body.timeZone)) {
      throw new Problem("invalid-request", {
        detail: "The time zone is not known.",
        errors: [{ pointer: "/timeZone", detail: "is no IANA name, such as Europe/Riga" }],
      });
    }
    if (body.currency !== undefined && !isCurrency(body.currency)) {
      throw new Problem("invalid-request", {
        detail: "The currency is not known.",
        errors: [{ pointer: "/currency", detail: "is no ISO 4217 code, such as EUR" }],
      });
    }
    return edit(deps, request, theBusiness(deps.db), async (tx) =>
      (await loadBusiness(tx)).update(body, { transaction: tx }),
    ).catch(refuseHalfQuiet);
  });

  return router;
}

function refuseHalfQuiet(error: unknown): never {
  if (violatedConstraint(error) !== "business_quiet_has_both") throw error;
  throw new Problem("invalid-request", {
    detail: "Quiet hours have a beginning and an end: give both, or null for both.",
    errors: [{ pointer: "/quietTo", detail: "is given without `quietFrom`, or the other way round" }],
    cause: error,
  });
}

function theBusiness(db: Database): Editable<BookingSchemas["Business"]> {
  return {
    lock: (tx) => lockBusiness(db, tx),
    read: async (tx) => toBusiness(await loadBusiness(tx)),
  };
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
    quietFrom: row.quietFrom,
    quietTo: row.quietTo,
    reminderLeadsMinutes: row.reminderLeadsMinutes,
    requiresPhone: row.requiresPhone,
  };
}
