import { type NewVisit } from "../draft/steps/client";
import fc from "fast-check";
import { dayParts, partOf, type Time, timesGrid } from "./times";
import { type DayPart } from "../draft/steps/client";

const visit: NewVisit = { kind: "new", serviceIds: ["s"], masterId: null };

function timesOf(minutes: number[]): Time[] {
  return [...new Set(minutes)]
    .sort((a, b) => a - b)
    .map((minute) => ({
      startsAt: new Date(minute * 60_000).toISOString(),
      localTime: `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
    }));
}

function grid(times: Time[], part: DayPart | null = null) {
  return timesGrid({
    times,
    part,
    partName: String,
    label: ({ localTime }) => localTime,
    onTime: ({ startsAt }) => ({ do: "time", visit, startsAt }),
    onPart: (name) => ({ do: "day", visit, date: "1970-01-01", part: name }),
  });
}

const offered = (rows: ReturnType<typeof grid>) =>
  rows.flat().flatMap(({ on }) => ("do" in on && on.do === "time" ? [on.startsAt] : []));

const minutes = fc.array(fc.integer({ min: 0, max: 1439 }), { maxLength: 160 });

describe("the times of a day", () => {
  it("are each offered exactly once, earliest first, over all parts that can be opened", () => {
    fc.assert(
      fc.property(minutes, (list) => {
        const times = timesOf(list);
        const all =
          times.length > 48
            ? dayParts
                .filter((part) => times.some(({ localTime }) => partOf(localTime) === part))
                .flatMap((part) => offered(grid(times, part)))
            : offered(grid(times));
        expect(all).toEqual(times.map(({ startsAt }) => startsAt));
      }),
    );
  });

  it("are never more than Telegram can show, and never more than four in a row", () => {
    fc.assert(
      fc.property(minutes, fc.constantFrom(null, ...dayParts), (list, part) => {
        // At the finest step of five minutes.
        const rows = grid(timesOf(list.map((minute) => minute - (minute % 5))), part);
        expect(rows.flat().length).toBeLessThan(98);
        for (const row of rows) expect(row.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it("are a plain list up to eight, and divided by parts of the day above", () => {
    const hours = (from: number, to: number) =>
      timesOf(Array.from({ length: to - from }, (_, index) => (from + index) * 60));
    expect(grid(hours(9, 17)).map((row) => row.length)).toEqual([4, 4]);
    expect(grid(hours(9, 19)).map((row) => row.map(({ label }) => label))).toEqual([
      ["morning"],
      ["09:00", "10:00", "11:00"],
      ["afternoon"],
      ["12:00", "13:00", "14:00", "15:00"],
      ["16:00"],
      ["evening"],
      ["17:00", "18:00"],
    ]);
  });
});
