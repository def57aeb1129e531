import fc from "fast-check";
import { createDictionary, locales } from "../../words";
import { type Business, type Service } from "./api";
import { wallTime, type Window } from "./answers/hours";
import { parseHolidays } from "./days";
import { businessFields } from "./fields/business-fields";
import { masterFields, offeringFields, serviceFields } from "./fields/catalogue-fields";
import { type Field, isFault } from "./fields/field";
import { windowsOfWire, wireOfWindows, withDay, windowsOn } from "./hours";
import { parseCoordinates } from "./fields/location";
import { inNewOrder } from "./services";
import { maskOf, weeklyHours } from "./week";

const dictionary = createDictionary();
const all = (fields: Record<string, Field<never, unknown>>) => Object.entries(fields);
const everyField = [
  ...all(businessFields),
  ...all(serviceFields),
  ...all(masterFields),
  ...all(offeringFields),
] as [string, Field<unknown, unknown>][];

const business = {
  name: { ru: "Усы", en: "Paws" },
  address: null,
  phone: null,
  slotStepMinutes: 30,
  quietFrom: "21:00",
  quietTo: "09:00",
  reminderLeadsMinutes: [1440, 120],
  requiresPhone: false,
  retentionDays: null,
} as unknown as Business;

describe("values that are edited", () => {
  it.each(locales.flatMap((locale) => everyField.map(([name]) => [locale, name] as const)))(
    "have presets that are said, fit into a button and are understood when typed as they are said: %s, %s",
    (locale, name) => {
      const frame = { words: dictionary(locale), currency: "EUR" };
      for (const [, field] of everyField.filter(([other]) => other === name))
        for (const preset of field.presets) {
          expect(preset).toMatch(/^[0-9a-z.-]{1,24}$/);
          const said = field.say(preset, frame);
          expect(said).not.toMatch(/undefined|NaN|null/);
          const answer = field.parse(said, frame);
          const isWordOnly = isFault(answer) || preset === "-" || preset === "y" || preset === "n";
          if (!isWordOnly) expect(answer).toBe(preset);
        }
    },
  );

  it("never take what nobody could choose, whatever is typed or forged", () => {
    const frame = { words: dictionary("en"), currency: "EUR" };
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const step = businessFields.step;
        const answer = step?.parse(text, frame);
        if (answer !== undefined && !isFault(answer)) {
          expect(Number(answer)).toBeGreaterThanOrEqual(5);
          expect(Number(answer)).toBeLessThanOrEqual(240);
        }
        const written = step?.write(text, business) as { slotStepMinutes: number } | undefined;
        if (written !== undefined) expect(written.slotStepMinutes % 1).toBe(0);
      }),
    );
    expect(businessFields.step?.write("4", business)).toBeUndefined();
    expect(businessFields.quiet?.write("1500.1", business)).toBeUndefined();
    expect(businessFields.reminders?.write("5", business)).toBeUndefined();
  });

  it("keep the words of the other language", () => {
    expect(businessFields["title-ru"]?.write("Лапы", business)).toEqual({ name: { ru: "Лапы", en: "Paws" } });
    expect(businessFields["address-en"]?.write("7 Mint St", business)).toEqual({
      address: { en: "7 Mint St" },
    });
  });

  it("say what is expected, with an example, when a number is out of reach", () => {
    const frame = { words: dictionary("en"), currency: "EUR" };
    expect(businessFields.step?.parse("300", frame)).toEqual({
      fault: "manage-fault-range",
      values: { min: "5 min", max: "4 h", example: "10 min" },
    });
    expect(businessFields.step?.parse("soon", frame)).toMatchObject({ fault: "manage-fault-number" });
  });

  it("of a master's service go together, and fall back to the service's", () => {
    const service = { durationMinutes: 45, priceMinor: 2500 } as Service;
    const offering = { masterId: "m", serviceId: "s", durationMinutes: 60, priceMinor: 2500 };
    const performance = { offering, service };
    expect(offeringFields.duration?.read(performance)).toBe("60");
    expect(offeringFields.price?.read(performance)).toBe("-");
    expect(offeringFields.price?.write("2900", performance)).toEqual({
      durationMinutes: 60,
      priceMinor: 2900,
    });
    expect(offeringFields.duration?.write("-", performance)).toEqual({
      durationMinutes: null,
      priceMinor: null,
    });
  });
});

const windows: fc.Arbitrary<Window[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 24 })
  .map((marks) => marks.sort((a, b) => a - b))
  .map((marks) =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, at) => ({
      from: wallTime(marks[at * 2] ?? 0),
      to: wallTime(marks[at * 2 + 1] ?? 0),
    })),
  );

describe("hours", () => {
  it("come back as they were written", () => {
    fc.assert(fc.property(windows, (told) => expect(windowsOfWire(wireOfWindows(told))).toEqual(told)));
    expect(windowsOfWire(wireOfWindows(null))).toBeNull();
  });

  it("are refused when nobody could work them", () => {
    for (const wire of ["", "600", "600-500", "0-1441", "600-700.650-800", "a-b", "600-700."])
      expect(windowsOfWire(wire)).toBeUndefined();
  });

  it("of one day leave all other days alone", () => {
    fc.assert(
      fc.property(
        fc.array(windows, { minLength: 7, maxLength: 7 }),
        fc.integer({ min: 1, max: 7 }),
        windows,
        (days, weekday, told) => {
          const week = { days: days.map((list, at) => ({ weekday: at + 1, windows: list })) };
          const changed = withDay(week, weekday, told);
          for (const day of [1, 2, 3, 4, 5, 6, 7])
            expect(windowsOn(changed, day)).toEqual(day === weekday ? told : (days[day - 1] ?? []));
        },
      ),
    );
  });

  it("are counted", () => {
    const day = [
      { from: "10:00", to: "14:00" },
      { from: "15:00", to: "19:30" },
    ];
    expect(weeklyHours({ days: [1, 2].map((weekday) => ({ weekday, windows: day })) })).toBe(17);
    expect(maskOf([1, 3, 7])).toBe(69);
  });
});

describe("the order of services", () => {
  const list = ["a", "b", "c"].map((id, position) => ({ id, position }));
  it("changes two neighbours, and nothing at the ends", () => {
    expect(inNewOrder(list, "b", -1)).toMatchObject([
      { id: "b", position: 0 },
      { id: "a", position: 1 },
    ]);
    expect(inNewOrder(list, "a", -1)).toEqual([]);
    expect(inNewOrder(list, "c", 1)).toEqual([]);
    expect(inNewOrder(list, "x", 1)).toEqual([]);
  });

  it("is put right where several have the same place", () => {
    const same = ["a", "b", "c"].map((id) => ({ id, position: 0 }));
    expect(inNewOrder(same, "c", -1)).toMatchObject([
      { id: "c", position: 1 },
      { id: "b", position: 2 },
    ]);
  });
});

describe("holidays and points", () => {
  it("are read from the JSON that people have", () => {
    const one = { date: "2027-01-01", name: { ru: "Новый год", en: "New Year" } };
    expect(parseHolidays(JSON.stringify([one]))).toEqual([one]);
    expect(parseHolidays(JSON.stringify({ items: [one] }))).toEqual([one]);
    expect(parseHolidays(`[{"date":"2027-01-01","name":"New Year"}]`)).toEqual([
      { date: "2027-01-01", name: { ru: "New Year", en: "New Year" } },
    ]);
    for (const text of [
      "",
      "[]",
      "{}",
      "нет",
      JSON.stringify([one, one]),
      `[{"date":"2027-02-30","name":"x"}]`,
    ])
      expect(parseHolidays(text)).toBeUndefined();
  });

  it("are read as maps copy them", () => {
    expect(parseCoordinates("56.9496, 24.1052")).toEqual({ latitude: 56.9496, longitude: 24.1052 });
    expect(parseCoordinates("-33.9;18.4")).toEqual({ latitude: -33.9, longitude: 18.4 });
    for (const text of ["91, 0", "0, 181", "here", "56.9"]) expect(parseCoordinates(text)).toBeUndefined();
  });
});
