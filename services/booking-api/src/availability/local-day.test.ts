import { clockChanges, hoursOf, minutesOfDay, steadyZones } from "../../test/availability";
import { addDays, daysBetween, isTimeZone, localDay, toDate, toMinute, wallClock } from "./local-day";

const zonesAndDays = [
  ...clockChanges.flatMap(([zone, date]) => [-1, 0, 1].map((days) => [zone, addDays(date, days)] as const)),
  ...steadyZones.map((zone) => [zone, "2026-03-29"] as const),
];

describe("a day of a time zone", () => {
  it.each(zonesAndDays)(
    "shows each minute of the wall clock where the clock does: %s on %s",
    (zone, date) => {
      const day = localDay(date, zone);
      const minutes = minutesOfDay(date, zone);
      const first = new Map<string, number>();
      for (const { minute, time } of minutes) if (!first.has(time)) first.set(time, minute);

      expect([day.startsAt, day.endsAt]).toEqual([minutes[0]?.minute, (minutes.at(-1)?.minute ?? 0) + 1]);
      const wrong: unknown[] = [];
      let next = day.endsAt;
      for (let wall = 1439; wall >= 0; wall -= 1) {
        const time = `${String(Math.floor(wall / 60)).padStart(2, "0")}:${String(wall % 60).padStart(2, "0")}`;
        // Skipped times have no instant, repeated ones have the first; an edge that is skipped is where the clock goes on.
        const shown = first.get(time);
        next = shown ?? next;
        if (day.at(wall) !== shown || day.edgeAt(wall) !== next)
          wrong.push({ time, shown, at: day.at(wall) });
      }
      expect(wrong).toEqual([]);
      expect([day.at(1440), day.edgeAt(1440)]).toEqual([day.endsAt, day.endsAt]);
    },
  );

  it.each([
    ["Europe/Riga", "2026-03-29", 23],
    ["Europe/Riga", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Africa/Cairo", "2026-04-24", 23],
    ["Africa/Cairo", "2026-10-29", 25],
    ["Asia/Tokyo", "2026-03-29", 24],
  ])("has as many hours as it has: %s on %s", (zone, date, hours) => {
    expect(hoursOf(localDay(date, zone))).toBe(hours);
  });

  it("begins where the day before ended, whatever the clocks do", () => {
    for (const [zone, date] of zonesAndDays) {
      expect(localDay(date, zone).startsAt).toBe(localDay(addDays(date, -1), zone).endsAt);
    }
  });

  it("knows its weekday as ISO counts: Monday is 1, Sunday is 7", () => {
    expect(localDay("2026-11-23", "Europe/Riga").weekday).toBe(1);
    expect(localDay("2026-11-29", "Europe/Riga").weekday).toBe(7);
  });
});

describe("dates and instants", () => {
  it.each([
    ["2026-03-29T00:59:00Z", "Europe/Riga", "2026-03-29", "02:59"],
    ["2026-03-29T01:00:00Z", "Europe/Riga", "2026-03-29", "04:00"],
    ["2026-10-25T00:30:00Z", "Europe/Riga", "2026-10-25", "03:30"],
    ["2026-10-25T01:30:00Z", "Europe/Riga", "2026-10-25", "03:30"],
    ["2026-12-31T12:00:00Z", "Pacific/Kiritimati", "2027-01-01", "02:00"],
    ["2026-11-23T18:15:30Z", "Asia/Kathmandu", "2026-11-24", "00:00"],
  ])("%s is read in %s as %s %s", (instant, zone, date, time) => {
    expect(wallClock(new Date(instant), zone)).toEqual({ date, time });
  });

  it("are counted by the calendar, over leap days and clock changes", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2026-03-30", "2026-03-28")).toBe(-2);
  });

  it("are rounded down to whole minutes and back without loss", () => {
    expect(toDate(toMinute(new Date("2026-11-24T10:00:59.999Z"))).toISOString()).toBe(
      "2026-11-24T10:00:00.000Z",
    );
    expect(toMinute(new Date("1969-12-31T23:59:30Z"))).toBe(-1);
  });
});

describe("the name of a time zone", () => {
  it.each(["Europe/Riga", "UTC", "Etc/GMT+3", "America/Argentina/Ushuaia", "Africa/Cairo"])(
    "is taken: %s",
    (name) => expect(isTimeZone(name)).toBe(true),
  );

  it.each([
    "Mars/Base",
    "",
    "+03:00",
    "-11:30",
    "Z",
    "2026-01-01T00:00Z",
    "2026-01-01T00:00[Europe/Riga]",
    "2026-01-01T00:00+02:00[Europe/Riga]",
    "../../etc/passwd",
    "Europe/Riga\u0000",
  ])("is refused: %j", (name) => expect(isTimeZone(name)).toBe(false));
});
