import { Temporal } from "temporal-polyfill";
import { type Button } from "./card";
import { type Tap } from "../callback-data";

export interface MonthView {
  /** `2026-11` */
  month: string;
  /** Dates of that month with at least one free time. */
  bookable: ReadonlySet<string>;
  /** First and last date that can be booked at all; the arrows stay within. */
  first: string;
  last: string;
  weekday: (number: number) => string;
  shortMonth: (month: string) => string;
  onDay: (date: string) => Tap;
  onMonth: (month: string) => Tap;
}

/**
 * A month as a grid of seven columns that begins on Monday, in both our languages. Days without free times are shown by
 * a dot: a number that can't be tapped would be a promise. Weeks with no free day at either end are left out.
 */
export function monthGrid(view: MonthView): Button[][] {
  const head = [1, 2, 3, 4, 5, 6, 7].map((number) => dead(view.weekday(number)));
  const weeks = trimmed(weeksOf(view.month), (week) =>
    week.some((date) => date !== null && view.bookable.has(date)),
  );
  const grid = weeks.map((week) =>
    week.map((date) =>
      date !== null && view.bookable.has(date)
        ? { label: String(Number(date.slice(8))), on: view.onDay(date) }
        : dead("·"),
    ),
  );
  const month = Temporal.PlainYearMonth.from(view.month);
  const before = month.subtract({ months: 1 }).toString();
  const after = month.add({ months: 1 }).toString();
  const arrows: Button[] = [];
  if (before >= view.first.slice(0, 7))
    arrows.push({ label: `‹ ${view.shortMonth(before)}`, on: view.onMonth(before) });
  if (after <= view.last.slice(0, 7))
    arrows.push({ label: `${view.shortMonth(after)} ›`, on: view.onMonth(after) });
  return [...(grid.length > 0 ? [head, ...grid] : []), ...(arrows.length > 0 ? [arrows] : [])];
}

/** The weeks of a month, Monday first; null before its first and after its last day. */
export function weeksOf(month: string): (string | null)[][] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  const first = Temporal.PlainDate.from(`${month}-01`);
  const days: (string | null)[] = Array.from({ length: first.dayOfWeek - 1 }, () => null);
  for (let day = 0; day < daysInMonth; day += 1) days.push(first.add({ days: day }).toString());
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

function dead(label: string): Button {
  return { label, on: { do: "pick-day" } };
}

/** Without the items at both ends that are not wanted. */
function trimmed<Item>(items: Item[], isWanted: (item: Item) => boolean): Item[] {
  const first = items.findIndex(isWanted);
  return first === -1 ? [] : items.slice(first, items.findLastIndex(isWanted) + 1);
}
