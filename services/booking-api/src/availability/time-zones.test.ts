import { Temporal } from "temporal-polyfill";
import { everyDay, minutesOf, shownBy } from "../../test/availability";
import { addDays, localDay } from "./local-day";
import { possibleStarts } from "./slots";

const open = { earliest: 0, lastDate: "2999-12-31" };
const quarter = { durationMinutes: 15, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
const nineToSix = everyDay([{ from: 540, to: 1080 }]);
const aroundTheClock = everyDay([{ from: 0, to: 1440 }]);

/** All zones whose clocks change from 2026 to 2028, with the dates of the changes. */
const changing = Intl.supportedValuesOf("timeZone")
  .map((zone) => ({ zone, dates: changesOf(zone) }))
  .filter(({ dates }) => dates.length > 0);

describe("M4: in every zone whose clocks change from 2026 to 2028, on the days before, of and after each change", () => {
  it("there are such zones", () => {
    expect(changing.length).toBeGreaterThan(100);
    expect(changing.map(({ zone }) => zone)).toEqual(
      expect.arrayContaining(["Europe/Riga", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]),
    );
  });

  it("a day from 09:00 to 18:00 shows 09:00 to 18:00", () => {
    const wrong = daysAround().filter(({ zone, date }) => {
      const starts = possibleStarts(nineToSix, localDay(date, zone), quarter, { slotStepMinutes: 15 }, open);
      const times = starts.map((start) => shownBy(zone)(start).time);
      return times.length !== 36 || times.some((time, index) => minutesOf(time) !== 540 + 15 * index);
    });
    expect(wrong).toEqual([]);
  });

  it("a day around the clock has each time that the clock shows once, and none that it does not show", () => {
    const lengths = new Map<number, number>();
    const wrong = daysAround().filter(({ zone, date }) => {
      const day = localDay(date, zone);
      const quarters = quartersOf(zone, date);
      const length = (day.endsAt - day.startsAt) / 60;
      lengths.set(length, (lengths.get(length) ?? 0) + 1);
      const seen = new Set<string>();
      const first = quarters
        .filter(({ time }) => !seen.has(time) && seen.add(time))
        .map(({ minute }) => minute);
      const starts = possibleStarts(aroundTheClock, day, quarter, { slotStepMinutes: 15 }, open);
      return length * 4 !== quarters.length || JSON.stringify(starts) !== JSON.stringify(first);
    });
    expect(wrong).toEqual([]);
    // Whole hours nearly everywhere; Lord Howe changes by half an hour, Troll by two.
    expect([...lengths.keys()].sort((a, b) => a - b)).toEqual([22, 23, 23.5, 24, 24.5, 25, 26]);
  });
});

function daysAround(): { zone: string; date: string }[] {
  return changing.flatMap(({ zone, dates }) =>
    dates.flatMap((date) => [-1, 0, 1].map((more) => ({ zone, date: addDays(date, more) }))),
  );
}

function changesOf(zone: string): string[] {
  const dates: string[] = [];
  let at = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`);
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (!next || next.year > 2028) return dates;
    dates.push(next.toPlainDate().toString());
    at = next;
  }
}

/** Every quarter of an hour of a day, asked of Intl one by one. Clocks are whole quarters from UTC everywhere today. */
function quartersOf(zone: string, date: string): { minute: number; time: string }[] {
  const shown = shownBy(zone);
  const noon = Date.parse(`${date}T12:00:00Z`) / 60_000;
  // No zone is further than 14 hours from UTC.
  const around = Array.from({ length: 240 }, (_, index) => noon - 1_800 + index * 15);
  return around
    .map((minute) => ({ minute, ...shown(minute) }))
    .filter((quarter) => quarter.date === date)
    .map(({ minute, time }) => ({ minute, time }));
}
