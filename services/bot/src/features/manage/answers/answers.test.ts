import fc from "fast-check";
import { createDictionary, locales } from "../../../words";
import { parseDate } from "./date";
import {
  isClosed,
  parseQuietHours,
  parseWindows,
  wallTime,
  type Window,
  windowsText,
  withBreak,
} from "./hours";
import { parsePrice } from "./price";
import { isNone, parseLeads, parseSpan } from "./span";

const dictionary = createDictionary();
const anyText = fc.string({ unit: "binary", maxLength: 60 });
const nearly = fc.string({ unit: fc.constantFrom(..."0123456789:.,-–  минчдhdaysoff"), maxLength: 24 });

describe("stretches of time", () => {
  it.each([...locales])("are understood as we say them ourselves: %s", (locale) => {
    const words = dictionary(locale);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (minutes) => {
        expect(parseSpan(words.duration(minutes), "hours")).toBe(minutes);
      }),
    );
  });

  it.each([
    ["45", 45],
    ["45мин", 45],
    ["1 час 15 минут", 75],
    ["1 h 15", 75],
    ["1:30", 90],
    ["1,5 часа", 90],
    ["1.5h", 90],
    ["2 дня", 2880],
    ["2 d and 3 h", 3060],
    ["0", 0],
  ])("%s is %i minutes", (text, minutes) => expect(parseSpan(text, "minutes")).toBe(minutes));

  it("take a bare number for what was asked", () => {
    expect(parseSpan("2", "hours")).toBe(120);
    expect(parseSpan("2", "days")).toBe(2880);
  });

  it.each(["", "soon", "15 min 1 h", "1 h 2 h", "-5", "1 4 5 6", "0.001 h", "три"])(
    "never guess: %j",
    (text) => expect(parseSpan(text, "minutes")).toBeUndefined(),
  );

  it("make lists of leads, longest first, each once", () => {
    expect(parseLeads("2 ч, 24 ч и 120 мин")).toEqual([1440, 120]);
    expect(parseLeads("за 24 часа, за 2 часа")).toEqual([1440, 120]);
    expect(parseLeads("24, 2")).toEqual([1440, 120]);
    expect(parseLeads("none")).toEqual([]);
    expect(parseLeads("24, кот")).toBeUndefined();
  });

  it("survive any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearly), (text) => {
        const minutes = parseSpan(text, "minutes");
        if (minutes !== undefined) expect(Number.isInteger(minutes) && minutes >= 0).toBe(true);
        expect(typeof isNone(text)).toBe("boolean");
        parseLeads(text);
      }),
    );
  });
});

describe("prices", () => {
  it.each(
    locales.flatMap((locale) => ["EUR", "USD", "RUB", "GBP"].map((currency) => [locale, currency] as const)),
  )("are understood as we say them ourselves: %s, %s", (locale, currency) => {
    const words = dictionary(locale);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (minor) => {
        expect(parsePrice(words.money(minor, currency), 2)).toBe(minor);
      }),
    );
  });

  it.each([
    ["25", 2500],
    ["25,5", 2550],
    ["25.50 €", 2550],
    ["€25", 2500],
    ["1 200", 120000],
    ["1,200.50", 120050],
    ["1.200,50", 120050],
    ["1'200", 120000],
    ["25 евро", 2500],
    ["25 EUR", 2500],
    ["0", 0],
  ])("%s is %i", (text, minor) => expect(parsePrice(text, 2)).toBe(minor));

  it("know currencies without minor units", () => {
    expect(parsePrice("1,200 ¥", 0)).toBe(1200);
    expect(parsePrice("12.5", 0)).toBeUndefined();
  });

  it.each(["", "free", "-5", "25 or 30", "2 5", "25.5555", "1,20,0"])("never guess: %j", (text) =>
    expect(parsePrice(text, 2)).toBeUndefined(),
  );

  it("survive any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearly), fc.constantFrom(0, 2, 3), (text, digits) => {
        const minor = parsePrice(text, digits);
        if (minor !== undefined) expect(Number.isSafeInteger(minor) && minor >= 0).toBe(true);
      }),
    );
  });
});

const windows: fc.Arbitrary<Window[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 12 })
  .map((marks) => marks.sort((a, b) => a - b).map((mark) => wallTime(mark * 5)))
  .map((times) =>
    Array.from({ length: Math.floor(times.length / 2) }, (_, at) => ({
      from: times[at * 2] ?? "",
      to: times[at * 2 + 1] ?? "",
    })),
  );

describe("working hours", () => {
  it("are understood as we say them ourselves, in any order", () => {
    fc.assert(
      fc.property(windows, fc.boolean(), (told, reversed) => {
        const text = windowsText(reversed ? [...told].reverse() : told);
        expect(parseWindows(text)).toEqual(told);
      }),
    );
  });

  it.each([
    ["10-19", "10:00–19:00"],
    ["с 9 до 18", "09:00–18:00"],
    ["from 9 to 18", "09:00–18:00"],
    ["10.00 – 14.00, 15.00 – 19.30", "10:00–14:00, 15:00–19:30"],
    ["10-14 и 15-19", "10:00–14:00, 15:00–19:00"],
    ["15:00-24:00; 9:00-12:00", "09:00–12:00, 15:00–24:00"],
  ])("%s", (text, said) => expect(windowsText(parseWindows(text) ?? [])).toBe(said));

  it.each(["выходной", "Closed", "—", "day off"])("%s is a day off", (text) => {
    expect(isClosed(text)).toBe(true);
    expect(parseWindows(text)).toEqual([]);
  });

  it.each(["", "19-10", "10-14, 13-18", "10", "25-26", "10:70-12", "утром", "10-10"])(
    "never guess: %j",
    (text) => expect(parseWindows(text)).toBeUndefined(),
  );

  it("never overlap and never end before they begin, whatever is typed", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearly), (text) => {
        const found = parseWindows(text) ?? [];
        for (const [at, { from, to }] of found.entries()) {
          expect(from < to).toBe(true);
          expect(from >= (found[at - 1]?.to ?? "00:00")).toBe(true);
        }
      }),
    );
  });

  it("lose exactly the break", () => {
    const minutes = (list: Window[]) =>
      new Set(
        list.flatMap(({ from, to }) =>
          Array.from({ length: 288 }, (_, at) => wallTime(at * 5)).filter(
            (time) => from <= time && time < to,
          ),
        ),
      );
    fc.assert(
      fc.property(windows, windows, (day, [pause]) => {
        if (pause === undefined) return;
        const expected = [...minutes(day)].filter((time) => !minutes([pause]).has(time));
        expect([...minutes(withBreak(day, pause))]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("may pass midnight when nobody is to be disturbed", () => {
    expect(parseQuietHours("21-9")).toEqual({ from: "21:00", to: "09:00" });
    expect(parseQuietHours("с 22:30 до 8")).toEqual({ from: "22:30", to: "08:00" });
    expect(parseQuietHours("22-24")).toEqual({ from: "22:00", to: "00:00" });
    for (const text of ["21", "9-9", "24-8", "21-9, 12-13", "ночью"])
      expect(parseQuietHours(text)).toBeUndefined();
  });
});

describe("days", () => {
  const today = "2026-11-23";
  it.each([
    ["24.12", "2026-12-24"],
    ["1.1", "2027-01-01"],
    ["24/12/2027", "2027-12-24"],
    ["2026-12-24", "2026-12-24"],
    ["24 декабря", "2026-12-24"],
    ["8 марта", "2027-03-08"],
    ["9 мая 2028", "2028-05-09"],
    ["24 Dec", "2026-12-24"],
    ["23.11", "2026-11-23"],
    ["29.2", "2028-02-29"],
  ])("%s is %s", (text, date) => expect(parseDate(text, today)).toBe(date));

  it("lie behind us when we ask since when", () =>
    expect(parseDate("24.12", today, "past")).toBe("2025-12-24"));

  it.each(["", "завтра когда-нибудь", "31.02", "0.5", "24.13", "2026-02-30", "24 foo", "12"])(
    "never guess: %j",
    (text) => expect(parseDate(text, today)).toBeUndefined(),
  );

  it("survive any text, and are never invented", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearly), (text) => {
        const date = parseDate(text, today);
        if (date !== undefined) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
      }),
    );
  });
});
