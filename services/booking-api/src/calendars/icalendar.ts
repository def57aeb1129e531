/** One visit in a calendar. Texts are as people read them; they are escaped here. */
export interface CalendarEvent {
  /** Stays for as long as the visit exists, so that a program replaces what it has. */
  uid: string;
  /** Rises with every change. */
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
  summary: string;
  description: string | undefined;
  location: string | undefined;
  status: "CONFIRMED" | "CANCELLED";
}

/**
 * A calendar after RFC 5545, to be served as text/calendar. Times are in UTC, which every program shows on its own wall clock
 * and which needs no VTIMEZONE. Written here and not by a library: it is the few lines below, and folding by octets is what the
 * libraries get wrong.
 */
export function toICalendar(events: readonly CalendarEvent[], name?: string): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Okoshko//booking-api//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...(name === undefined ? [] : [`X-WR-CALNAME:${escape(name)}`]),
    ...events.flatMap(linesOf),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function linesOf(event: CalendarEvent): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    // When it last changed and not when the file was made, so that the same calendar is the same text.
    `DTSTAMP:${utc(event.changedAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${escape(event.summary)}`,
    ...(event.description === undefined ? [] : [`DESCRIPTION:${escape(event.description)}`]),
    ...(event.location === undefined ? [] : [`LOCATION:${escape(event.location)}`]),
    `STATUS:${event.status}`,
    `TRANSP:${event.status === "CANCELLED" ? "TRANSPARENT" : "OPAQUE"}`,
    "END:VEVENT",
  ];
}

/** `20261124T100000Z` */
function utc(time: Date): string {
  return time.toISOString().replace(/\.\d{3}|[-:]/g, "");
}

/** RFC 5545 §3.3.11. Control characters have no place in a text, but for the line break, which is written as two letters. */
function escape(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, (character) => `\\${character}`)
      .replace(/\r\n|\r|\n/g, "\\n")
      // eslint-disable-next-line no-control-regex -- these are the ones to be left out
      .replace(/[\u0000-\u001f\u007f]/g, "")
  );
}

const longestLine = 75;

/** RFC 5545 §3.1: at most 75 octets a line, the rest in lines that begin with a space, and no character torn apart. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longestLine) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
