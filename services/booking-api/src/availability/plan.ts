import { Problem } from "@okoshko/runtime/problem";
import { type Business, type Master, type Service, type Shop } from "../shop/shop";
import { addDays, wallClock, toMinute } from "./local-day";
import { type Opening, type Visit } from "./slots";
import { type Schedule } from "./windows";

/** A master who does all the services asked for, and what the visit would be with them. */
export interface Candidate {
  master: Master;
  schedule: Schedule;
  visit: Visit;
  /** The services of the visit in their order, with this master's durations and prices. */
  items: { service: Service; durationMinutes: number; priceMinor: number }[];
  priceMinor: number;
}

/** All that must be known of the shop to say when a visit is possible. */
export interface Plan {
  business: Business;
  candidates: Candidate[];
  opening: Opening;
}

/** What is asked for. No `masterId`: any master who does all the services. */
export interface VisitRequest {
  /** In the order in which they are done; each once. */
  serviceIds: string[];
  masterId: string | null;
}

/**
 * What `shop` says of a visit. Throws `not-found` for a service or master that is not there or not offered any more. A master
 * who does not do all the services is no candidate. `atDesk`: as staff book.
 */
export function planOf(shop: Shop, request: VisitRequest, now: Date, atDesk = false): Plan {
  const services = request.serviceIds.flatMap((id) => {
    const service = shop.services.get(id);
    return service?.active ? service : [];
  });
  if (services.length < request.serviceIds.length) {
    const unknown = request.serviceIds.filter((id) => !shop.services.get(id)?.active);
    throw new Problem("not-found", { detail: `There is no service ${unknown.join(", ")} to book.` });
  }
  const masters = mastersAsked(shop, request.masterId);
  return {
    business: shop.business,
    candidates: masters.flatMap((master) => toCandidate(shop, master, services) ?? []),
    opening: openingOf(shop.business, now, atDesk),
  };
}

/** Everybody who works here, or the one who was asked for. Throws `not-found` when that one does not. */
export function mastersAsked(shop: Shop, masterId: string | null): Master[] {
  if (masterId === null) return [...shop.masters.values()].filter(({ active }) => active);
  const master = shop.masters.get(masterId);
  if (master?.active) return [master];
  throw new Problem("not-found", { detail: `There is no master ${masterId} to book.` });
}

/** So long after its start staff may still book a visit: somebody walked in, and is sitting in the chair. */
export const walkInMinutes = 15;

/**
 * When booking is open at `now`. A started minute counts, so notice is never shorter than promised. Staff need no notice: they
 * are there.
 */
export function openingOf(
  business: { minimumNoticeMinutes: number; horizonDays: number; timeZone: string },
  now: Date,
  atDesk = false,
): Opening {
  const started = toMinute(new Date(now.getTime() + 59_999));
  return {
    earliest: atDesk ? started - walkInMinutes : started + business.minimumNoticeMinutes,
    lastDate: addDays(wallClock(now, business.timeZone).date, business.horizonDays),
  };
}

function toCandidate(shop: Shop, master: Master, services: readonly Service[]): Candidate | undefined {
  const offerings = shop.offerings.get(master.id);
  const schedule = shop.schedules.get(master.id);
  const items = services.flatMap((service) => {
    const offering = offerings?.get(service.id);
    if (!offering) return [];
    return {
      service,
      durationMinutes: offering.durationMinutes ?? service.durationMinutes,
      priceMinor: offering.priceMinor ?? service.priceMinor,
    };
  });
  if (!schedule || items.length < services.length) return undefined;
  return {
    master,
    schedule,
    items,
    priceMinor: items.reduce((sum, item) => sum + item.priceMinor, 0),
    visit: {
      durationMinutes: items.reduce((sum, item) => sum + item.durationMinutes, 0),
      // Between services of one visit nobody needs to change over.
      bufferBeforeMinutes: items[0]?.service.bufferBeforeMinutes ?? 0,
      bufferAfterMinutes: items.at(-1)?.service.bufferAfterMinutes ?? 0,
    },
  };
}
