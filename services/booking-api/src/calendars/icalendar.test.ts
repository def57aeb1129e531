import fc from "fast-check";
import { eventsIn } from "../../test/icalendar";
import { type CalendarEvent, toICalendar } from "./icalendar";

const event: CalendarEvent = {
  uid: "0b0a4f3e-5f0e-4a55-9c55-6f2f7a3b1c11@okoshko",
  sequence: 2,
  changedAt: new Date("2026-11-22T09:00:00.123Z"),
  startsAt: new Date("2026-11-24T12:30:00Z"),
  endsAt: new Date("2026-11-24T13:15:00Z"),
  summary: "Haircut · Gleb Oreshin",
  description: "Long hair,\nallergic to lavender; thanks",
  location: "Whiskers & Paws",
  status: "CONFIRMED",
};

it("is read back by another parser as it was meant", () => {
  expect(eventsIn(toICalendar([event], "Gleb"))).toEqual([
    {
      uid: event.uid,
      sequence: 2,
      summary: event.summary,
      description: event.description,
      location: event.location,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      changedAt: "2026-11-22T09:00:00Z",
      status: "CONFIRMED",
    },
  ]);
});

it.each([
  "Haircut, beard; both",
  "back\\slash \\n that is no line break",
  "two\nlines\r\nand three\rfour",
  "✂️ Стрижка «Усы и лапы» 👨‍👩‍👧‍👦🏳️‍🌈",
  `${"я".repeat(200)}, ${"🧔🏽".repeat(60)}`,
  "BEGIN:VEVENT\r\nUID:forged\r\nEND:VEVENT",
  "",
])("carries any name unharmed: %j", (summary) => {
  const [read, ...others] = eventsIn(
    toICalendar([{ ...event, summary, description: summary, location: summary }]),
  );
  expect(others).toEqual([]);
  expect(read?.uid).toBe(event.uid);
  expect(read?.summary).toBe(summary.replace(/\r\n|\r/g, "\n"));
});

it("folds lines at 75 octets, ends them with CRLF and tears no character apart, whatever the texts are", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (summary) => {
      const text = toICalendar([{ ...event, summary }], summary);
      const lines = text.split("\r\n");
      expect(lines.pop()).toBe("");
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(line).not.toMatch(/[\r\n\uFFFD]/u);
      }
      // eslint-disable-next-line no-control-regex -- left out on purpose
      const kept = summary.replace(/\r\n|\r/g, "\n").replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "");
      expect(eventsIn(text)[0]?.summary).toBe(kept);
    }),
    { numRuns: 500 },
  );
});

it("is the same text for the same visits, and says that a cancelled one takes no time", () => {
  const cancelled = { ...event, status: "CANCELLED" as const, sequence: 3, location: undefined };
  expect(toICalendar([cancelled])).toBe(toICalendar([cancelled]));
  expect(toICalendar([cancelled])).toContain("SEQUENCE:3\r\n");
  expect(toICalendar([cancelled])).toContain("STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n");
  expect(toICalendar([cancelled])).not.toContain("LOCATION");
});
