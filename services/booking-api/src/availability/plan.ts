import { Op } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { loadBusiness } from "../business/business";
import { type BusinessModel } from "../business/business.model";
import { MasterModel, OfferingModel, ServiceModel } from "../catalog/catalog.models";
import { OverrideModel, WorkingWindowModel } from "../schedule/schedule.models";
import { addDays, wallClock, toMinute } from "./local-day";
import { type Opening, type Visit } from "./slots";
import { type Schedule, type WallWindow } from "./windows";

/** A master who does all the services asked for, and what the visit would be with them. */
export interface Candidate {
  master: MasterModel;
  schedule: Schedule;
  visit: Visit;
  /** The services of the visit in their order, with this master's durations and prices. */
  items: { service: ServiceModel; durationMinutes: number; priceMinor: number }[];
  priceMinor: number;
}

/** All that must be known of the shop to say when a visit is possible. */
export interface Plan {
  business: BusinessModel;
  candidates: Candidate[];
  opening: Opening;
}

/** What is asked for. No `masterId`: any master who does all the services. */
export interface VisitRequest {
  serviceIds: string[];
  masterId: string | null;
}

/**
 * Reads the rules for a visit on the dates `from` to `to`. Throws `not-found` for a service or master that is not there or
 * not offered any more. A master who does not do all the services is no candidate.
 *
 * Writers read it right before their transaction, not inside: nothing locks the rules, so inside they would be no truer, and
 * the transaction, which others may be waiting for, stays short.
 */
export async function loadPlan(
  request: VisitRequest,
  period: { from: string; to: string },
  now: Date,
): Promise<Plan> {
  const [business, services, masters] = await Promise.all([
    loadBusiness(null),
    ServiceModel.findAll({ where: { id: request.serviceIds, active: true } }),
    MasterModel.findAll({
      where: { active: true, ...(request.masterId ? { id: request.masterId } : {}) },
      order: [
        ["position", "asc"],
        ["id", "asc"],
      ],
    }),
  ]);
  const ordered = request.serviceIds.map((id) => services.find((service) => service.id === id));
  const unknown = request.serviceIds.filter((_, index) => !ordered[index]);
  if (unknown.length > 0)
    throw new Problem("not-found", { detail: `There is no service ${unknown.join(", ")} to book.` });
  if (request.masterId && masters.length === 0) {
    throw new Problem("not-found", { detail: `There is no master ${request.masterId} to book.` });
  }

  const masterIds = masters.map((master) => master.id);
  const [offerings, windows, overrides] = await Promise.all([
    OfferingModel.findAll({ where: { masterId: masterIds, serviceId: request.serviceIds } }),
    WorkingWindowModel.findAll({ where: { masterId: masterIds } }),
    OverrideModel.findAll({
      where: { masterId: masterIds, date: { [Op.between]: [period.from, period.to] } },
    }),
  ]);
  const wanted = ordered.filter((service) => service !== undefined);
  const candidates = masters.flatMap((master) => {
    const own = offerings.filter((offering) => offering.masterId === master.id);
    return toCandidate(master, wanted, own, scheduleOf(master.id, windows, overrides)) ?? [];
  });
  return { business, candidates, opening: openingOf(business, now) };
}

/** When booking is open at `now`. A started minute counts, so notice is never shorter than promised. */
export function openingOf(
  business: { minimumNoticeMinutes: number; horizonDays: number; timeZone: string },
  now: Date,
): Opening {
  return {
    earliest: toMinute(new Date(now.getTime() + 59_999)) + business.minimumNoticeMinutes,
    lastDate: addDays(wallClock(now, business.timeZone).date, business.horizonDays),
  };
}

function toCandidate(
  master: MasterModel,
  services: ServiceModel[],
  offerings: OfferingModel[],
  schedule: Schedule,
): Candidate | undefined {
  const items = services.flatMap((service) => {
    const offering = offerings.find(({ serviceId }) => serviceId === service.id);
    if (!offering) return [];
    return {
      service,
      durationMinutes: offering.durationMinutes ?? service.durationMinutes,
      priceMinor: offering.priceMinor ?? service.priceMinor,
    };
  });
  if (items.length < services.length) return undefined;
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

function scheduleOf(masterId: string, windows: WorkingWindowModel[], overrides: OverrideModel[]): Schedule {
  const week = new Map<number, WallWindow[]>();
  for (const window of windows.filter((row) => row.masterId === masterId)) {
    const [from, to] = window.minutes;
    week.set(window.weekday, [...(week.get(window.weekday) ?? []), { from: from.value, to: to.value }]);
  }
  return {
    week,
    overrides: new Map(
      overrides.filter((row) => row.masterId === masterId).map((row) => [row.date, row.windows]),
    ),
  };
}
