import { Temporal } from "temporal-polyfill";

const months = [
  /^(?:янв|jan)/,
  /^(?:фев|feb)/,
  /^(?:мар|mar)/,
  /^(?:апр|apr)/,
  /^(?:ма[йя]|may)/,
  /^(?:июн|jun)/,
  /^(?:июл|jul)/,
  /^(?:авг|aug)/,
  /^(?:сен|sep)/,
  /^(?:окт|oct)/,
  /^(?:ноя|nov)/,
  /^(?:дек|dec)/,
];

/**
 * A day as people type it: `24.12`, `24/12/2026`, `2026-12-24`, `24 декабря`, `24 Dec 2027`. Without a year the next such
 * day from `today` on, or, for a day in the `past`, the last one up to today. Undefined for anything else.
 */
export function parseDate(
  text: string,
  today: string,
  direction: "next" | "past" = "next",
): string | undefined {
  const told = text.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(told);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})[./](\d{1,2})\.?(?:[./]?(\d{4}))?$/.exec(told);
  const words = /^(\d{1,2})\s+([a-zа-яё]{3,})\.?(?:\s+(\d{4}))?$/.exec(told);
  const [, day, month, year] = numbers ?? words ?? [];
  if (day === undefined || month === undefined) return undefined;
  const ordinal = numbers ? Number(month) : months.findIndex((pattern) => pattern.test(month)) + 1;
  if (year !== undefined) return dateOf(Number(year), ordinal, Number(day));
  const thisYear = Number(today.slice(0, 4));
  // A 29 February may be years away.
  const years = Array.from({ length: 9 }, (_, index) => thisYear + (direction === "next" ? index : -index));
  return years
    .map((candidate) => dateOf(candidate, ordinal, Number(day)))
    .find((date) => date !== undefined && (direction === "next" ? date >= today : date <= today));
}

function dateOf(year: number, month: number, day: number): string | undefined {
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day > first.daysInMonth ? undefined : first.with({ day }).toString();
}
