import { readFileSync } from "node:fs";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { load } from "js-yaml";
import { type components, type operations } from "@okoshko/contracts/generated/telegram-emulator";

/** The wire shapes, by name. */
export type Schemas = components["schemas"];
export type Operations = operations;

interface Contract {
  paths: Record<string, PathItem>;
  components: { schemas: Record<string, object> };
}

type PathItem = Partial<Record<Verb, ContractOperation>> & { parameters?: object[] };
export type Verb = (typeof verbs)[number];

interface ContractOperation {
  operationId?: string;
  parameters?: object[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>;
}

export interface Operation {
  path: string;
  verb: Verb;
  definition: ContractOperation;
  /** Parameters of the path, which hold for all its verbs. */
  shared: object[];
}

const id = "telegram-emulator";
const verbs = ["get", "put", "post", "patch", "delete"] as const;

const document = ((): Contract => {
  const file = require.resolve("@okoshko/contracts/openapi/telegram-emulator.yaml");
  // js-yaml reads these 2600 lines in 0.05 s, yaml in 0.4 s: most of a cold start.
  const parsed: unknown = load(readFileSync(file, "utf8"));
  if (!isContract(parsed)) throw new Error(`${file} is not an OpenAPI document`);
  return parsed;
})();

function isContract(value: unknown): value is Contract {
  return typeof value === "object" && value !== null && "paths" in value && "components" in value;
}

// `strict: false`: the document holds OpenAPI's own keywords. `verbose` gives each fault its schema, where the
// words of Telegram for that fault stand (`x-telegram-errors`).
// Without the meta-schema: the contract's own tests lint this file, and compiling the meta-schema costs half a cold start.
const options = {
  strict: false,
  verbose: true,
  validateFormats: true,
  meta: false,
  validateSchema: false,
} as const;
const exact = withDocument(new Ajv2020(options));
const fromText = withDocument(new Ajv2020({ ...options, coerceTypes: true, useDefaults: true }));

function withDocument(ajv: Ajv2020): Ajv2020 {
  addFormats(ajv, { mode: "full" });
  return ajv.addSchema({ $id: id, components: document.components });
}

/** Whether a value is a `name` of the contract; faults are on the function, as ajv has them. Compiled when asked for. */
export function guardOf<Name extends keyof Schemas>(name: Name): ValidateFunction<Schemas[Name]> {
  const $ref = `${id}#/components/schemas/${name}`;
  // ajv keeps what it has compiled under the reference.
  return exact.getSchema<Schemas[Name]>($ref) ?? exact.compile<Schemas[Name]>({ $ref });
}

/** A guard for a schema that stands inside the document, references and all. */
export function guardFor<T>(schema: object, how: "exact" | "fromText" = "exact"): ValidateFunction<T> {
  return (how === "exact" ? exact : fromText).compile<T>(absolute(schema));
}

function absolute(schema: object): object {
  const moved: unknown = JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === "$ref" && typeof value === "string" && value.startsWith("#") ? id + value : value,
    ),
  );
  return typeof moved === "object" && moved !== null ? moved : {};
}

/** All operations, by operationId. */
export const operationsById: ReadonlyMap<string, Operation> = new Map(
  Object.entries(document.paths).flatMap(([path, item]) =>
    verbs.flatMap((verb): [string, Operation][] => {
      const definition = item[verb];
      return definition?.operationId === undefined
        ? []
        : [[definition.operationId, { path, verb, definition, shared: item.parameters ?? [] }]];
    }),
  ),
);

/** The schema a reference of the document points to, or the schema itself. */
export function resolved(schema: object): Record<string, unknown> {
  if (!("$ref" in schema) || typeof schema.$ref !== "string") return { ...schema };
  let node: unknown = document;
  for (const part of schema.$ref.split("/").slice(1))
    node =
      typeof node === "object" && node !== null
        ? Object.entries(node).find(([k]) => k === part)?.[1]
        : undefined;
  if (typeof node !== "object" || node === null) throw new Error(`${schema.$ref} is not in the contract`);
  return resolved(node);
}
