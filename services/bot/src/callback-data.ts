import {
  type AppointmentTap,
  decodeAppointmentAction,
  encodeAppointmentAction,
  expandUuid,
  shortenUuid,
} from "@okoshko/contracts/callback-data";
import { Temporal } from "temporal-polyfill";
import { type DayPart, type MovedVisit, type Visit } from "./draft/draft";
import { type Locale } from "./words";

/** What a button of the live card asks for. Each carries all that is needed to obey it without a draft. */
export type Tap =
  | { do: SimpleTap }
  | { do: "service"; serviceId: string }
  | { do: "days"; visit: Visit }
  | { do: "month"; visit: Visit; month: string }
  | { do: "day"; visit: Visit; date: string; part: DayPart | null }
  | { do: "time"; visit: Visit; startsAt: string }
  | { do: "confirm" | "other-time" | "other-day"; holdId: string }
  | { do: "confirm-move"; visit: MovedVisit; startsAt: string }
  | { do: "confirm-cancel"; appointmentId: string; version: number }
  | { do: "set-language"; locale: Locale };

export type SimpleTap = keyof typeof simple;

/** A decoded button: of the live card at revision `rev`, or of a booking, which any message may carry. */
export type Decoded = { kind: "card"; tap: Tap; rev: number } | { kind: "appointment"; tap: AppointmentTap };

/**
 * Callback data of live cards: `1:<letter>:<fields…>:<rev>`, numbers in base 36, UUIDs in 22 characters. The longest, a
 * time of one master, takes 62 of the 64 bytes. The 1 is the format's version: when the format changes, the old decoder
 * stays for the cards that are on screens.
 */
export function encodeTap(tap: Tap, rev: number): string {
  return ["1", ...fieldsOf(tap), number36(rev)].join(":");
}

export { encodeAppointmentAction };

/** Undefined for anything that we never make: forged data, or that of a bot from another time. */
export function decodeCallback(data: string): Decoded | undefined {
  const appointment = decodeAppointmentAction(data);
  if (appointment !== undefined) return { kind: "appointment", tap: appointment };
  const [version, letter = "", ...rest] = data.split(":");
  const rev = parse36(rest.pop(), maxRev);
  if (version !== "1" || rev === undefined) return undefined;
  const tap = decodeFields(letter, rest);
  return tap === undefined ? undefined : { kind: "card", tap, rev };
}

const simple = {
  home: "h",
  help: "p",
  language: "l",
  services: "b",
  bookings: "q",
  cancel: "x",
  continue: "c",
  restart: "r",
  "pick-day": "o",
  "pick-time": "u",
} as const;

const ofHold = { confirm: "y", "other-time": "n", "other-day": "k" } as const;
const parts = { morning: "m", afternoon: "a", evening: "e" } as const;

const maxRev = 36 ** 5 - 1;
const maxVersion = 2_147_483_647;
/** The last day of the year 2099, in days, months and minutes since 1970. */
const maxDay = 47_481;
const maxMonth = 1559;
const maxMinute = (maxDay + 1) * 1440;

function fieldsOf(tap: Tap): string[] {
  switch (tap.do) {
    case "service":
      return ["s", shortenUuid(tap.serviceId)];
    case "days":
      return ["m", encodeVisit(tap.visit)];
    case "month":
      return ["g", encodeVisit(tap.visit), number36(monthNumber(tap.month))];
    case "day":
      return [
        "d",
        encodeVisit(tap.visit),
        number36(dayNumber(tap.date)) + (tap.part === null ? "" : `.${parts[tap.part]}`),
      ];
    case "time":
      return ["t", encodeVisit(tap.visit), minutes(tap.startsAt)];
    case "confirm":
    case "other-time":
    case "other-day":
      return [ofHold[tap.do], shortenUuid(tap.holdId)];
    case "confirm-move":
      return ["v", encodeVisit(tap.visit), minutes(tap.startsAt)];
    case "confirm-cancel":
      return ["z", shortenUuid(tap.appointmentId), number36(tap.version)];
    case "set-language":
      return ["L", tap.locale];
    default:
      return [simple[tap.do]];
  }
}

function decodeFields(letter: string, fields: string[]): Tap | undefined {
  const [first = "", second = ""] = fields;
  const is = (count: number): boolean => fields.length === count;
  const plain = nameOf(simple, letter);
  if (plain !== undefined) return is(0) ? { do: plain } : undefined;

  const holdTap = nameOf(ofHold, letter);
  if (holdTap !== undefined) {
    const holdId = expandUuid(first);
    return is(1) && holdId !== undefined ? { do: holdTap, holdId } : undefined;
  }
  if (letter === "L")
    return is(1) && (first === "ru" || first === "en") ? { do: "set-language", locale: first } : undefined;
  if (letter === "s") {
    const serviceId = expandUuid(first);
    return is(1) && serviceId !== undefined ? { do: "service", serviceId } : undefined;
  }
  if (letter === "z") {
    const appointmentId = expandUuid(first);
    const version = parse36(second, maxVersion);
    if (!is(2) || appointmentId === undefined || version === undefined || version < 1) return undefined;
    return { do: "confirm-cancel", appointmentId, version };
  }
  const visit = decodeVisit(first);
  if (visit === undefined) return undefined;
  if (letter === "m") return is(1) ? { do: "days", visit } : undefined;
  return is(2) ? decodeChoice(letter, visit, second) : undefined;
}

function decodeChoice(letter: string, visit: Visit, field: string): Tap | undefined {
  if (letter === "g") {
    const month = parse36(field, maxMonth);
    return month === undefined ? undefined : { do: "month", visit, month: monthOf(month) };
  }
  if (letter === "d") {
    const [day, partLetter, ...more] = field.split(".");
    const number = parse36(day, maxDay);
    const part = partLetter === undefined ? null : nameOf(parts, partLetter);
    if (number === undefined || part === undefined || more.length > 0) return undefined;
    return { do: "day", visit, date: dateOf(number), part };
  }
  if (letter !== "t" && letter !== "v") return undefined;
  const minute = parse36(field, maxMinute);
  if (minute === undefined) return undefined;
  const startsAt = new Date(minute * 60_000).toISOString();
  if (letter === "t") return { do: "time", visit, startsAt };
  return visit.kind === "move" ? { do: "confirm-move", visit, startsAt } : undefined;
}

function encodeVisit(visit: Visit): string {
  return visit.kind === "new"
    ? `n${shortenUuid(visit.serviceId)}${visit.masterId === null ? "" : shortenUuid(visit.masterId)}`
    : `m${shortenUuid(visit.appointmentId)}${number36(visit.version)}`;
}

function decodeVisit(field: string): Visit | undefined {
  const id = expandUuid(field.slice(1, 23));
  const rest = field.slice(23);
  if (id === undefined) return undefined;
  if (field.startsWith("m")) {
    const version = parse36(rest, maxVersion);
    return version === undefined || version < 1 ? undefined : { kind: "move", appointmentId: id, version };
  }
  if (!field.startsWith("n")) return undefined;
  if (rest === "") return { kind: "new", serviceId: id, masterId: null };
  const masterId = expandUuid(rest);
  return masterId === undefined ? undefined : { kind: "new", serviceId: id, masterId };
}

function number36(value: number): string {
  return value.toString(36);
}

/** A number as `number36` spells it: no sign, no leading zero, not above `max`. */
function parse36(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^(0|[1-9a-z][0-9a-z]{0,7})$/.test(text)) return undefined;
  const value = Number.parseInt(text, 36);
  return value <= max ? value : undefined;
}

function nameOf<Name extends string>(letters: Record<Name, string>, letter: string): Name | undefined {
  for (const name in letters) if (letters[name] === letter) return name;
  return undefined;
}

const epoch = Temporal.PlainDate.from("1970-01-01");

function dayNumber(date: string): number {
  return epoch.until(date, { largestUnit: "day" }).days;
}

function dateOf(day: number): string {
  return epoch.add({ days: day }).toString();
}

function monthNumber(month: string): number {
  const { year, month: number } = Temporal.PlainYearMonth.from(month);
  return (year - 1970) * 12 + number - 1;
}

function monthOf(number: number): string {
  return Temporal.PlainYearMonth.from("1970-01").add({ months: number }).toString();
}

function minutes(startsAt: string): string {
  return number36(Math.floor(Date.parse(startsAt) / 60_000));
}
