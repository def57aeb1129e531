import fc, { type Arbitrary } from "fast-check";
import { type Schema } from "./operations";

/** Words that have broken somebody's software before. */
const nasty = fc.constantFrom(
  "",
  " ",
  "\u0000",
  "\ud800",
  "null",
  "NaN",
  "-0",
  "1e400",
  "9007199254740993",
  "' or 1=1 --",
  "<img src=x onerror=alert(1)>",
  "../../../etc/passwd",
  "%00%0a%0d",
  "{{7*7}}",
  "__proto__",
  "2026-02-31",
  "9999-12-31T23:59:60Z",
  "я".repeat(2_000),
);
const anything = fc.oneof(nasty, fc.jsonValue(), fc.integer(), fc.double(), fc.string({ unit: "binary" }));

/** A value that `schema` mostly allows: most are good, some are good in form alone, a few are anything. */
export function arbitraryOf(schema: Schema): Arbitrary<unknown> {
  return fc.oneof({ weight: 15, arbitrary: goodOf(schema) }, { weight: 1, arbitrary: anything });
}

function goodOf(schema: Schema): Arbitrary<unknown> {
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map(goodOf));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string | undefined, schema: Schema): Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return numberOf(schema);
    case "number":
      return fc.oneof(numberOf(schema), fc.double());
    case "array":
      return fc.array(arbitraryOf(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 4, 12) + 1 });
    case "object":
      return objectOf(schema);
    default:
      return textOf(schema);
  }
}

function numberOf({ minimum = -1_000, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  return fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum }));
}

function objectOf({ properties = {}, required = [] }: Schema): Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, arbitraryOf(field)]),
  );
  const requiredKeys = required.filter((name) => name in properties);
  return fc.oneof(
    { weight: 9, arbitrary: fc.record(fields, { requiredKeys }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.record(fields, { requiredKeys: [] }), fc.dictionary(fc.string(), anything))
        .map(([a, b]) => ({ ...a, ...b })),
    },
  );
}

const two = (value: number) => String(value).padStart(2, "0");
const dates = fc
  .tuple(
    fc.constantFrom("2026", "2026", "2027", "1000", "2999", "9999", "0000"),
    fc.integer({ min: 1, max: 13 }),
    fc.integer({ min: 1, max: 31 }),
  )
  .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`);

function textOf(schema: Schema): Arbitrary<string> {
  if (schema.format === "uuid") return fc.uuid();
  if (schema.format === "date") return dates;
  if (schema.format === "date-time") {
    return fc
      .tuple(
        dates,
        fc.integer({ min: 0, max: 24 }),
        fc.constantFrom("00", "30", "59", "60"),
        fc.constantFrom("00", "60", "00.5"),
        fc.constantFrom("Z", "+02:00", "-23:59", "z", ""),
      )
      .map(([date, hour, minute, second, zone]) => `${date}T${two(hour)}:${minute}:${second}${zone}`);
  }
  if (schema.pattern) return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), nasty);
  return fc.oneof(
    nasty,
    fc.string({
      unit: "grapheme",
      minLength: schema.minLength ?? 0,
      maxLength: Math.min(schema.maxLength ?? 50, 50),
    }),
  );
}
