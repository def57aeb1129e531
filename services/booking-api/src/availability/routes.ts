import { Router } from "express";
import { type Deps } from "../deps";
import { findAppointment } from "../appointments/find";
import { type Caller } from "../http/caller";
import { operation } from "../http/operation";
import { explainSlot } from "./explain-slot";
import { countFreeTimes, findOffers } from "./find-offers";
import { toSlot } from "./offers";

/** What can be booked. */
export function availabilityRoutes(deps: Deps): Router {
  const { clock } = deps;
  const router = Router();

  operation(router, "listAvailableDays", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { plan, days } = await countFreeTimes(
      deps,
      { serviceIds: query.serviceIds, masterId: query.masterId ?? null, from: query.from, to: query.to },
      { now: clock.now(), movingId: query.moving, choosingTelegramUserId: caller.onBehalfOf },
    );
    return { status: 200, body: { timeZone: plan.business.timeZone, items: days } };
  });

  operation(router, "listSlots", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { plan, days } = await findOffers(
      deps,
      { serviceIds: query.serviceIds, masterId: query.masterId ?? null, from: query.date, to: query.date },
      { now: clock.now(), movingId: query.moving, choosingTelegramUserId: caller.onBehalfOf },
    );
    const { timeZone } = plan.business;
    const items = days.flatMap(({ offers }) => offers).map((offer) => toSlot(offer, timeZone));
    return { status: 200, body: { timeZone, date: query.date, items } };
  });

  operation(router, "explainSlot", async ({ query, caller }) => {
    await refuseStrangers(deps, query.moving, caller);
    const { serviceIds, masterId = null } = query;
    const viewpoint = { now: clock.now(), movingId: query.moving, choosingTelegramUserId: caller.onBehalfOf };
    const body = await explainSlot(deps, { serviceIds, masterId, at: new Date(query.at), caller }, viewpoint);
    return { status: 200, body };
  });

  return router;
}

/** Only who may move an appointment may ask what were free without it: the answer tells when it is. */
async function refuseStrangers({ db }: Deps, movingId: string | undefined, caller: Caller): Promise<void> {
  if (movingId !== undefined) await findAppointment(db, movingId, caller, null);
}
