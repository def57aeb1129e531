import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { type Caller, maySee } from "../http/caller";
import { readBusyWith } from "./busy";
import { doesNotOffer, explain, type Refusal } from "./explain";
import { type Viewpoint } from "./find-offers";
import { localDay, wallClock } from "./local-day";
import { instantsAround } from "./offers";
import { mastersAsked, planOf, type VisitRequest } from "./plan";
import { toWallMinute } from "./windows";

type Explanation = BookingSchemas["SlotExplanation"];

/**
 * Why the visit can or cannot start at exactly `at`, for each master who is asked about. Decided by the same values in memory
 * and the same busy query as the offers, so both say the same. Throws `not-found` for an unknown service or master.
 */
export async function explainSlot(
  deps: Pick<Deps, "reads" | "shop">,
  request: VisitRequest & { at: Date; caller: Caller },
  viewpoint: Viewpoint,
): Promise<Explanation> {
  const shop = await deps.shop.current();
  const plan = planOf(shop, request, viewpoint.now, viewpoint.atDesk);
  const { timeZone } = plan.business;
  const { date: localDate, time: localTime } = wallClock(request.at, timeZone);
  const moment = {
    instant: request.at,
    day: localDay(localDate, timeZone),
    wallMinute: toWallMinute(localTime),
  };
  const rules = { ...plan.business, opening: plan.opening, atDesk: viewpoint.atDesk };
  const masterIds = plan.candidates.map(({ master }) => master.id);
  const period = instantsAround(plan, localDate, localDate);
  const busy = await readBusyWith(deps.reads, { ...viewpoint, ...period, masterIds });

  const masters = await Promise.all(
    mastersAsked(shop, request.masterId).map(async ({ id }) => {
      const candidate = plan.candidates.find(({ master }) => master.id === id);
      if (!candidate) return { masterId: id, reasons: [doesNotOffer] };
      const reasons = explain(candidate, moment, rules, busy.get(id) ?? []);
      return { masterId: id, reasons: (await maySee(request.caller, id)) ? reasons : reasons.map(withoutId) };
    }),
  );
  return {
    timeZone,
    at: request.at.toISOString(),
    localDate,
    localTime,
    offered: masters.some(({ reasons }) => reasons.length === 0),
    masters,
  };
}

function withoutId({ appointmentId: _, ...rest }: Refusal): Refusal {
  return rest;
}
