import { expandUuid, shortenUuid } from "@okoshko/contracts/callback-data";
import { Temporal } from "temporal-polyfill";

/** One value in callback data. `decode` answers undefined to every spelling that `encode` never makes. */
export interface Field<Value> {
  encode(value: Value): string;
  decode(text: string): Value | undefined;
}

export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The last day of the year 2099, in days since 1970. */
const maxDay = 47_481;

/** A UUID, in 22 characters. */
export const uuid: Field<string> = { encode: shortenUuid, decode: expandUuid };

/** A whole number from `min` to `max`, in base 36. */
export function number(min: number, max: number): Field<number> {
  return {
    encode: (value) => value.toString(36),
    decode(text) {
      // No sign, no leading zero: each number has one spelling.
      if (!/^(0|[1-9a-z][0-9a-z]{0,7})$/.test(text)) return undefined;
      const value = Number.parseInt(text, 36);
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** The version of an appointment. */
export const version = number(1, 2_147_483_647);

const epoch = Temporal.PlainDate.from("1970-01-01");

/** `YYYY-MM-DD`, as days since 1970. */
export const date: Field<string> = mapped(number(0, maxDay), {
  encode: (value) => epoch.until(value, { largestUnit: "day" }).days,
  decode: (days) => epoch.add({ days }).toString(),
});

/** `YYYY-MM`, as months since 1970. */
export const month: Field<string> = mapped(number(0, 1559), {
  encode: (value) => {
    const { year, month: ordinal } = Temporal.PlainYearMonth.from(value);
    return (year - 1970) * 12 + ordinal - 1;
  },
  decode: (months) => Temporal.PlainYearMonth.from("1970-01").add({ months }).toString(),
});

/** An instant as ISO text, as minutes since 1970. */
export const minute: Field<string> = mapped(number(0, (maxDay + 1) * 1440), {
  encode: (value) => Math.floor(Date.parse(value) / 60_000),
  decode: (minutes) => new Date(minutes * 60_000).toISOString(),
});

/** A time of day, `HH:MM` from 00:00 to 24:00, as minutes since midnight. */
export const wallTime: Field<string> = mapped(number(0, 1440), {
  encode: (value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)),
  decode: (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`,
});

/** One of a few words, each with its letters. */
export function oneOf<Name extends string>(letters: Record<Name, string>): Field<Name> {
  return {
    encode: (value) => letters[value],
    decode(text) {
      for (const name in letters) if (letters[name] === text) return name;
      return undefined;
    },
  };
}

/** Null as an empty text. */
export function nullable<Value>(field: Field<Value>): Field<Value | null> {
  return {
    encode: (value) => (value === null ? "" : field.encode(value)),
    decode: (text) => (text === "" ? null : field.decode(text)),
  };
}

function mapped<Value, Inner>(
  field: Field<Inner>,
  by: { encode: (value: Value) => Inner; decode: (inner: Inner) => Value },
): Field<Value> {
  return {
    encode: (value) => field.encode(by.encode(value)),
    decode(text) {
      const inner = field.decode(text);
      return inner === undefined ? undefined : by.decode(inner);
    },
  };
}
