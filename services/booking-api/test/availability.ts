import { type LocalDay } from "../src/availability/local-day";
import { type Schedule, type WallWindow } from "../src/availability/windows";

/** A schedule with the same windows on every day of the week. */
export function everyDay(windows: WallWindow[], overrides: [string, WallWindow[]][] = []): Schedule {
  return {
    week: new Map([1, 2, 3, 4, 5, 6, 7].map((day) => [day, windows])),
    overrides: new Map(overrides),
    closures: new Map(),
    timeOff: [],
  };
}

/** Minutes since midnight of "09:30". */
export const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * What a wall clock in `timeZone` shows at an instant, asked of Intl: another implementation than the one under test, with
 * its own copy of the tz database.
 */
export function shownBy(timeZone: string): (minute: number) => { date: string; time: string } {
  const known = clocks.get(timeZone) ?? clockOf(timeZone);
  clocks.set(timeZone, known);
  return known;
}

// To make one takes longer than to ask it a hundred times.
const clocks = new Map<string, ReturnType<typeof clockOf>>();

function clockOf(timeZone: string): (minute: number) => { date: string; time: string } {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "gregory",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (minute) => {
    // "2026-03-29, 02:30"
    const shown = format.format(minute * 60_000);
    return { date: shown.slice(0, 10), time: shown.slice(-5) };
  };
}

/** Every minute of a day with what the wall clock shows then, found by asking minute after minute. */
export function minutesOfDay(date: string, timeZone: string): { minute: number; time: string }[] {
  const shown = shownBy(timeZone);
  // No zone is further than 14 hours from UTC, so the day lies within these three. Quarters of an hour say roughly where.
  const around = Date.parse(`${date}T00:00:00Z`) / 60_000;
  const quarters = Array.from({ length: 240 }, (_, index) => around - 1_000 + index * 15);
  const within = quarters.filter((minute) => shown(minute).date === date);
  const found: { minute: number; time: string }[] = [];
  for (let minute = (within[0] ?? 0) - 15; minute < (within.at(-1) ?? 0) + 15; minute += 1) {
    const wall = shown(minute);
    if (wall.date === date) found.push({ minute, time: wall.time });
  }
  return found;
}

/** Days on which clocks change, by what is odd about them. */
export const clockChanges: [string, string, string][] = [
  ["Europe/Riga", "2026-03-29", "an hour is skipped at 03:00"],
  ["Europe/Riga", "2026-10-25", "an hour is repeated at 03:00"],
  ["Europe/Riga", "2027-03-28", "an hour is skipped at 03:00"],
  ["Europe/Riga", "2027-10-31", "an hour is repeated at 03:00"],
  ["America/New_York", "2026-03-08", "an hour is skipped at 02:00"],
  ["America/New_York", "2026-11-01", "an hour is repeated at 01:00"],
  ["America/New_York", "2027-03-14", "an hour is skipped at 02:00"],
  ["America/New_York", "2027-11-07", "an hour is repeated at 01:00"],
  ["Australia/Lord_Howe", "2026-04-05", "half an hour is repeated at 01:30"],
  ["Australia/Lord_Howe", "2026-10-04", "half an hour is skipped at 02:00"],
  ["Africa/Cairo", "2026-04-24", "the day begins at 01:00"],
  ["Africa/Cairo", "2026-10-29", "the last hour is repeated"],
  ["Asia/Beirut", "2026-03-29", "the day begins at 01:00"],
  ["Asia/Beirut", "2026-10-24", "the last hour is repeated"],
  ["America/Havana", "2026-03-08", "the day begins at 01:00"],
  ["America/Havana", "2026-11-01", "the first hour is repeated"],
];

/** Zones whose clocks stand still. */
export const steadyZones = ["UTC", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati"];

/** The wall clock's times of instants, for comparing with what a person expects to read. */
export function timesOf(starts: readonly number[], timeZone: string): string[] {
  const shown = shownBy(timeZone);
  return starts.map((start) => shown(start).time);
}

/** The length of a day in hours. */
export const hoursOf = (day: LocalDay) => (day.endsAt - day.startsAt) / 60;
