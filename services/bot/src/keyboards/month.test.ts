import { type NewVisit } from "../draft/steps/client";
import fc from "fast-check";
import { type Button } from "./card";
import { monthGrid, weeksOf } from "./month";

const month = fc
  .tuple(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, "0")}`);

function grid(
  of: string,
  bookable: string[],
  range = { first: "1990-01-01", last: "2099-12-31" },
): Button[][] {
  return monthGrid({
    month: of,
    bookable: new Set(bookable),
    ...range,
    weekday: String,
    shortMonth: (other) => other,
    onDay: (date) => ({ do: "day", visit, date, part: null }),
    onMonth: (other) => ({ do: "month", visit, month: other }),
  });
}

const visit: NewVisit = { kind: "new", serviceIds: ["s"], masterId: null };

/** Days of the month by JavaScript's own calendar, which the grid doesn't use. */
function daysOf(of: string): string[] {
  const [year = 0, number = 0] = of.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, day) => `${of}-${String(day + 1).padStart(2, "0")}`);
}

describe("the weeks of a month", () => {
  it("hold each day once, in order, under its weekday", () => {
    fc.assert(
      fc.property(month, (of) => {
        const weeks = weeksOf(of);
        expect(weeks.flat().filter((date) => date !== null)).toEqual(daysOf(of));
        for (const week of weeks) {
          expect(week).toHaveLength(7);
          week.forEach((date, column) => {
            // JavaScript's week begins on Sunday, ours on Monday.
            if (date !== null) expect((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7).toBe(column);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["29 February in leap years", "2028-02", 29],
    ["none in other years", "2026-02", 28],
    ["none in 2100", "2100-02", 28],
    ["the months in which clocks change", "2026-03", 31],
    ["the months in which clocks change", "2026-10", 31],
  ])("know %s (%s)", (_, of, count) => {
    expect(weeksOf(of).flat().filter(Boolean)).toHaveLength(count);
  });
});

describe("the month grid", () => {
  it("makes exactly the bookable days live, each once and with its own number", () => {
    fc.assert(
      fc.property(month, fc.infiniteStream(fc.boolean()), (of, coin) => {
        const bookable = daysOf(of).filter(() => coin.next().value);
        const live = grid(of, bookable)
          .flat()
          .flatMap(({ label, on }) => ("do" in on && on.do === "day" ? [{ label, date: on.date }] : []));
        expect(live.map(({ date }) => date)).toEqual(bookable);
        for (const { label, date } of live) expect(label).toBe(String(Number(date.slice(8))));
      }),
      { numRuns: 300 },
    );
  });

  it("has seven columns, and leaves room for the rows below in what Telegram surely takes", () => {
    fc.assert(
      fc.property(month, (of) => {
        const rows = grid(of, daysOf(of));
        expect(rows.flat().length).toBeLessThanOrEqual(55);
        // Every row of days is as wide as the head, or the columns would not stand under their weekdays.
        for (const row of rows.slice(0, -1)) expect(row).toHaveLength(7);
      }),
    );
  });

  it("leads only to months that have a day which can be booked", () => {
    const range = { first: "2026-11-22", last: "2027-01-10" };
    const arrows = (of: string) =>
      grid(of, [`${of}-15`], range)
        .flat()
        .flatMap(({ on }) => ("do" in on && on.do === "month" ? [on.month] : []));
    expect(arrows("2026-11")).toEqual(["2026-12"]);
    expect(arrows("2026-12")).toEqual(["2026-11", "2027-01"]);
    expect(arrows("2027-01")).toEqual(["2026-12"]);
  });

  it("leaves out weeks at both ends in which nothing is free", () => {
    const rows = grid("2026-12", ["2026-12-16", "2026-12-23"]);
    expect(rows.map((row) => row.length)).toEqual([7, 7, 7, 2]);
    expect(grid("2026-12", []).map((row) => row.length)).toEqual([2]);
  });
});
