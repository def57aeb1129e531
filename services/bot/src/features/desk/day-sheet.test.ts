import fc from "fast-check";
import { freeOf, instantOf, minutesOf, sheetOf, without, windowsOf } from "./day-sheet";
import { type DeskVisit, type Rules, type TimeOff } from "./desk-booking";

const zone = "Europe/Riga";
const at = (time: string) => instantOf("2026-11-24", time, zone);
const stretch = (from: string, to: string) => ({ from: at(from), to: at(to) });
const visit = (from: string, to: string) =>
  ({
    startsAt: new Date(at(from)).toISOString(),
    endsAt: new Date(at(to)).toISOString(),
  }) as DeskVisit;
const away = (from: string, to: string) => visit(from, to) as unknown as TimeOff;

const rules: Rules = {
  week: new Map([
    [
      2,
      [
        { from: "10:00", to: "14:00" },
        { from: "15:00", to: "20:00" },
      ],
    ],
  ]),
  overrides: new Map([["2026-12-01", [{ from: "11:00", to: "12:00" }]]]),
  closures: new Map<string, { from: string; to: string }[]>([
    ["2026-12-01", []],
    ["2026-12-08", []],
  ]),
};

describe("a master's day", () => {
  it("has the hours of the week, unless the business is shut or the master says otherwise", () => {
    expect(windowsOf(rules, "2026-11-24", zone)).toEqual([
      stretch("10:00", "14:00"),
      stretch("15:00", "20:00"),
    ]);
    expect(windowsOf(rules, "2026-11-25", zone)).toEqual([]);
    expect(windowsOf(rules, "2026-12-08", zone)).toEqual([]);
    expect(minutesOf(windowsOf(rules, "2026-12-01", zone))).toBe(60);
  });

  it("is told in order: visits, what is free between, the break, and when they are away", () => {
    const day = {
      windows: windowsOf(rules, "2026-11-24", zone),
      visits: [visit("10:30", "11:15"), visit("15:00", "16:00")],
      timeOff: [away("18:00", "20:00")],
      now: at("08:00"),
    };
    expect(sheetOf(day).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["free", at("10:00"), at("10:30")],
      ["visit", at("10:30"), at("11:15")],
      ["free", at("11:15"), at("14:00")],
      ["break", at("14:00"), at("15:00")],
      ["visit", at("15:00"), at("16:00")],
      ["free", at("16:00"), at("18:00")],
      ["away", at("18:00"), at("20:00")],
    ]);
  });

  it("has nothing free in what has passed, nor in gaps too short for anybody", () => {
    const windows = windowsOf(rules, "2026-11-24", zone);
    const visits = [visit("15:00", "16:00"), visit("16:05", "20:00")];
    expect(freeOf({ windows, visits, timeOff: [], now: at("13:00") })).toEqual([stretch("13:00", "14:00")]);
  });

  it("has as many hours as the clock really goes through when it is changed", () => {
    const night = (date: string) =>
      (instantOf(date, "24:00", zone) - instantOf(date, "00:00", zone)) / 3_600_000;
    expect([night("2026-03-29"), night("2026-10-25"), night("2026-11-24")]).toEqual([23, 25, 24]);
  });

  it("leaves of a stretch exactly the minutes that nothing takes", () => {
    const any = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (taken) => {
        const left = without([{ from: 10, to: 50 }], taken);
        const isIn = (minute: number) => (one: { from: number; to: number }) =>
          one.from <= minute && minute < one.to;
        for (let minute = 0; minute < 90; minute += 1)
          expect(left.filter(isIn(minute))).toHaveLength(
            minute >= 10 && minute < 50 && !taken.some(isIn(minute)) ? 1 : 0,
          );
      }),
    );
  });
});
