import type { default as Ical } from "ical.js" with { "resolution-mode": "import" };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the package has a CommonJS build, but its types say that it has none.
const ICAL: typeof Ical = require("ical.js");

/** The visits in a calendar, read by another program's parser. */
export function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      description: event.description,
      location: event.location,
      startsAt: event.startDate.toJSDate().toISOString(),
      endsAt: event.endDate.toJSDate().toISOString(),
      changedAt: String(component.getFirstPropertyValue("dtstamp")),
      status: String(component.getFirstPropertyValue("status")),
    };
  });
}
