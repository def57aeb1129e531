import { Temporal } from "temporal-polyfill";

/** Dates, times and money as people write them. Dates and times of day are the business's, never the server's. */
export interface Formats {
  /** `Tue 24 Nov`, `вт 24 нояб`: for buttons. */
  shortDay(date: string): string;
  /** `Tuesday 24 November`, with the year when it isn't `today`'s. */
  longDay(date: string, today: string): string;
  /** `November 2026` */
  month(month: string): string;
  /** `Nov` */
  shortMonth(month: string): string;
  /** `Mo`, for the head of a calendar; 1 is Monday. */
  weekday(number: number): string;
  /** `Monday` */
  weekdayName(number: number): string;
  /** `14:30` in the zone, for an instant. */
  timeOf(instant: string, timeZone: string): string;
  /** `GMT+2`, what the zone means at that instant. */
  offset(timeZone: string, at: string): string;
  /** `45 min`, `1 h 15 min` */
  duration(minutes: number): string;
  /** `€25`, `25,50 €`; `minor` is in minor units of the currency. */
  money(minor: number, currency: string): string;
}

type Say = (key: string, variables: Record<string, number>) => string;

export function createFormats(locale: "ru" | "en", say: Say): Formats {
  // British English: the day before the month, the week begins on Monday, 24 hours.
  const tag = locale === "en" ? "en-GB" : "ru-RU";
  const utc = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
  const short = utc({ weekday: "short", day: "numeric", month: "short" });
  const long = utc({ weekday: "long", day: "numeric", month: "long" });
  const longWithYear = utc({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const monthOnly = utc({ month: "long" });
  const shortMonth = utc({ month: "short" });
  const weekday = utc({ weekday: "short" });
  const weekdayName = utc({ weekday: "long" });
  // To make one takes fifty times as long as to use it, and a list of services uses it for each price.
  const clockOf = onceForEach(
    (timeZone) =>
      new Intl.DateTimeFormat(tag, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  );
  const offsetOf = onceForEach(
    (timeZone) => new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: "shortOffset" }),
  );
  const exactly = onceForEach((currency) => new Intl.NumberFormat(tag, priceIn(currency)));
  const wholly = onceForEach(
    (currency) => new Intl.NumberFormat(tag, { ...priceIn(currency), maximumFractionDigits: 0 }),
  );

  return {
    shortDay: (date) => joinParts(short, noon(date), ["weekday", "day", "month"]).replaceAll(".", ""),
    longDay: (date, today) =>
      (date.slice(0, 4) === today.slice(0, 4) ? long : longWithYear).format(noon(date)),
    month: (month) => `${capital(monthOnly.format(noon(`${month}-01`)))} ${month.slice(0, 4)}`,
    shortMonth: (month) => capital(shortMonth.format(noon(`${month}-01`)).replace(".", "")),
    // The first week of 2024 began on Monday the first.
    weekday: (number) => capital(weekday.format(noon(`2024-01-0${number}`)).slice(0, 2)),
    weekdayName: (number) => capital(weekdayName.format(noon(`2024-01-0${number}`))),
    timeOf: (instant, timeZone) => clockOf(timeZone).format(new Date(instant)),
    offset: (timeZone, at) => joinParts(offsetOf(timeZone), new Date(at), ["timeZoneName"]),
    duration: (minutes) => {
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      if (hours === 0) return say("duration-minutes", { minutes });
      return rest === 0
        ? say("duration-hours", { hours })
        : say("duration-hours-minutes", { hours, minutes: rest });
    },
    money: (minor, currency) => {
      const exact = exactly(currency);
      const amount = minor / 10 ** (exact.resolvedOptions().maximumFractionDigits ?? 2);
      // "€25" and not "€25.00", but never "€25.5".
      return (Number.isInteger(amount) ? wholly(currency) : exact).format(amount);
    },
  };
}

function priceIn(currency: string) {
  return { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
}

/** Makes each thing when it is first asked for, and keeps it: a shop has one zone and one currency. */
function onceForEach<Made>(make: (name: string) => Made): (name: string) => Made {
  const made = new Map<string, Made>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

function joinParts(format: Intl.DateTimeFormat, date: Date, types: string[]): string {
  const parts = format.formatToParts(date);
  return types.map((type) => parts.find((part) => part.type === type)?.value ?? "").join(" ");
}

/** A moment of that date wherever one stands. */
function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The business's date at an instant. */
export function localDateOf(instant: string | Date, timeZone: string): string {
  return Temporal.Instant.from(typeof instant === "string" ? instant : instant.toISOString())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
