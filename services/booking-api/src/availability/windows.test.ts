import { clockChanges, everyDay, timesOf } from "../../test/availability";
import { addDays, localDay } from "./local-day";
import { possibleStarts } from "./slots";
import { faultOfWindows, toWallMinute, toWallTime, windowsOf } from "./windows";

const nineToSix = { from: 540, to: 1080 };

describe("the windows of a day", () => {
  it("are those of its weekday, several with breaks between them", () => {
    const schedule = {
      week: new Map([
        [
          1,
          [
            { from: 540, to: 780 },
            { from: 840, to: 1080 },
          ],
        ],
      ]),
      overrides: new Map(),
      closures: new Map(),
      timeOff: [],
    };
    expect(windowsOf(schedule, localDay("2026-11-23", "Europe/Riga"))).toHaveLength(2);
    expect(windowsOf(schedule, localDay("2026-11-24", "Europe/Riga"))).toEqual([]);
  });

  it("are those of the override instead, also when it is a day off", () => {
    const schedule = everyDay(
      [nineToSix],
      [
        ["2026-11-23", []],
        ["2026-11-24", [{ from: 480, to: 1320 }]],
      ],
    );
    expect(windowsOf(schedule, localDay("2026-11-23", "Europe/Riga"))).toEqual([]);
    expect(windowsOf(schedule, localDay("2026-11-24", "Europe/Riga"))).toEqual([{ from: 480, to: 1320 }]);
    expect(windowsOf(schedule, localDay("2026-11-25", "Europe/Riga"))).toEqual([nineToSix]);
  });

  it.each([
    ["nothing, which is a day off", [], undefined],
    [
      "two that touch",
      [
        [540, 600],
        [600, 660],
      ],
      undefined,
    ],
    [
      "two in any order",
      [
        [600, 660],
        [540, 600],
      ],
      undefined,
    ],
    ["a whole day", [[0, 1440]], undefined],
    [
      "two that overlap",
      [
        [540, 601],
        [600, 660],
      ],
      { index: 1, kind: "overlap" },
    ],
    [
      "one within another",
      [
        [540, 1080],
        [600, 660],
      ],
      { index: 1, kind: "overlap" },
    ],
    [
      "one twice",
      [
        [540, 600],
        [540, 600],
      ],
      { index: 1, kind: "overlap" },
    ],
    ["one without length", [[540, 540]], { index: 0, kind: "empty" }],
    [
      "one that ends before it begins",
      [
        [540, 600],
        [1320, 120],
      ],
      { index: 1, kind: "empty" },
    ],
  ])("are checked: %s", (_, windows, fault) => {
    expect(faultOfWindows(windows.map(([from = 0, to = 0]) => ({ from, to })))).toEqual(fault);
  });

  it("are written as they were read", () => {
    for (const time of ["00:00", "00:05", "09:30", "23:59", "24:00"]) {
      expect(toWallTime(toWallMinute(time))).toBe(time);
    }
  });
});

describe("where a visit may start in a window", () => {
  const starts = (
    date: string,
    zone: string,
    window: { from: number; to: number },
    step = 30,
    length = 30,
  ) => {
    const visit = { durationMinutes: length, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
    const open = { earliest: 0, lastDate: "2999-12-31" };
    return timesOf(
      possibleStarts(everyDay([window]), localDay(date, zone), visit, { slotStepMinutes: step }, open),
      zone,
    );
  };

  it.each(clockChanges.flatMap(([zone, date]) => [-1, 0, 1].map((days) => [zone, addDays(date, days)])))(
    "is 09:00 to 17:30 local of a day from 09:00 to 18:00: %s on %s",
    (zone = "", date = "") => {
      const shown = starts(date, zone, nineToSix);
      expect(shown).toHaveLength(18);
      expect([shown[0], shown.at(-1)]).toEqual(["09:00", "17:30"]);
    },
  );

  it.each(clockChanges)(
    "names no time twice on a whole day, and none that the clock skips: %s on %s",
    (zone, date) => {
      const shown = starts(date, zone, { from: 0, to: 1440 }, 5, 5);
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown).toEqual([...shown].sort());
    },
  );

  it("offers nothing in the hour that is skipped", () => {
    expect(starts("2026-03-29", "Europe/Riga", { from: 120, to: 300 })).toEqual([
      "02:00",
      "02:30",
      "04:00",
      "04:30",
    ]);
    expect(starts("2026-03-29", "Europe/Riga", { from: 185, to: 235 }, 5, 5)).toEqual([]);
  });

  it("offers the hour that is repeated once", () => {
    expect(starts("2026-10-25", "Europe/Riga", { from: 120, to: 300 })).toEqual([
      "02:00",
      "02:30",
      "03:00",
      "03:30",
      "04:00",
      "04:30",
    ]);
  });

  it("lets no visit end after the window, measured in real minutes", () => {
    // The window lasts two hours, though its clocks say three.
    expect(starts("2026-03-29", "Europe/Riga", { from: 120, to: 300 }, 30, 120)).toEqual(["02:00"]);
    expect(starts("2026-03-29", "Europe/Riga", { from: 120, to: 300 }, 30, 121)).toEqual([]);
    // And here four, though they say three.
    expect(starts("2026-10-25", "Europe/Riga", { from: 120, to: 300 }, 30, 240)).toEqual(["02:00"]);
  });

  it("follows the grid from the start of the window, not of the hour", () => {
    expect(starts("2026-11-24", "Europe/Riga", { from: 550, to: 640 }, 40, 30)).toEqual(["09:10", "09:50"]);
  });
});
