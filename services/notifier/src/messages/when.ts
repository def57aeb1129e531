import { Temporal } from "temporal-polyfill";
import { type Locale, type WallTime } from "../deliveries/delivery";

const languages: Record<Locale, string> = { ru: "ru-RU", en: "en-GB" };

/** A calendar date in words, with its weekday: "Tuesday 24 November", "вторник, 24 ноября". */
export function dateInWords(localDate: string, locale: Locale): string {
  return Temporal.PlainDate.from(localDate).toLocaleString(languages[locale], {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
}

/** What a clock on the wall in `timeZone` shows at an instant. */
export function wallTimeOf(instant: string, timeZone: string): WallTime {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return {
    localDate: local.toPlainDate().toString(),
    localTime: local.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

/** How far the day of a visit is, for people who stand in the business's zone. */
export function dayFromNow(localDate: string, timeZone: string, now: Date): "today" | "tomorrow" | "later" {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const days = today.until(Temporal.PlainDate.from(localDate)).days;
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : "later";
}

/** An amount in minor units as money, with as many digits as the currency has. */
export function money(minor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(languages[locale], { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = minor / 10 ** digits;
  return Number.isInteger(amount)
    ? new Intl.NumberFormat(languages[locale], {
        style: "currency",
        currency,
        maximumFractionDigits: 0,
      }).format(amount)
    : format.format(amount);
}
