export type Language = "ru" | "en";

/** As buttons name a day: `Thu 26 Nov`, `чт 26 нояб`. */
export function shortDay(date: string, language: Language): string {
  return ["weekday", "day", "month"]
    .map((part) =>
      partOf(date, language, part as "weekday", { weekday: "short", day: "numeric", month: "short" }),
    )
    .join(" ")
    .replaceAll(".", "");
}

/** As sentences name it: `четверг, 26 ноября`; in sentences of another year, that year follows. */
export function longDay(date: string, language: Language): string {
  return format(language, { weekday: "long", day: "numeric", month: "long" }).format(noon(date));
}

/** As calendars name a month: `Дек`. */
export function shortMonth(date: string, language: Language): string {
  const month = partOf(date, language, "month", { month: "short" }).replace(".", "");
  return month.charAt(0).toUpperCase() + month.slice(1);
}

export function daysLater(date: string, days: number): string {
  const later = noon(date);
  later.setUTCDate(later.getUTCDate() + days);
  return later.toISOString().slice(0, 10);
}

export function beginsWith(label: string): RegExp {
  return new RegExp(`^${label}`);
}

function partOf(
  date: string,
  language: Language,
  type: Intl.DateTimeFormatPartTypes,
  options: Intl.DateTimeFormatOptions,
): string {
  const parts = format(language, options).formatToParts(noon(date));
  return parts.find((part) => part.type === type)?.value ?? "";
}

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "ru-RU", { timeZone: "UTC", ...options });
}

/** A moment of that date wherever one stands. */
function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}
