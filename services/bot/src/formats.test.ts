import { localDateOf } from "./formats";
import { createDictionary, localeOfTelegram } from "./words";

const en = createDictionary()("en");
const ru = createDictionary()("ru");
/** Intl separates with no-break spaces, as it should. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("formats", () => {
  it("name days so that each stands for itself", () => {
    expect(en.shortDay("2026-11-24")).toBe("Tue 24 Nov");
    expect(ru.shortDay("2026-11-24")).toBe("вт 24 нояб");
    expect(en.longDay("2026-11-24", "2026-11-22")).toBe("Tuesday 24 November");
    expect(ru.longDay("2026-11-24", "2026-11-22")).toBe("вторник, 24 ноября");
  });

  it("name the year when it is another one", () => {
    expect(en.longDay("2027-01-05", "2026-11-22")).toContain("2027");
    expect(ru.longDay("2027-01-05", "2026-11-22")).toContain("2027");
  });

  it("give weekdays the same order in both languages, Monday first", () => {
    expect([1, 7].map((number) => en.weekday(number))).toEqual(["Mo", "Su"]);
    expect([1, 7].map((number) => ru.weekday(number))).toEqual(["Пн", "Вс"]);
  });

  it("tell the business's time on both sides of a clock change", () => {
    expect(en.timeOf("2026-10-25T00:30:00Z", "Europe/Riga")).toBe("03:30");
    expect(en.timeOf("2026-10-25T01:30:00Z", "Europe/Riga")).toBe("03:30");
    expect(en.offset("Europe/Riga", "2026-10-25T00:30:00Z")).toBe("GMT+3");
    expect(en.offset("Europe/Riga", "2026-10-25T01:30:00Z")).toBe("GMT+2");
    expect(localDateOf("2026-11-24T22:30:00Z", "Europe/Riga")).toBe("2026-11-25");
    expect(localDateOf("2026-11-24T22:30:00Z", "America/New_York")).toBe("2026-11-24");
  });

  it("write money without needless cents, in the currency's own minor units", () => {
    expect(plain(en.money(2500, "EUR"))).toBe("€25");
    expect(plain(en.money(2550, "EUR"))).toBe("€25.50");
    expect(plain(ru.money(2550, "EUR"))).toBe("25,50 €");
    expect(plain(en.money(2500, "JPY"))).toBe("¥2,500");
    expect(plain(en.money(2500, "KWD"))).toContain("2.500");
  });

  it("write durations in hours and minutes", () => {
    expect([45, 60, 75].map((minutes) => en.duration(minutes))).toEqual(["45 min", "1 h", "1 h 15 min"]);
    expect([45, 60, 75].map((minutes) => ru.duration(minutes))).toEqual(["45 мин", "1 ч", "1 ч 15 мин"]);
  });
});

describe("the language", () => {
  it.each([
    ["ru", "ru"],
    ["ru-RU", "ru"],
    ["uk", "ru"],
    ["be", "ru"],
    ["kk", "ru"],
    ["de", "en"],
    ["run", "en"],
    [undefined, "en"],
  ] as const)("of a Telegram in %s is %s", (code, expected) => {
    expect(localeOfTelegram({ language_code: code })).toBe(expected);
  });
});
