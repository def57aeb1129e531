import { Temporal } from "temporal-polyfill";
import { type QuietHours, reminderTimes } from "./reminder-times";

const night: QuietHours = { from: "21:00", to: "09:00" };
const longAgo = new Date("2026-01-01T00:00:00Z");

/** Wall times in Riga, as people there would say them. */
const inRiga = (text: string) =>
  new Date(Temporal.PlainDateTime.from(text).toZonedDateTime("Europe/Riga").epochMilliseconds);
const saidInRiga = (date: Date) =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO("Europe/Riga")
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });

const times = (visit: {
  startsAt: string;
  leads?: number[];
  quiet?: QuietHours | undefined;
  bookedAt?: string;
}) =>
  reminderTimes({
    startsAt: inRiga(visit.startsAt),
    bookedAt: visit.bookedAt === undefined ? longAgo : inRiga(visit.bookedAt),
    leadsMinutes: visit.leads ?? [1440, 120],
    quiet: "quiet" in visit ? visit.quiet : night,
    timeZone: "Europe/Riga",
  }).map(({ leadMinutes, dueAt, skipped }) =>
    [leadMinutes, saidInRiga(dueAt), skipped].filter((part) => part !== undefined).join(" "),
  );

describe("reminders with quiet hours", () => {
  it.each<[string, Parameters<typeof times>[0], string[]]>([
    [
      "by day come when they are wanted",
      { startsAt: "2026-11-24T15:00" },
      ["1440 2026-11-23T15:00", "120 2026-11-24T13:00"],
    ],
    [
      "in the early morning come the evening before",
      { startsAt: "2026-11-24T10:00" },
      ["1440 2026-11-23T10:00", "120 2026-11-23T20:55"],
    ],
    [
      "late in the evening come before the evening is quiet",
      { startsAt: "2026-11-24T22:30" },
      ["1440 2026-11-23T20:55", "120 2026-11-24T20:30"],
    ],
    [
      "at the very beginning of the quiet are moved",
      { startsAt: "2026-11-24T23:00", leads: [120] },
      ["120 2026-11-24T20:55"],
    ],
    [
      "a minute before the quiet stay",
      { startsAt: "2026-11-24T22:59", leads: [120] },
      ["120 2026-11-24T20:59"],
    ],
    [
      "at the end of the quiet stay",
      { startsAt: "2026-11-24T11:00", leads: [120] },
      ["120 2026-11-24T09:00"],
    ],
    [
      "without quiet hours come at night",
      { startsAt: "2026-11-24T08:00", quiet: undefined },
      ["1440 2026-11-23T08:00", "120 2026-11-24T06:00"],
    ],
    [
      "with quiet hours of no length come at night",
      { startsAt: "2026-11-24T08:00", leads: [120], quiet: { from: "22:00", to: "22:00" } },
      ["120 2026-11-24T06:00"],
    ],
    [
      "within one day are moved to before it",
      { startsAt: "2026-11-24T16:00", leads: [120], quiet: { from: "13:00", to: "15:00" } },
      ["120 2026-11-24T12:55"],
    ],
    [
      "until midnight are moved within the day",
      { startsAt: "2026-11-25T00:30", leads: [60], quiet: { from: "22:00", to: "24:00" } },
      ["60 2026-11-24T21:55"],
    ],
    [
      "right at midnight are out of a quiet that ends there",
      { startsAt: "2026-11-25T01:00", leads: [60], quiet: { from: "22:00", to: "24:00" } },
      ["60 2026-11-25T00:00"],
    ],
    [
      "that are moved to one moment become one, the nearest",
      { startsAt: "2026-11-24T10:30", leads: [180, 120] },
      ["180 2026-11-23T20:55 merged_with_another", "120 2026-11-23T20:55"],
    ],
    [
      "are skipped when they would come before the booking",
      { startsAt: "2026-11-24T10:00", bookedAt: "2026-11-23T22:00" },
      ["1440 2026-11-23T10:00 lead_already_past", "120 2026-11-23T20:55 quiet_hours"],
    ],
    [
      "are skipped when they would come at the moment of the booking",
      { startsAt: "2026-11-24T10:00", leads: [120], bookedAt: "2026-11-23T20:55" },
      ["120 2026-11-23T20:55 quiet_hours"],
    ],
    [
      "a skipped one does not make another one go",
      { startsAt: "2026-11-24T10:30", leads: [720, 120], bookedAt: "2026-11-23T20:50" },
      ["720 2026-11-23T20:55 merged_with_another", "120 2026-11-23T20:55"],
    ],
    [
      "come before a quiet that has less than the margin before it, but after the one before that",
      { startsAt: "2026-11-24T13:00", leads: [120], quiet: { from: "09:02", to: "09:00" } },
      ["120 2026-11-24T09:00"],
    ],
    [
      "keep to the wall's clock in the night when summer time ends",
      // The clocks go back from 04:00 to 03:00 on the 25th of October.
      { startsAt: "2026-10-25T10:00", leads: [120, 600] },
      ["600 2026-10-24T20:55", "120 2026-10-24T20:55"].map((text, index) =>
        index === 0 ? `${text} merged_with_another` : text,
      ),
    ],
    [
      "keep to the wall's clock in the night when summer time begins",
      { startsAt: "2027-03-28T10:00", leads: [120] },
      ["120 2027-03-27T20:55"],
    ],
    [
      "a day ahead across the change are a day by the clock that counts",
      { startsAt: "2026-10-25T15:00", leads: [1440] },
      ["1440 2026-10-24T16:00"],
    ],
    [
      "are not sent in an hour that exists twice, when the quiet begins in it",
      { startsAt: "2026-10-25T06:00", leads: [120], quiet: { from: "03:30", to: "05:00" } },
      // 04:00 in winter time; the quiet began at 03:30 of the first time around.
      ["120 2026-10-25T03:25"],
    ],
    ["without any lead are none", { startsAt: "2026-11-24T10:00", leads: [] }, []],
  ])("%s", (_, visit, expected) => {
    expect(times(visit)).toEqual(expected);
  });
});

describe("whatever the zone, the hours and the visit", () => {
  const zones = [
    "Europe/Riga",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Santiago",
    "Asia/Kathmandu",
    "Africa/Casablanca",
  ];

  it("a reminder is never later than wanted, never in the quiet, and never before the booking", () => {
    const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
    const random = mulberry(seed);
    const whole = (limit: number) => Math.floor(random() * limit);
    const wall = () => `${String(whole(24)).padStart(2, "0")}:${String(whole(12) * 5).padStart(2, "0")}`;
    for (let round = 0; round < 1_000; round++) {
      const timeZone = zones[whole(zones.length)] ?? "UTC";
      const quiet = { from: wall(), to: whole(10) === 0 ? "24:00" : wall() };
      const startsAt = new Date(Date.UTC(2026, 0, 1) + whole(2 * 365 * 24 * 12) * 300_000);
      const bookedAt = new Date(startsAt.getTime() - whole(10 * 24 * 60) * 60_000);
      const leadsMinutes = Array.from({ length: 1 + whole(4) }, () => 10 + whole(10_071));
      const story = JSON.stringify({ seed, round, timeZone, quiet, startsAt, bookedAt, leadsMinutes });
      const found = reminderTimes({ startsAt, bookedAt, leadsMinutes, quiet, timeZone });

      expect([story, found.length]).toEqual([story, new Set(leadsMinutes).size]);
      const due = found.filter(({ skipped }) => skipped === undefined);
      expect([story, new Set(due.map(({ dueAt }) => dueAt.getTime())).size]).toEqual([story, due.length]);
      for (const { leadMinutes, dueAt } of due) {
        const wanted = startsAt.getTime() - leadMinutes * 60_000;
        expect([story, dueAt.getTime() <= wanted, dueAt > bookedAt]).toEqual([story, true, true]);
        expect([story, dueAt, isQuiet(dueAt, quiet, timeZone)]).toEqual([story, dueAt, false]);
        // What was moved lies right before a quiet time, not somewhere in the day before.
        if (dueAt.getTime() < wanted) {
          const soon = new Date(dueAt.getTime() + 5 * 60_000);
          expect([story, dueAt, isQuiet(soon, quiet, timeZone)]).toEqual([story, dueAt, true]);
        }
      }
    }
  });
});

/** The same question asked of the clock on the wall alone. */
function isQuiet(date: Date, { from, to }: QuietHours, timeZone: string): boolean {
  if (from === to || (from === "00:00" && to === "24:00")) return false;
  const time = Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });
  return from < to ? time >= from && time < to : time >= from || time < to;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
