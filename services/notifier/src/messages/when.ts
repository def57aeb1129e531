import { Temporal } from "temporal-polyfill";
import { type Locale, type WallTime } from "../deliveries/delivery";

const languages: Record<Locale, string> = { ru: "ru-RU", en: "en-GB" };

// Making a formatter takes a hundred times as long as using it.
const dates = { ru: dateFormat("ru"), en: dateFormat("en") };

function dateFormat(locale: Locale): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(languages[locale], {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
}

/** A calendar date in words, with its weekday: "Tuesday 24 November", "вторник, 24 ноября". */
export function dateInWords(localDate: string, locale: Locale): string {
  return dates[locale].format(midnightOf(localDate));
}

function midnightOf(localDate: string): number {
  return Date.parse(`${localDate}T00:00:00Z`);
}

/** What a clock on the wall in `timeZone` shows at an instant. */
export function wallTimeOf(instant: string, timeZone: string): WallTime {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return {
    localDate: local.toPlainDate().toString(),
    localTime: local.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

const todays = new Map<string, Intl.DateTimeFormat>();

/** How far the day of a visit is, for people who stand in the business's zone. */
export function dayFromNow(localDate: string, timeZone: string, now: Date): "today" | "tomorrow" | "later" {
  const today = kept(
    todays,
    timeZone,
    () => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }),
  );
  // Swedes write dates as ISO does.
  const days = (midnightOf(localDate) - midnightOf(today.format(now))) / 86_400_000;
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : "later";
}

interface Money {
  digits: number;
  exact: Intl.NumberFormat;
  whole: Intl.NumberFormat;
}

const moneys = new Map<string, Money>();

/** An amount in minor units as money, with as many digits as the currency has. */
export function money(minor: number, currency: string, locale: Locale): string {
  const { digits, exact, whole } = kept(moneys, `${locale} ${currency}`, () => moneyFormat(currency, locale));
  const amount = minor / 10 ** digits;
  return (Number.isInteger(amount) ? whole : exact).format(amount);
}

function moneyFormat(currency: string, locale: Locale): Money {
  const options = { style: "currency", currency } as const;
  const exact = new Intl.NumberFormat(languages[locale], options);
  const whole = new Intl.NumberFormat(languages[locale], { ...options, maximumFractionDigits: 0 });
  return { digits: exact.resolvedOptions().maximumFractionDigits ?? 2, exact, whole };
}

/** Zones and currencies are few, so nothing is ever thrown away. */
function kept<T>(values: Map<string, T>, key: string, make: () => T): T {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}
