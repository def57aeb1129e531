import { everyDay, minutesOf, timesOf } from "../../test/availability";
import { localDay } from "./local-day";
import { type Busy, freeStarts, loadOf, possibleStarts, type Visit } from "./slots";

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
