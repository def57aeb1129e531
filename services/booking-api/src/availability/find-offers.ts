import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { type Shop } from "../shop/shop";
import { readBusy } from "./busy";
import { addDays, daysBetween, type LocalDay, localDay, toDate, toMinute, wallClock } from "./local-day";
import { countOffers, instantsAround, type Offer, offersOf } from "./offers";
import { type Plan, planOf, type VisitRequest } from "./plan";
import { type Busy, possibleStarts } from "./slots";

/** Whose point of view the free times are computed from. */
export interface Viewpoint {
  now: Date;
  movingId?: string | undefined;
  choosingTelegramUserId?: number | undefined;
  /** As staff book for a client: without notice, and a moment after the start. */
  atDesk?: boolean | undefined;
}

const longestPeriodDays = 62;

/** The free times of each day from `from` to `to`. */
export async function findOffers(
  deps: Pick<Deps, "reads" | "shop">,
  request: VisitRequest & { from: string; to: string },
  viewpoint: Viewpoint,
): Promise<{ plan: Plan; days: { date: string; offers: Offer[] }[] }> {
  const { plan, dates, busy } = await read(deps, request, viewpoint);
  return { plan, days: dates.map((date) => ({ date, offers: offersOf(plan, date, busy) })) };
}

/** How many free times each day from `from` to `to` has. */
export async function countFreeTimes(
  deps: Pick<Deps, "reads" | "shop">,
  request: VisitRequest & { from: string; to: string },
  viewpoint: Viewpoint,
): Promise<{ plan: Plan; days: { date: string; slots: number }[] }> {
  const { plan, dates, busy } = await read(deps, request, viewpoint);
  return { plan, days: dates.map((date) => ({ date, slots: countOffers(plan, date, busy) })) };
}

async function read(
  { reads, shop }: Pick<Deps, "reads" | "shop">,
  request: VisitRequest & { from: string; to: string },
  viewpoint: Viewpoint,
): Promise<{ plan: Plan; dates: string[]; busy: Map<string, Busy[]> }> {
  const length = daysBetween(request.from, request.to) + 1;
  if (length < 1 || length > longestPeriodDays) {
    throw new Problem("invalid-request", {
      detail: `\`to\` must be on or after \`from\`, and at most ${longestPeriodDays} days long in all.`,
      errors: [{ pointer: "query/to", detail: `${length} days` }],
    });
  }
  const plan = planOf(await shop.current(), request, viewpoint.now, viewpoint.atDesk);
  const busy = await readBusy(reads, {
    ...viewpoint,
    ...instantsAround(plan, request.from, request.to),
    masterIds: plan.candidates.map((c) => c.master.id),
  });
  return { plan, dates: Array.from({ length }, (_, index) => addDays(request.from, index)), busy };
}

/** How far to look for another time, in days from the wanted one: near days first, because that is where it usually is. */
const searchPeriods = [
  [-1, 2],
  [3, 15],
] as const;

/** The free times nearest to `wanted`, nearest first: what the loser of a race is offered. */
export async function nearestOffers(
  deps: Pick<Deps, "reads" | "shop">,
  request: VisitRequest & { wanted: Date; timeZone: string },
  viewpoint: Viewpoint,
  limit = 6,
): Promise<Offer[]> {
  const { date } = wallClock(request.wanted, request.timeZone);
  const wanted = toMinute(request.wanted);
  const found: Offer[] = [];
  for (const [first, last] of searchPeriods) {
    if (found.length >= limit) break;
    const period = { from: addDays(date, first), to: addDays(date, last) };
    const { days } = await findOffers(deps, { ...request, ...period }, viewpoint);
    found.push(...days.flatMap(({ offers }) => offers));
  }
  return found.sort((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted)).slice(0, limit);
}

/**
 * Who could take the visit at exactly `startsAt`, by the very rules that made the offers, and the day of it. Throws
 * `slot-not-offered` when nobody can, were everybody free. Writers hand in `shop.exact()`, read right before or in their
 * transaction; nothing locks the rules, so both are equally true.
 */
export function planForWriting(
  shop: Shop,
  request: VisitRequest & { startsAt: Date },
  now: Date,
  atDesk: boolean,
): { plan: Plan; day: LocalDay } {
  const { timeZone } = shop.business;
  const plan = planOf(shop, request, now, atDesk);
  const day = localDay(wallClock(request.startsAt, timeZone).date, timeZone);
  const candidates = plan.candidates.filter(({ schedule, visit }) =>
    possibleStarts(schedule, day, visit, plan.business, plan.opening).some(
      (start) => toDate(start).getTime() === request.startsAt.getTime(),
    ),
  );
  if (candidates.length > 0) return { plan: { ...plan, candidates }, day };
  throw new Problem("slot-not-offered", {
    detail: "The visit cannot start at that time. Ask for the free times.",
  });
}
