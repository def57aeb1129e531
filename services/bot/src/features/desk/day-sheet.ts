import { Temporal } from "temporal-polyfill";
import { type DeskVisit, type Rules, type TimeOff } from "./desk-booking";

/** A stretch of time in milliseconds since 1970, `to` exclusive. */
export interface Stretch {
  from: number;
  to: number;
}

/** One line of a master's day. */
export type Line = Stretch &
  (
    | { kind: "visit"; visit: DeskVisit }
    | { kind: "away"; timeOff: TimeOff }
    | { kind: "free" }
    | { kind: "break" }
  );

/** Shorter gaps, such as those for changing over, are no window for anybody. */
const shortestMs = 15 * 60_000;

/** The working windows of a date: a day of the master's own, else of the whole business, else of the week. */
export function windowsOf(rules: Rules, date: string, timeZone: string): Stretch[] {
  const { dayOfWeek } = Temporal.PlainDate.from(date);
  const windows = rules.overrides.get(date) ?? rules.closures.get(date) ?? rules.week.get(dayOfWeek) ?? [];
  return windows
    .map(({ from, to }) => ({ from: instantOf(date, from, timeZone), to: instantOf(date, to, timeZone) }))
    .sort((a, b) => a.from - b.from);
}

/** A time of day on the business's wall clock, as milliseconds; `24:00` is the end of the day. */
export function instantOf(date: string, time: string, timeZone: string): number {
  const day = Temporal.PlainDate.from(date);
  const [on, at] = time === "24:00" ? [day.add({ days: 1 }), "00:00"] : [day, time];
  return on.toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds;
}

/** The stretches of `whole` that none of `taken` covers. */
export function without(whole: readonly Stretch[], taken: readonly Stretch[]): Stretch[] {
  const sorted = [...taken].sort((a, b) => a.from - b.from);
  return whole.flatMap(({ from, to }) => {
    const left: Stretch[] = [];
    let start = from;
    for (const busy of sorted) {
      if (busy.to <= start || busy.from >= to) continue;
      if (busy.from > start) left.push({ from: start, to: busy.from });
      start = Math.max(start, busy.to);
    }
    if (start < to) left.push({ from: start, to });
    return left;
  });
}

interface Day {
  windows: readonly Stretch[];
  visits: readonly DeskVisit[];
  timeOff: readonly TimeOff[];
  now: number;
}

/** What is still free from now on. */
export function freeOf({ windows, visits, timeOff, now }: Day): Stretch[] {
  const taken = [...visits, ...timeOff].map(stretchOf);
  return without(windows, [...taken, { from: Number.NEGATIVE_INFINITY, to: now }]).filter(isLong);
}

/** A day line by line: visits, what is free between them from now on, breaks, and when the master is away. */
export function sheetOf(day: Day): Line[] {
  const { windows, visits, timeOff } = day;
  const first = windows[0]?.from ?? 0;
  const last = windows.at(-1)?.to ?? 0;
  const taken = [...visits, ...timeOff].map(stretchOf);
  const lines: Line[] = [
    ...visits.map((visit) => ({ kind: "visit" as const, visit, ...stretchOf(visit) })),
    ...timeOff.map((away) => ({ kind: "away" as const, timeOff: away, ...stretchOf(away) })),
    ...freeOf(day).map((stretch) => ({ kind: "free" as const, ...stretch })),
    ...without([{ from: first, to: last }], [...windows, ...taken])
      .filter(isLong)
      .map((stretch) => ({ kind: "break" as const, ...stretch })),
  ];
  return lines.sort((a, b) => a.from - b.from || a.to - b.to);
}

export function minutesOf(stretches: readonly Stretch[]): number {
  return Math.round(stretches.reduce((sum, { from, to }) => sum + to - from, 0) / 60_000);
}

export function stretchOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Stretch {
  return { from: Date.parse(startsAt), to: Date.parse(endsAt) };
}

function isLong({ from, to }: Stretch): boolean {
  return to - from >= shortestMs;
}
