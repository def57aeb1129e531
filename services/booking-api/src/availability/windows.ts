import { type EpochMinute, type LocalDay, type WallMinute } from "./local-day";

/** A stretch of working time on the wall clock, `from` inclusive, `to` exclusive. */
export interface WallWindow {
  from: WallMinute;
  to: WallMinute;
}

/** When a master works: a week, and single days that differ from it, for all or for this master alone. */
export interface Schedule {
  /** By ISO weekday; a day without an entry is free. */
  week: ReadonlyMap<number, readonly WallWindow[]>;
  /** By date; an empty list is a day off. */
  overrides: ReadonlyMap<string, readonly WallWindow[]>;
  /** By date, the same for everyone: hours of the whole business; an empty list means that it is shut. */
  closures: ReadonlyMap<string, readonly WallWindow[]>;
  /** When the master is away for once, whatever the wall clock says; sorted, and none overlaps another. */
  timeOff: readonly Away[];
}

/** Minutes since 1970, `to` exclusive. */
export interface Away {
  from: EpochMinute;
  to: EpochMinute;
}

/**
 * The windows in which a master works on `day`. A closure replaces everybody's day, and a master's own override of that date
 * replaces the closure: whoever works on a holiday has said so for that very day, and nobody says it by accident.
 */
export function windowsOf(schedule: Schedule, day: LocalDay): readonly WallWindow[] {
  return (
    schedule.overrides.get(day.date) ??
    schedule.closures.get(day.date) ??
    schedule.week.get(day.weekday) ??
    []
  );
}

/** `"09:30"` → 570; `"24:00"` → 1440. The contract has checked the form. */
export function toWallMinute(time: string): WallMinute {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 570 → `"09:30"`. */
export function toWallTime(minute: WallMinute): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** What is wrong with a list of windows of one day: an index and a sentence, or undefined when all is well. */
export function faultOfWindows(
  windows: readonly WallWindow[],
): { index: number; kind: "empty" | "overlap" } | undefined {
  for (const [index, window] of windows.entries()) {
    if (window.to <= window.from) return { index, kind: "empty" };
    if (windows.slice(0, index).some((earlier) => window.from < earlier.to && earlier.from < window.to)) {
      return { index, kind: "overlap" };
    }
  }
  return undefined;
}
