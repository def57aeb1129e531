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
}

// A day never changes (short of a new tz database, which needs a new process), and making one costs some 50 µs.
const known = new Map<string, LocalDay>();
const knownLimit = 20_000;

/** The day `date` (YYYY-MM-DD) in the IANA zone `timeZone`. */
export function localDay(date: string, timeZone: string): LocalDay {
  const key = `${timeZone} ${date}`;
  const cached = known.get(key);
  if (cached) return cached;
  if (known.size >= knownLimit) known.clear();
  const day = makeLocalDay(Temporal.PlainDate.from(date), timeZone);
  known.set(key, day);
  return day;
}

function makeLocalDay(date: Temporal.PlainDate, timeZone: string): LocalDay {
  const start = date.toZonedDateTime(timeZone);
  const startsAt = toEpochMinute(start);
  const endsAt = toEpochMinute(date.add({ days: 1 }).toZonedDateTime(timeZone));
  const even = endsAt - startsAt === 1440 && isEven(start, endsAt);
  const at = even
    ? (minute: WallMinute) => startsAt + minute
    : (minute: WallMinute) => (minute === 1440 ? endsAt : shownAt(date, minute, timeZone));
  const edgeAt = even
    ? (minute: WallMinute) => startsAt + minute
    : (minute: WallMinute) => at(minute) ?? afterGap(date, minute, timeZone);
  return { date: date.toString(), weekday: date.dayOfWeek, startsAt, endsAt, at, edgeAt };
}

/** Whether no clock change falls into the day; two that cancel out would keep it 1440 minutes long. */
function isEven(start: Temporal.ZonedDateTime, endsAt: EpochMinute): boolean {
  const change = start.getTimeZoneTransition("next");
  return start.hour === 0 && start.minute === 0 && (!change || toEpochMinute(change) >= endsAt);
}

function shownAt(date: Temporal.PlainDate, minute: WallMinute, timeZone: string): EpochMinute | undefined {
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
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

/** The date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "day" }).days;
}

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
