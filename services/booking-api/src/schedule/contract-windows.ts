import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { faultOfWindows, toWallMinute, toWallTime, type WallWindow } from "../availability/windows";

/**
 * The windows of a day, earliest first. Throws `windows-overlap`, or `invalid-request` for one that ends before it begins;
 * `pointer` says where in the request they stand.
 */
export function toWindows(windows: BookingSchemas["Window"][], pointer: string): WallWindow[] {
  const wall = windows.map(({ from, to }) => ({ from: toWallMinute(from), to: toWallMinute(to) }));
  const fault = faultOfWindows(wall);
  if (!fault) return wall.sort((a, b) => a.from - b.from);
  if (fault.kind === "overlap") {
    throw new Problem("windows-overlap", {
      detail: "Join the windows or leave a gap between them.",
      errors: [{ pointer: `${pointer}/${fault.index}`, detail: "overlaps an earlier window of the day" }],
    });
  }
  throw new Problem("invalid-request", {
    detail: "A window must end after it begins; a night shift is two windows on two days.",
    errors: [{ pointer: `${pointer}/${fault.index}/to`, detail: "is not after `from`" }],
  });
}

/** The same as the contract writes them. */
export function toContractWindows(windows: readonly WallWindow[]): BookingSchemas["Window"][] {
  return windows.map(({ from, to }) => ({ from: toWallTime(from), to: toWallTime(to) }));
}
