import { type Busy } from "../src/availability/slots";
import { minutesOf, minutesOfDay, shownBy } from "./availability";
import { type Case, noonOf, type RandomMaster } from "./random-shop";

/** A minute of the day in question, with what the wall clock shows then. */
interface Minute {
  minute: number;
  wall: number;
  /** The clock has shown this time before, on the same day. */
  again: boolean;
}

const known = new Map<string, Minute[]>();

/** Every minute of the day, as Intl shows it: another implementation than the engine's, with its own tz database. */
export function minutesOn(date: string, zone: string): Minute[] {
  const key = `${zone} ${date}`;
  const found = known.get(key);
  if (found) return found;
  const seen = new Set<string>();
  const minutes = minutesOfDay(date, zone).map(({ minute, time }) => {
    const again = seen.has(time);
    seen.add(time);
    return { minute, wall: minutesOf(time), again };
  });
  known.set(key, minutes);
  return minutes;
}

/**
 * The rules of booking once more, as slow and plain as can be, in one pass over every minute of the day. For a master it
 * answers, minute by minute, the names of all rules that refuse a visit starting then. It shares nothing with the engine.
 */
export function judge(
  given: Case,
  master: RandomMaster,
): { minute: number; rules: string[]; busyWith: number[] }[] {
  const minutes = minutesOn(given.date, given.zone);
  const visit = visitOf(given, master);
  if (!visit)
    return minutes.map(({ minute }) => ({
      minute,
      rules: ["does-not-offer-service"],
      busyWith: [],
    }));
  const [busy, timeOff] = [sinceEpoch(given, master.busy), sinceEpoch(given, master.timeOff)];
  const windows = master.override ?? given.closure ?? master.week;
  const isShut = !master.override && given.closure?.length === 0;
  const asked = noonOf(given.date) + given.askedAfterMs;
  const daysAhead = (noonOf(given.date) - noonOf(shownBy(given.zone)(asked / 60_000).date)) / 86_400_000;
  const endOfDay = (minutes.at(-1)?.minute ?? 0) + 1;
  const closings = windows.map(({ to }) => minutes.find(({ wall }) => wall >= to)?.minute ?? endOfDay);

  return minutes.map(({ minute, wall, again }) => {
    const rules: string[] = [];
    if (daysAhead > given.horizonDays) rules.push("beyond-horizon");
    if (minute * 60_000 < asked + given.noticeMinutes * 60_000) rules.push("too-soon");
    const at = windows.findIndex(({ from, to }) => from <= wall && wall < to);
    const window = windows[at];
    if (isShut) rules.push("business-closed");
    else if (windows.length === 0) rules.push("day-off");
    else if (!window) rules.push("outside-working-hours");
    else {
      if ((wall - window.from) % given.step !== 0) rules.push("off-grid");
      if (minute + visit.duration > (closings[at] ?? 0)) rules.push("does-not-fit");
      if (again) rules.push("repeated-local-time");
    }
    if (indexesOfMet(timeOff, minute - visit.before, minute + visit.duration + visit.after).length > 0)
      rules.push("time-off");
    const busyWith = indexesOfMet(busy, minute - visit.before, minute + visit.duration + visit.after);
    if (busyWith.length > 0) rules.push("busy");
    return { minute, rules, busyWith };
  });
}

/** Which of the busy times share a minute with the stretch. */
function indexesOfMet(busy: Busy[], from: number, to: number): number[] {
  return busy.flatMap((one, index) => {
    for (let minute = from; minute < to; minute += 1)
      if (one.from <= minute && minute < one.to) return [index];
    return [];
  });
}

/** Times of the case as minutes since 1970. */
function sinceEpoch(given: Case, times: Busy[]): Busy[] {
  const noon = noonOf(given.date) / 60_000;
  return times.map(({ from, to }) => ({ from: noon + from, to: noon + to }));
}

/** How long the visit is with this master, what it costs, and the room it needs; undefined when they cannot do it. */
export function visitOf(given: Case, master: RandomMaster) {
  let [duration, price] = [0, 0];
  for (const index of given.wanted) {
    const [service, offer] = [given.services[index]!, master.offers[index]];
    if (!offer) return undefined;
    duration += offer.duration ?? service.duration;
    price += offer.price ?? service.price;
  }
  const [first, last] = [given.services[given.wanted[0]!]!, given.services[given.wanted.at(-1)!]!];
  return { duration, price, before: first.before, after: last.after };
}

/** Minutes of the day in which the master is busy. */
export function loadOn(given: Case, master: RandomMaster): number {
  const busy = sinceEpoch(given, master.busy);
  const isBusy = ({ minute }: Minute) => busy.some(({ from, to }) => from <= minute && minute < to);
  return minutesOn(given.date, given.zone).filter(isBusy).length;
}
