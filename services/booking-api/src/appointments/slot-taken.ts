import { Problem } from "@okoshko/runtime/problem";
import { nearestOffers, type Viewpoint } from "../availability/find-offers";
import { toSlot } from "../availability/offers";
import { type VisitRequest } from "../availability/plan";
import { type Deps } from "../deps";

/** The refusal of the one who came second, with the nearest times that are still free. */
export async function slotTaken(
  deps: Pick<Deps, "reads" | "shop" | "metrics">,
  name: "slot-taken" | "hold-expired",
  request: VisitRequest & { wanted: Date; timeZone: string },
  viewpoint: Viewpoint,
): Promise<Problem> {
  const end = deps.metrics.availability.startTimer({ answer: "alternatives" });
  const offers = await nearestOffers(deps, request, viewpoint);
  end();
  const detail = offers.length > 0 ? "Take one of the alternatives." : "There is no other time nearby.";
  return new Problem(name, {
    detail,
    extensions: { alternatives: offers.map((offer) => toSlot(offer, request.timeZone)) },
  });
}
