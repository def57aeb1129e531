import { type EpochMinute, toDate, toMinute, wallClock } from "../availability/local-day";
import { type Offer } from "../availability/offers";
import { type Candidate } from "../availability/plan";

/** A third of the day, by the start of the visit on the wall clock. */
export type DayPart = "morning" | "afternoon" | "evening";

/** All of them, in the order of the day: any time. */
export const wholeDay = ["morning", "afternoon", "evening"] as const satisfies readonly DayPart[];

/** How many wishes a client may have open at a time. */
export const openWishesPerClient = 5;

/** What a client waits for. Dates are days of the business's calendar, both included. */
export interface Wish {
  readonly id: string;
  readonly clientId: string;
  readonly serviceIds: readonly string[];
  readonly masterId: string | null;
  readonly from: string;
  readonly to: string;
  readonly dayParts: readonly DayPart[];
  /** The times that were held for this wish before: nobody is asked about one time twice. */
  readonly offeredStarts: ReadonlySet<EpochMinute>;
}

/** A free time that suits a wish, and until when it can be held for it. */
export interface Match {
  start: EpochMinute;
  candidate: Candidate;
  holdExpiresAt: Date;
}

/** The part of the day in which a wall clock shows `time` (`HH:MM`): before 12:00, before 17:00, and from 17:00 on. */
export function dayPartOf(time: string): DayPart {
  if (time < "12:00") return "morning";
  return time < "17:00" ? "afternoon" : "evening";
}

/** The parts as they are kept: each once, in the order of the day; none named means all. */
export function toDayParts(parts: readonly DayPart[] | undefined): DayPart[] {
  return wholeDay.filter((part) => parts?.includes(part) ?? true);
}

/** The rules of the business that a match keeps to. */
export interface OfferRules {
  timeZone: string;
  minimumNoticeMinutes: number;
  waitlistOfferMinutes: number;
}

/** The first of `offers`, the free times of one day, that suits the wish, with the least loaded master. */
export function matchOf(
  wish: Wish,
  date: string,
  offers: readonly Offer[],
  rules: OfferRules,
  now: Date,
): Match | undefined {
  if (date < wish.from || date > wish.to) return undefined;
  for (const { start, candidates } of offers) {
    const [candidate] = candidates;
    const holdExpiresAt = heldUntil(start, rules, now);
    if (!candidate || !holdExpiresAt || wish.offeredStarts.has(start)) continue;
    if (wish.dayParts.includes(dayPartOf(wallClock(toDate(start), rules.timeZone).time))) {
      return { start, candidate, holdExpiresAt };
    }
  }
  return undefined;
}

/**
 * Until when a time is held for who waits: as long as the business says, but never past the moment until which it can be
 * booked. Undefined when that leaves no whole minute to answer in.
 */
function heldUntil(start: EpochMinute, rules: OfferRules, now: Date): Date | undefined {
  const bookable = toDate(start - rules.minimumNoticeMinutes);
  if (toMinute(bookable) - toMinute(now) < 1) return undefined;
  const enough = new Date(now.getTime() + rules.waitlistOfferMinutes * 60_000);
  return enough < bookable ? enough : bookable;
}
