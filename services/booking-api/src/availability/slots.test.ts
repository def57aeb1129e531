import fc from "fast-check";
import {
  clockChanges,
  everyDay,
  minutesOf,
  minutesOfDay,
  steadyZones,
  timesOf,
} from "../../test/availability";
import { seed } from "../../test/seed";
import { addDays, localDay } from "./local-day";
import { type Busy, freeStarts, loadOf, possibleStarts, type Visit } from "./slots";
import { type WallWindow } from "./windows";

const open = { earliest: 0, lastDate: "2999-12-31" };
const hour: Visit = { durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
const zone = "Europe/Riga";
const tuesday = localDay("2026-11-24", zone);
const nineToSix = everyDay([{ from: 540, to: 1080 }]);
const at = (time: string) => tuesday.at(minutesOf(time)) ?? Number.NaN;
const step = (slotStepMinutes: number) => ({ slotStepMinutes });

describe("when a visit can start", () => {
  it("is in every window, each with its own grid, and never across a break", () => {
    const schedule = everyDay([
      { from: 555, to: 720 },
      { from: 780, to: 870 },
    ]);
    const starts = possibleStarts(schedule, tuesday, hour, step(30), open);
    expect(timesOf(starts, zone)).toEqual(["09:15", "09:45", "10:15", "10:45", "13:00", "13:30"]);
  });

  it("is not before booking opens, also in the middle of the day", () => {
    const starts = possibleStarts(nineToSix, tuesday, hour, step(60), { ...open, earliest: at("15:01") });
    expect(timesOf(starts, zone)).toEqual(["16:00", "17:00"]);
    expect(
      possibleStarts(nineToSix, tuesday, hour, step(60), { ...open, earliest: at("15:00") }),
    ).toHaveLength(3);
  });

  it("is never on a day that is over, nor beyond the horizon", () => {
    const over = { ...open, earliest: tuesday.endsAt };
    expect(possibleStarts(nineToSix, tuesday, hour, step(60), over)).toEqual([]);
    expect(possibleStarts(nineToSix, tuesday, hour, step(60), { ...open, lastDate: "2026-11-23" })).toEqual(
      [],
    );
    expect(
      possibleStarts(nineToSix, tuesday, hour, step(60), { ...open, lastDate: "2026-11-24" }),
    ).toHaveLength(9);
  });

  it("is nowhere when the visit is longer than any window", () => {
    expect(possibleStarts(nineToSix, tuesday, { ...hour, durationMinutes: 541 }, step(5), open)).toEqual([]);
    expect(possibleStarts(nineToSix, tuesday, { ...hour, durationMinutes: 540 }, step(5), open)).toHaveLength(
      1,
    );
  });

  it("counts the visit, not its buffers, against the end of the window", () => {
    const buffered = { ...hour, bufferBeforeMinutes: 30, bufferAfterMinutes: 30 };
    const starts = timesOf(possibleStarts(nineToSix, tuesday, buffered, step(30), open), zone);
    expect([starts[0], starts.at(-1)]).toEqual(["09:00", "17:00"]);
  });
});

describe("when a visit is free", () => {
  const free = (visit: Visit, busy: Busy[]) =>
    timesOf(freeStarts(possibleStarts(nineToSix, tuesday, visit, step(60), open), visit, busy), zone);

  it("touches its neighbours and never overlaps them", () => {
    const busy = [{ from: at("11:00"), to: at("12:00") }];
    expect(free(hour, busy)).toEqual([
      "09:00",
      "10:00",
      "12:00",
      "13:00",
      "14:00",
      "15:00",
      "16:00",
      "17:00",
    ]);
  });

  it("keeps its buffers free as well", () => {
    const busy = [{ from: at("11:00"), to: at("12:00") }];
    expect(free({ ...hour, bufferBeforeMinutes: 1 }, busy)).not.toContain("12:00");
    expect(free({ ...hour, bufferAfterMinutes: 1 }, busy)).not.toContain("10:00");
  });

  it("sees what began before the day and ends after it", () => {
    expect(free(hour, [{ from: at("09:00") - 2_000, to: at("09:30") }])[0]).toBe("10:00");
    expect(free(hour, [{ from: at("16:30"), to: at("18:00") + 2_000 }]).at(-1)).toBe("15:00");
  });

  it("weighs a master's day by the minutes that fall on it", () => {
    expect(loadOf(tuesday, [])).toBe(0);
    const busy = [
      { from: tuesday.startsAt - 30, to: tuesday.startsAt + 30 },
      { from: at("10:00"), to: at("11:00") },
      { from: tuesday.endsAt, to: tuesday.endsAt + 60 },
    ];
    expect(loadOf(tuesday, busy)).toBe(90);
  });
});

describe("for any day, schedule, visit and busy times", () => {
  const dates = fc.oneof(
    fc
      .constantFrom(...clockChanges)
      .chain(([zone, date]) =>
        fc.integer({ min: -1, max: 1 }).map((days) => ({ zone, date: addDays(date, days) })),
      ),
    fc.record({
      zone: fc.constantFrom(...steadyZones, ...clockChanges.map(([zone]) => zone)),
      date: fc.constantFrom("2026-01-01", "2026-07-15", "2027-06-30", "2028-02-29"),
    }),
  );
  const cases = fc.record({
    at: dates,
    // Cut points of the day; every second stretch between them is a window, so windows never overlap.
    cuts: fc.uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 8 }),
    step: fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 240),
    visit: fc.record({
      durationMinutes: fc.integer({ min: 5, max: 300 }),
      bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15, 60),
      bufferAfterMinutes: fc.constantFrom(0, 0, 5, 15, 60),
    }),
    busy: fc.uniqueArray(fc.integer({ min: -300, max: 1_800 }), { maxLength: 10 }),
    opensAfter: fc.option(fc.integer({ min: -1_000, max: 1_600 }), { nil: -1_000 }),
  });

  it(`agrees with a brute-force search of every minute, over 1000 cases (seed ${seed})`, () => {
    let offered = 0;
    fc.assert(
      fc.property(cases, (given) => {
        const { zone, date } = given.at;
        const windows = pairsOf(given.cuts).map(([from, to]) => ({ from: from * 5, to: to * 5 }));
        const day = localDay(date, zone);
        const busy = pairsOf(given.busy).map(([from, to]) => ({
          from: day.startsAt + from,
          to: day.startsAt + to,
        }));
        const opening = { ...open, earliest: day.startsAt + given.opensAfter };
        const starts = possibleStarts(everyDay(windows), day, given.visit, step(given.step), opening);
        const free = freeStarts(starts, given.visit, busy);

        const expected = searchEveryMinute({
          ...given,
          date,
          zone,
          windows,
          busy,
          earliest: opening.earliest,
        });
        expect(free).toEqual(expected);
        offered += free.length;
      }),
      { seed, numRuns: 1_000 },
    );
    expect(offered).toBeGreaterThan(1_000);
  }, 60_000);
});

/** Neighbours in ascending order, two by two. */
function pairsOf(values: number[]): [number, number][] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1];
    return index % 2 === 0 && to !== undefined ? [[from, to] as [number, number]] : [];
  });
}

const minutesKnown = new Map<string, { minute: number; time: string }[]>();

/**
 * The rules once more, as slow and plain as can be: walk over every minute of the day with what Intl says the clock shows.
 * A visit starts at the first minute that shows a time on the grid of a window, when every one of its minutes lies before
 * the window's end and no minute of it or its buffers is busy.
 */
function searchEveryMinute(given: {
  date: string;
  zone: string;
  windows: WallWindow[];
  step: number;
  visit: Visit;
  busy: Busy[];
  earliest: number;
}): number[] {
  const key = `${given.zone} ${given.date}`;
  const minutes = minutesKnown.get(key) ?? minutesOfDay(given.date, given.zone);
  minutesKnown.set(key, minutes);
  const taken = new Set<number>();
  for (const { from, to } of given.busy) for (let minute = from; minute < to; minute += 1) taken.add(minute);
  const seen = new Set<string>();
  const found: number[] = [];
  for (const { minute, time } of minutes) {
    if (seen.has(time)) continue;
    seen.add(time);
    const wall = minutesOf(time);
    const window = given.windows.find(({ from, to }) => from <= wall && wall < to);
    if (!window || (wall - window.from) % given.step !== 0 || minute < given.earliest) continue;
    const closing = minutes.find((shown) => minutesOf(shown.time) >= window.to && shown.minute > minute);
    const closesAt = closing?.minute ?? (minutes.at(-1)?.minute ?? 0) + 1;
    const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = given.visit;
    if (minute + durationMinutes > closesAt) continue;
    let free = true;
    for (let at = minute - bufferBeforeMinutes; at < minute + durationMinutes + bufferAfterMinutes; at += 1) {
      if (taken.has(at)) free = false;
    }
    if (free) found.push(minute);
  }
  return found;
}
