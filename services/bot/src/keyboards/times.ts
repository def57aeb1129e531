import { type DayPart } from "../draft/steps/client";
import { type Button, inRows } from "./card";
import { type Tap } from "../callback-data";

export interface Time {
  startsAt: string;
  /** `14:30`, the business's wall clock. */
  localTime: string;
}

export interface TimesView {
  times: Time[];
  /** The part that is open, for days with so many times that only one part fits. */
  part: DayPart | null;
  partName: (part: DayPart, isOpen: boolean) => string;
  label: (time: Time) => string;
  onTime: (time: Time) => Tap;
  onPart: (part: DayPart) => Tap;
}

/** Up to here a plain list is read at a glance; above it is divided into parts of the day. */
const withoutParts = 8;
/** Above this, one part at a time: with five-minute steps a day has over a hundred times. */
const atOnce = 48;

export const dayParts: readonly DayPart[] = ["morning", "afternoon", "evening"];

export function partOf(localTime: string): DayPart {
  if (localTime < "12:00") return "morning";
  return localTime < "17:00" ? "afternoon" : "evening";
}

/** The times of a day: each exactly once, earliest first, four in a row. */
export function timesGrid(view: TimesView): Button[][] {
  const buttons = (times: Time[]): Button[][] =>
    inRows(
      times.map((time) => ({ label: view.label(time), on: view.onTime(time) })),
      4,
    );
  if (view.times.length <= withoutParts) return buttons(view.times);

  const sections = dayParts
    .map((part) => ({ part, times: view.times.filter((time) => partOf(time.localTime) === part) }))
    .filter(({ times }) => times.length > 0);
  if (view.times.length <= atOnce) {
    return sections.flatMap(({ part, times }) => [
      [{ label: view.partName(part, false), on: { do: "pick-time" } satisfies Tap }],
      ...buttons(times),
    ]);
  }
  const open = sections.find(({ part }) => part === view.part) ?? sections[0];
  const tabs = sections.map(({ part }) => ({
    label: view.partName(part, part === open?.part),
    on: view.onPart(part),
  }));
  return [tabs, ...buttons(open?.times ?? [])];
}
