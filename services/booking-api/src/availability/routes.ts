import { Router } from "express";
import { type Deps } from "../deps";
import { findAppointment } from "../appointments/find";
import { type Caller } from "../http/caller";
import { operation } from "../http/operation";
import { mastersAtDesk } from "./desk";
import { explainSlot } from "./explain-slot";
import { countFreeTimes, findOffers, type Viewpoint } from "./find-offers";
import { toSlot } from "./offers";

/** What can be booked. */
export function availabilityRoutes(deps: Deps): Router {
  const { clock, metrics } = deps;
  const router = Router();

  operation(router, "listAvailableDays", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { masterId, viewpoint } = await viewOf(query, caller, clock.now());
    const request = { serviceIds: query.serviceIds, masterId, from: query.from, to: query.to };
    const end = metrics.availability.startTimer({ answer: "days" });
    const { plan, days } = await countFreeTimes(deps, request, viewpoint);
    end();
    return { status: 200, body: { timeZone: plan.business.timeZone, items: days } };
  });

  operation(router, "listSlots", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { masterId, viewpoint } = await viewOf(query, caller, clock.now());
    const request = { serviceIds: query.serviceIds, masterId, from: query.date, to: query.date };
    const end = metrics.availability.startTimer({ answer: "slots" });
    const { plan, days } = await findOffers(deps, request, viewpoint);
    end();
    const { timeZone } = plan.business;
    const items = days.flatMap(({ offers }) => offers).map((offer) => toSlot(offer, timeZone));
    return { status: 200, body: { timeZone, date: query.date, items } };
  });

  operation(router, "explainSlot", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { masterId, viewpoint } = await viewOf(query, caller, clock.now());
    const request = { serviceIds: query.serviceIds, masterId, at: new Date(query.at), caller };
    const body = await explainSlot(deps, request, viewpoint);
    return { status: 200, body };
  });

  return router;
}

/** Whose free times, and as who sees them. At the desk somebody else chooses than the person who asks. */
async function viewOf(
  query: { masterId?: string; moving?: string; desk?: boolean },
  caller: Caller,
  now: Date,
): Promise<{ masterId: string | null; viewpoint: Viewpoint }> {
  const { masterId = null, moving: movingId, desk } = query;
  if (!desk) return { masterId, viewpoint: { now, movingId, choosingTelegramUserId: caller.onBehalfOf } };
  return { masterId: await mastersAtDesk(caller, masterId), viewpoint: { now, movingId, atDesk: true } };
}

/** Only who may move an appointment may ask what were free without it: the answer tells when it is. */
async function refuseStrangers({ db }: Deps, movingId: string | undefined, caller: Caller): Promise<void> {
  if (movingId !== undefined) await findAppointment(db, movingId, caller, null);
}
