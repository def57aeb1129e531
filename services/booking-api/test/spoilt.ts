import { type Schema } from "./operations";

type Json = unknown;
type Spoilt = Generator<[title: string, body: Json]>;

/** Bodies that break one rule of `schema` each, made from a good one. */
export function* spoiltBodies(schema: Schema, good: Json): Spoilt {
  yield* spoilt(schema, good, "", (value) => value);
}

function* spoilt(schema: Schema, good: Json, at: string, put: (value: Json) => Json): Spoilt {
  const kinds = schema.oneOf ?? [schema];
  const types = kinds.flatMap(({ type, enum: words }) => type ?? (words ? "string" : []));
  for (const [type, value] of strangers) {
    const fits = types.includes(type) || (type === "integer" && types.includes("number"));
    if (!fits) yield [`${at} is ${JSON.stringify(value)}`, put(value)];
  }
  for (const kind of kinds) {
    for (const value of outside(kind)) yield [`${at} is ${short(value)}`, put(value)];
    if (kind.properties && isObject(good)) yield* spoiltFields(kind, good, at, put);
    const [first] = Array.isArray(good) ? (good as Json[]) : [];
    if (kind.items && first !== undefined) {
      yield* spoilt(kind.items, first, `${at}/0`, (value) => put([value]));
      if (kind.uniqueItems) yield [`${at} names one twice`, put([first, first])];
      if (kind.maxItems !== undefined) {
        yield [`${at} is too long`, put(Array.from({ length: kind.maxItems + 1 }, () => first))];
      }
    }
  }
}

function* spoiltFields(
  schema: Schema,
  good: Record<string, Json>,
  at: string,
  put: (value: Json) => Json,
): Spoilt {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = good[name];
    yield* spoilt(field, value, `${at}/${name}`, (changed) => put({ ...good, [name]: changed }));
    if (!schema.required?.includes(name)) continue;
    yield [`${at} without ${name}`, put(without(good, name))];
  }
  if (schema.additionalProperties === false) {
    yield [`${at} with a strange field`, put({ ...good, strange: 1 })];
    yield [`${at} with an id of its own`, put({ ...good, id: "5c0d9ab5-3a49-4f5f-8a7c-4d3a7a2e5d10" })];
  }
  if (schema.minProperties !== undefined) yield [`${at} is empty`, put({})];
}

const strangers: [string, Json][] = [
  ["null", null],
  ["boolean", true],
  ["integer", 7],
  ["number", 1.5],
  ["string", "x"],
  ["array", []],
  ["array", [[]]],
  ["object", {}],
  ["object", { $ne: null }],
];

/** Values of the right type beyond a bound of the schema. */
function outside(schema: Schema): Json[] {
  const values: Json[] = [];
  if (schema.minimum !== undefined) values.push(schema.minimum - 1, -1e300, Number.MIN_SAFE_INTEGER);
  if (schema.maximum !== undefined) values.push(schema.maximum + 1, 1e300, 2 ** 53);
  if (schema.type === "integer") values.push(1.5, 0.1 + 0.2);
  if (schema.minLength !== undefined) values.push("x".repeat(schema.minLength - 1));
  if (schema.maxLength !== undefined) values.push("x".repeat(schema.maxLength + 1), "я".repeat(20_000));
  if (schema.enum ?? schema.pattern ?? schema.format) {
    const strange = ["", " ", "constructor", "' or 1=1 --", "\u0000"];
    const fits = (text: string) => schema.pattern !== undefined && new RegExp(schema.pattern).test(text);
    if (schema.type === "string" || schema.enum) values.push(...strange.filter((text) => !fits(text)));
  }
  if (schema.format === "uuid") {
    const id = "5c0d9ab5-3a49-4f5f-8a7c-4d3a7a2e5d10";
    values.push(`urn:uuid:${id}`, id.toUpperCase(), `{${id}}`, id.replaceAll("-", ""), `${id}\n`);
  }
  return values;
}

/** JSON texts of a good body with one of its texts replaced by what Postgres cannot store. */
export function* spoiltTexts(good: Json): Generator<[title: string, json: string]> {
  const json = JSON.stringify(good);
  for (const [, before = "", text = ""] of json.matchAll(/([:[,])("(?:[^"\\]|\\.)*")(?=[,}\]])/g)) {
    for (const bad of ["\\u0000", "a\\u0000b", "\\ud800", "a\\udc00b", "\\udc00\\ud800"]) {
      yield [`${bad} instead of ${text}`, json.replace(`${before}${text}`, `${before}"${bad}"`)];
    }
  }
  yield ["a key with a NUL", `${json.slice(0, -1)},"a\\u0000":1}`];
  yield ["a key that is half a character", `${json.slice(0, -1)},"\\ud800":1}`];
}

/** A copy that lacks one field. */
export function without<T>(fields: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: Json): string {
  return JSON.stringify(value).slice(0, 60);
}
