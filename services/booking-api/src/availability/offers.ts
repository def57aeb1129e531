import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Busy, freeStarts, loadOf, possibleStarts } from "./slots";
import { type EpochMinute, type LocalDay, localDay, toDate, wallClock } from "./local-day";
import { type Candidate, type Plan } from "./plan";

/** A free time, with the masters who could take it, least loaded first. */
export interface Offer {
  start: EpochMinute;
  candidates: Candidate[];
}

/** The free times of one day, earliest first. Pure: the same answer serves the list of days, the list of times, and writes. */
export function offersOf(plan: Plan, date: string, busy: ReadonlyMap<string, Busy[]>): Offer[] {
  const day = localDay(date, plan.business.timeZone);
  const byStart = new Map<EpochMinute, Candidate[]>();
  for (const candidate of leastLoadedFirst(plan.candidates, day, busy)) {
    const starts = possibleStarts(candidate.schedule, day, candidate.visit, plan.business, plan.opening);
    for (const start of freeStarts(starts, candidate.visit, busy.get(candidate.master.id) ?? [])) {
      const others = byStart.get(start);
      if (others) others.push(candidate);
      else byStart.set(start, [candidate]);
    }
  }
  return [...byStart].sort(([a], [b]) => a - b).map(([start, candidates]) => ({ start, candidates }));
}

/** How many free times offersOf would find, without saying whose they are: a month asks for nothing more. */
export function countOffers(plan: Plan, date: string, busy: ReadonlyMap<string, Busy[]>): number {
  const day = localDay(date, plan.business.timeZone);
  const starts = new Set<EpochMinute>();
  for (const { schedule, visit, master } of plan.candidates) {
    const possible = possibleStarts(schedule, day, visit, plan.business, plan.opening);
    for (const start of freeStarts(possible, visit, busy.get(master.id) ?? [])) starts.add(start);
  }
  return starts.size;
}

/** Candidates in the order in which "any master" is decided: fewest booked minutes that day, then the shop's own order. */
export function leastLoadedFirst(
  candidates: readonly Candidate[],
  day: LocalDay,
  busy: ReadonlyMap<string, Busy[]>,
): Candidate[] {
  const load = new Map(
    candidates.map((candidate) => [candidate, loadOf(day, busy.get(candidate.master.id) ?? [])]),
  );
  return [...candidates].sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
}

/** Instants between which appointments can matter for the dates `from` to `to`. */
export function instantsAround(plan: Plan, from: string, to: string): { from: EpochMinute; to: EpochMinute } {
  const before = Math.max(0, ...plan.candidates.map(({ visit }) => visit.bufferBeforeMinutes));
  const after = Math.max(0, ...plan.candidates.map(({ visit }) => visit.bufferAfterMinutes));
  return {
    from: localDay(from, plan.business.timeZone).startsAt - before,
    to: localDay(to, plan.business.timeZone).endsAt + after,
  };
}

/** An offer as the contract shows it. */
export function toSlot(offer: Offer, timeZone: string): BookingSchemas["Slot"] {
  const wall = wallClock(toDate(offer.start), timeZone);
  return {
    startsAt: toDate(offer.start).toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    offers: offer.candidates.map(({ master, visit, priceMinor }) => ({
      masterId: master.id,
      endsAt: toDate(offer.start + visit.durationMinutes).toISOString(),
      durationMinutes: visit.durationMinutes,
      priceMinor,
    })),
  };
}
