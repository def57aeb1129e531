import { type Locale, type LocalizedText } from "../../../words";
import { parsePrice } from "../answers/price";
import { isNone, parseLeads, parseSpan, type Unit } from "../answers/span";
import { minuteOfDay, parseQuietHours, wallTime, type Window } from "../answers/hours";
import { type Fault, type Field, type Frame, none } from "./field";

/** `45 min`, `2 h`, `3 days` */
export function spanText({ words }: Frame, minutes: number): string {
  if (minutes === 0) return words.plain("manage-no-span");
  return minutes % 1_440 === 0
    ? words.plain("manage-days-span", { days: minutes / 1_440 })
    : words.duration(minutes);
}

interface NumberOptions<Thing, Change> {
  get: (thing: Thing) => number | null;
  put: (value: number, thing: Thing) => Change;
  /** What is written for "none"; left out where there has to be a number. */
  putNone?: (thing: Thing) => Change;
  /** How "none" is said. */
  noneKey?: string;
  min: number;
  max: number;
  presets: readonly (number | null)[];
}

interface NumberKind<Thing, Change> extends NumberOptions<Thing, Change> {
  say: (value: number, frame: Frame) => string;
  understand: (text: string, frame: Frame) => number | undefined;
}

function numberKind<Thing, Change>(kind: NumberKind<Thing, Change>): Field<Thing, Change> {
  const { get, put, putNone, noneKey, min, max, presets } = kind;
  const wireOf = (value: number | null): string => (value === null ? none : String(value));
  const say = (wire: string, frame: Frame): string =>
    wire === none && noneKey !== undefined ? frame.words.plain(noneKey) : kind.say(Number(wire), frame);
  return {
    presets: presets.map(wireOf),
    say,
    read: (thing) => wireOf(get(thing)),
    write(wire, thing) {
      if (wire === none) return putNone?.(thing);
      const value = /^\d{1,10}$/.test(wire) ? Number(wire) : undefined;
      return value === undefined || value < min || value > max ? undefined : put(value, thing);
    },
    parse(text, frame): string | Fault {
      if (putNone !== undefined && isNone(text)) return none;
      const value = kind.understand(text, frame);
      if (value !== undefined && value >= min && value <= max) return String(value);
      const example = presets.find((preset) => preset !== null && preset > min) ?? max;
      return {
        fault: value === undefined ? "manage-fault-number" : "manage-fault-range",
        values: { min: kind.say(min, frame), max: kind.say(max, frame), example: kind.say(example, frame) },
      };
    },
  };
}

/** A stretch of time in minutes. */
export function minutesField<Thing, Change>(
  options: NumberOptions<Thing, Change> & { unit?: Unit },
): Field<Thing, Change> {
  return numberKind({
    ...options,
    say: (value, frame) => spanText(frame, value),
    understand: (text) => parseSpan(text, options.unit ?? "minutes"),
  });
}

/** A stretch of time in days, or in hours. */
export function spanField<Thing, Change>(
  options: NumberOptions<Thing, Change> & { unit: "hours" | "days" },
): Field<Thing, Change> {
  const minutes = options.unit === "days" ? 1_440 : 60;
  return numberKind({
    ...options,
    say: (value, frame) =>
      options.unit === "days"
        ? frame.words.plain("manage-days-span", { days: value })
        : frame.words.duration(value * 60),
    understand(text) {
      const value = (parseSpan(text, options.unit) ?? Number.NaN) / minutes;
      return Number.isInteger(value) ? value : undefined;
    },
  });
}

export function countField<Thing, Change>(options: NumberOptions<Thing, Change>): Field<Thing, Change> {
  return numberKind({
    ...options,
    say: (value) => String(value),
    understand: (text) => (/^\s*\d{1,6}\s*$/.test(text) ? Number(text) : undefined),
  });
}

export function priceField<Thing, Change>(
  options: Pick<NumberOptions<Thing, Change>, "get" | "put" | "putNone" | "noneKey">,
): Field<Thing, Change> {
  return {
    ...numberKind({
      ...options,
      min: 0,
      max: 1_000_000_000,
      presets: options.putNone === undefined ? [] : [null],
      say: (value, { words, currency }) => words.money(value, currency),
      understand: (text, { currency }) => parsePrice(text, minorDigits(currency)),
    }),
    parse(text, { words, currency }): string | Fault {
      const minor = parsePrice(text, minorDigits(currency));
      if (minor !== undefined && minor <= 1_000_000_000) return String(minor);
      return {
        fault: "manage-fault-price",
        values: { example: words.money(25.5 * 10 ** minorDigits(currency), currency) },
      };
    },
  };
}

export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

interface TextOptions<Thing, Change> {
  locale: Locale;
  get: (thing: Thing) => LocalizedText | null;
  put: (text: LocalizedText) => Change;
  /** Left out where there have to be words in at least one language. */
  putNone?: () => Change;
  max: number;
}

/** Words in one language; those in the other stay as they are. */
export function wordsField<Thing, Change>(options: TextOptions<Thing, Change>): Field<Thing, Change> {
  const { locale, get, put, putNone, max } = options;
  return {
    presets: [],
    say: (wire, { words }) => (wire === "" ? words.plain("manage-not-said") : wire),
    read: (thing) => get(thing)?.[locale] ?? "",
    write(wire, thing) {
      const { [locale]: _, ...others } = get(thing) ?? {};
      const text = wire === "" ? others : { ...others, [locale]: wire };
      if (wire.length > max) return undefined;
      return Object.keys(text).length > 0 ? put(text) : putNone?.();
    },
    parse(text): string | Fault {
      const line = text.replace(/\s+/g, " ").trim();
      if (isNone(line) && putNone !== undefined) return "";
      if (line === "" || line.length > max) return { fault: "manage-fault-text", values: { max } };
      return line;
    },
  };
}

interface YesOptions<Thing, Change> {
  get: (thing: Thing) => boolean;
  put: (value: boolean) => Change;
  /** How yes and no are said. */
  yesKey: string;
  noKey: string;
}

export function yesField<Thing, Change>({
  get,
  put,
  yesKey,
  noKey,
}: YesOptions<Thing, Change>): Field<Thing, Change> {
  return {
    presets: ["y", "n"],
    say: (wire, { words }) => words.plain(wire === "y" ? yesKey : noKey),
    read: (thing) => (get(thing) ? "y" : "n"),
    write: (wire) => (wire === "y" || wire === "n" ? put(wire === "y") : undefined),
    parse(text): string | Fault {
      if (/^(?:да|yes|y|\+)$/i.test(text.trim())) return "y";
      return isNone(text) ? "n" : { fault: "manage-fault-buttons" };
    },
  };
}

interface LeadsOptions<Thing, Change> {
  get: (thing: Thing) => readonly number[] | null;
  put: (value: number[]) => Change;
  /** As the business does it; left out for the business itself. */
  putNone?: () => Change;
}

/** How long before a visit its client is reminded. `never` is the empty list. */
export function leadsField<Thing, Change>({
  get,
  put,
  putNone,
}: LeadsOptions<Thing, Change>): Field<Thing, Change> {
  const wireOf = (leads: readonly number[] | null): string => {
    if (leads === null) return none;
    return leads.length === 0 ? "never" : [...leads].sort((a, b) => b - a).join(".");
  };
  return {
    presets: [
      ...(putNone === undefined ? [] : [null]),
      [1_440, 120],
      [1_440],
      [120],
      [2_880, 1_440, 120],
      [],
    ].map(wireOf),
    say(wire, frame) {
      if (wire === none) return frame.words.plain("manage-as-business");
      if (wire === "never") return frame.words.plain("manage-never");
      return wire
        .split(".")
        .map((lead) => frame.words.plain("manage-lead", { span: spanText(frame, Number(lead)) }))
        .join(", ");
    },
    read: (thing) => wireOf(get(thing)),
    write(wire) {
      if (wire === none) return putNone?.();
      if (wire === "never") return put([]);
      const leads = wire.split(".").map(Number);
      return areLeads(leads) ? put(leads) : undefined;
    },
    parse(text): string | Fault {
      const leads = parseLeads(text);
      return leads !== undefined && areLeads(leads) ? wireOf(leads) : { fault: "manage-fault-leads" };
    },
  };
}

function areLeads(leads: readonly number[]): boolean {
  return leads.length <= 4 && leads.every((lead) => Number.isInteger(lead) && lead >= 10 && lead <= 10_080);
}

interface QuietOptions<Thing, Change> {
  get: (thing: Thing) => Window | null;
  put: (value: Window | null) => Change;
}

/** From when to when nobody is disturbed: minutes of the day with a dot between. */
export function quietField<Thing, Change>({ get, put }: QuietOptions<Thing, Change>): Field<Thing, Change> {
  const wireOf = (hours: Window | null): string =>
    hours === null ? none : `${minuteOfDay(hours.from)}.${minuteOfDay(hours.to)}`;
  const read = (wire: string): Window | null | undefined => {
    if (wire === none) return null;
    const [, from, to] = /^(\d{1,4})\.(\d{1,4})$/.exec(wire) ?? [];
    if (from === undefined || to === undefined || Number(from) >= 1_440 || Number(to) >= 1_440)
      return undefined;
    return { from: wallTime(Number(from)), to: wallTime(Number(to)) };
  };
  return {
    presets: [
      { from: "21:00", to: "09:00" },
      { from: "22:00", to: "08:00" },
      { from: "20:00", to: "10:00" },
      null,
    ].map(wireOf),
    say(wire, { words }) {
      const hours = read(wire);
      return hours ? `${hours.from}–${hours.to}` : words.plain("manage-no-quiet");
    },
    read: (thing) => wireOf(get(thing)),
    write(wire) {
      const hours = read(wire);
      return hours === undefined ? undefined : put(hours);
    },
    parse(text): string | Fault {
      if (isNone(text)) return none;
      const hours = parseQuietHours(text);
      return hours === undefined ? { fault: "manage-fault-quiet" } : wireOf(hours);
    },
  };
}

interface PhoneOptions<Thing, Change> {
  get: (thing: Thing) => string | null;
  put: (value: string | null) => Change;
}

export function phoneField<Thing, Change>({ get, put }: PhoneOptions<Thing, Change>): Field<Thing, Change> {
  return {
    presets: [none],
    say: (wire, { words }) => (wire === none ? words.plain("manage-not-said") : wire),
    read: (thing) => get(thing) ?? none,
    write: (wire) => (wire.length > 32 ? undefined : put(wire === none ? null : wire)),
    parse(text): string | Fault {
      if (isNone(text)) return none;
      const phone = text.trim().replace(/\s+/g, " ");
      const digits = phone.replace(/\D/g, "").length;
      const isPhone = /^\+?[\d\s()./-]+$/.test(phone) && digits >= 5 && digits <= 15 && phone.length <= 32;
      return isPhone ? phone : { fault: "manage-fault-phone" };
    },
  };
}
