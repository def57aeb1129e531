import { Temporal } from "temporal-polyfill";

/** Whole minutes since 1970-01-01T00:00Z; the engine's only notion of an instant. */
export type EpochMinute = number;
/** Minutes since the local midnight that a wall clock shows, 0 to 1440. */
export type WallMinute = number;

/** One calendar day of a time zone, 23, 24 or 25 hours long. */
export interface LocalDay {
  date: string;
  /** ISO 8601: Monday is 1. */
  weekday: number;
  startsAt: EpochMinute;
  endsAt: EpochMinute;
  /**
   * The instant at which the wall clock shows `minute`. Undefined when the clock never shows it (spring forward); the
   * earlier of the two when it shows it twice (fall back). 1440 is the end of the day.
   */
  at(minute: WallMinute): EpochMinute | undefined;
  /** The same for the edge of a window: a skipped minute becomes the first instant after the gap. */
  edgeAt(minute: WallMinute): EpochMinute;
  /** What the wall clock shows at an instant of this day. */
  shownAt(instant: EpochMinute): WallMinute;
}

// A day never changes (short of a new tz database, which needs a new process), and making one costs some 50 µs.
const known = new Map<string, Map<string, LocalDay>>();
const knownLimit = 20_000;

/** The day `date` (YYYY-MM-DD) in the IANA zone `timeZone`. */
export function localDay(date: string, timeZone: string): LocalDay {
  const ofZone = known.get(timeZone) ?? new Map<string, LocalDay>();
  known.set(timeZone, ofZone);
  const cached = ofZone.get(date);
  if (cached) return cached;
  if (ofZone.size >= knownLimit) ofZone.clear();
  const day = makeLocalDay(Temporal.PlainDate.from(date), timeZone);
  ofZone.set(date, day);
  return day;
}

function makeLocalDay(date: Temporal.PlainDate, timeZone: string): LocalDay {
  const start = date.toZonedDateTime(timeZone);
  const startsAt = toEpochMinute(start);
  const endsAt = toEpochMinute(date.add({ days: 1 }).toZonedDateTime(timeZone));
  const even = endsAt - startsAt === 1440 && isEven(start, endsAt);
  if (even) {
    const at = (minute: WallMinute) => startsAt + minute;
    const shownAt = (instant: EpochMinute) => instant - startsAt;
    return { date: date.toString(), weekday: date.dayOfWeek, startsAt, endsAt, at, edgeAt: at, shownAt };
  }
  const at = remembered((minute) => (minute === 1440 ? endsAt : instantOf(date, minute, timeZone)));
  const edgeAt = remembered((minute) => at(minute) ?? afterGap(date, minute, timeZone));
  const shownAt = remembered((instant) => wallMinuteOf(instant, timeZone));
  return { date: date.toString(), weekday: date.dayOfWeek, startsAt, endsAt, at, edgeAt, shownAt };
}

/** Days on which clocks change are asked the same few questions by everybody. There are at most 1500 of each. */
function remembered<Answer>(ask: (minute: number) => Answer): (minute: number) => Answer {
  const answers = new Map<number, { answer: Answer }>();
  return (minute) => {
    const known = answers.get(minute) ?? { answer: ask(minute) };
    answers.set(minute, known);
    return known.answer;
  };
}

/** Whether no clock change falls into the day; two that cancel out would keep it 1440 minutes long. */
function isEven(start: Temporal.ZonedDateTime, endsAt: EpochMinute): boolean {
  const change = start.getTimeZoneTransition("next");
  const isWholeMinute = start.epochMilliseconds % 60_000 === 0;
  return (
    start.hour === 0 && start.minute === 0 && isWholeMinute && (!change || toEpochMinute(change) >= endsAt)
  );
}

function instantOf(date: Temporal.PlainDate, minute: WallMinute, timeZone: string): EpochMinute | undefined {
  const wall = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  return zoned.toPlainDateTime().equals(wall) ? toEpochMinute(zoned) : undefined;
}

function afterGap(date: Temporal.PlainDate, minute: WallMinute, timeZone: string): EpochMinute {
  const wall = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const before = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const change = before.getTimeZoneTransition("next");
  return toEpochMinute(change ?? before);
}

function toEpochMinute(time: Temporal.ZonedDateTime): EpochMinute {
  return Math.floor(time.epochMilliseconds / 60_000);
}

/** The instant as a `Date`. */
export function toDate(minute: EpochMinute): Date {
  return new Date(minute * 60_000);
}

/** The instant of a `Date`, in whole minutes, rounded down. */
export function toMinute(date: Date): EpochMinute {
  return Math.floor(date.getTime() / 60_000);
}

/** What calendar and wall clock of `timeZone` show at an instant: `{ date: "2026-11-24", time: "14:30" }`. */
export function wallClock(instant: Date, timeZone: string): { date: string; time: string } {
  const minute = toMinute(instant);
  const day = dayAt(minute, timeZone);
  if (!day) return wallClockOf(instant, timeZone);
  const shown = day.shownAt(minute);
  return { date: day.date, time: `${twoDigits[Math.floor(shown / 60)]}:${twoDigits[shown % 60]}` };
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** The day to which the instant belongs, found among the three that it can be: 0.3 µs, where Temporal takes 20. */
function dayAt(minute: EpochMinute, timeZone: string): LocalDay | undefined {
  const utcDay = Math.floor(minute / 1440);
  for (const dayNumber of [utcDay, utcDay + 1, utcDay - 1]) {
    const day = localDay(toIsoDate(dayNumber), timeZone);
    if (day.startsAt <= minute && minute < day.endsAt) return day;
  }
  return undefined;
}

function wallClockOf(instant: Date, timeZone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

function wallMinuteOf(instant: EpochMinute, timeZone: string): WallMinute {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(instant * 60_000).toZonedDateTimeISO(
    timeZone,
  );
  return hour * 60 + minute;
}

/** The date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return toIsoDate(toDayNumber(date) + days);
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: string, to: string): number {
  return toDayNumber(to) - toDayNumber(from);
}

// Dates are numbers while they are counted: Temporal.PlainDate takes ten times as long for the same.
const dayMs = 86_400_000;

/** Days since 1970-01-01. */
function toDayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

function toIsoDate(dayNumber: number): string {
  const known = isoDates.get(dayNumber);
  if (known !== undefined) return known;
  if (isoDates.size >= knownLimit) isoDates.clear();
  const [date = ""] = new Date(dayNumber * dayMs).toISOString().split("T");
  isoDates.set(dayNumber, date);
  return date;
}

const isoDates = new Map<number, string>();

/** Whether this machine knows the IANA zone. */
export function isTimeZone(name: string): boolean {
  // Temporal also takes offsets and whole timestamps (`2026-01-01T00:00[Europe/Riga]`) for a zone; other readers do not.
  try {
    return (
      /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) &&
      Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name))
    );
  } catch {
    return false;
  }
}
