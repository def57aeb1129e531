import { type EpochMinute, type LocalDay } from "./local-day";
import { type Schedule, windowsOf } from "./windows";

/** Time in which a master can take nobody, buffers included; `to` exclusive. Lists of these are sorted by `from`. */
export interface Busy {
  from: EpochMinute;
  to: EpochMinute;
}

/** What one master would need for the visit. */
export interface Visit {
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
}

/** The rules that hold for the whole business. */
export interface BookingRules {
  slotStepMinutes: number;
  minimumNoticeMinutes: number;
  horizonDays: number;
}

/** When booking is open: instants from `earliest` on, dates up to `lastDate`. */
export interface Opening {
  earliest: EpochMinute;
  lastDate: string;
}

/**
 * When one master can start the visit on `day`, were nobody else booked. What is offered and what is accepted both come
 * from here, so an offered time that is still free is never refused for another reason.
 */
export function possibleStarts(
  schedule: Schedule,
  day: LocalDay,
  visit: Visit,
  rules: Pick<BookingRules, "slotStepMinutes">,
  opening: Opening,
): EpochMinute[] {
  if (day.date > opening.lastDate || day.endsAt <= opening.earliest) return [];
  const starts: EpochMinute[] = [];
  for (const window of windowsOf(schedule, day)) {
    const closesAt = day.edgeAt(window.to);
    // On the wall clock's grid, from the start of the window.
    for (let minute = window.from; minute < window.to; minute += rules.slotStepMinutes) {
      const start = day.at(minute);
      if (start === undefined || start < opening.earliest || start + visit.durationMinutes > closesAt)
        continue;
      starts.push(start);
    }
  }
  // Cleaning up is work as well: buffers are kept free of time off as of other visits.
  return freeStarts(
    starts.sort((a, b) => a - b),
    visit,
    schedule.timeOff,
  );
}

/** Those of `starts` (ascending) at which the visit with its buffers meets none of `busy` (sorted by `from`). */
export function freeStarts(
  starts: readonly EpochMinute[],
  visit: Visit,
  busy: readonly Busy[],
): EpochMinute[] {
  const free: EpochMinute[] = [];
  let first = firstEndingAfter(busy, (starts[0] ?? 0) - visit.bufferBeforeMinutes);
  for (const start of starts) {
    const from = start - visit.bufferBeforeMinutes;
    const to = start + visit.durationMinutes + visit.bufferAfterMinutes;
    // Busy times of one master do not overlap each other, so those that ended before this start never matter again.
    while (first < busy.length && (busy[first]?.to ?? 0) <= from) first += 1;
    const next = busy[first];
    if (!next || next.from >= to) free.push(start);
  }
  return free;
}

/** Minutes of `busy` (sorted by `from`) that fall on `day`: how loaded a master is. */
export function loadOf(day: LocalDay, busy: readonly Busy[]): number {
  let sum = 0;
  for (let index = firstEndingAfter(busy, day.startsAt); index < busy.length; index += 1) {
    const time = busy[index];
    if (!time || time.from >= day.endsAt) break;
    sum += Math.min(time.to, day.endsAt) - Math.max(time.from, day.startsAt);
  }
  return sum;
}

/**
 * The index of the first that ends after `minute`, by halving: a list spans up to 62 days, and each day of each master looks
 * for its place in it.
 */
function firstEndingAfter(busy: readonly Busy[], minute: EpochMinute): number {
  let [low, high] = [0, busy.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((busy[middle]?.to ?? 0) <= minute) low = middle + 1;
    else high = middle;
  }
  return low;
}
