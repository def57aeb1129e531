import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { problems } from "./problems";

const directory = path.join(__dirname, "..", "openapi");
const files = readdirSync(directory).filter((name) => name.endsWith(".yaml"));
type Node = Record<string, unknown>;
const read = (name: string) => parse(readFileSync(path.join(directory, name), "utf8")) as Node;
const specs = new Map(
  [...files, "common/problem.yaml", "common/parameters.yaml"].map((name) => [name, read(name)]),
);

describe("the specs", () => {
  it("have nothing that the linter minds", () => {
    const lint = path.join(__dirname, "..", "scripts", "lint.mjs");
    expect(JSON.parse(execFileSync(process.execPath, [lint], { encoding: "utf8" }))).toEqual([]);
  }, 60_000);

  it.each(operationsOf())("say how each operation refuses: %s %s", (file, _id, operation) => {
    const answer = follow(file, (operation["responses"] as Node)["default"]);
    const types = Object.keys(answer?.["content"] ?? {});
    // The methods of the Bot API refuse as Telegram does; everything else with a problem.
    const isBotApi = file === "telegram-emulator.yaml" && !types.includes("application/problem+json");
    expect(types).toEqual(isBotApi ? ["application/json"] : ["application/problem+json"]);
  });

  it("name each operation once", () => {
    for (const file of files) {
      const ids = operationsOf().flatMap(([name, id]) => (name === file ? id : []));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("know the same problems as the registry", () => {
    const { ProblemName } = specs.get("common/problem.yaml") as { ProblemName: { enum: string[] } };
    expect([...ProblemName.enum].sort()).toEqual(Object.keys(problems).sort());
  });
});

describe("an example", () => {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, validateFormats: true }));
  for (const [name, document] of specs) ajv.addSchema(document, name);

  it.each(examplesOf())("is what its schema allows: %s %s", (file, pointer, schema, example) => {
    const validate = ajv.compile({ $ref: `${file}#${schema}` });
    expect([pointer, validate(example), validate.errors]).toEqual([pointer, true, null]);
  });
});

describe("an operation of booking-api", () => {
  const bodies = operationsOf()
    .filter(([file]) => file === "booking-api.yaml")
    .flatMap(([file, id, operation]) => bodiesOf(file, operation).map((body) => [id, file, body] as const));

  it.each(bodies)("shows an example of what it takes and gives: %s", (_id, file, { example, schema }) => {
    expect(example ?? follow(file, schema)?.["example"]).toBeDefined();
  });
});

/** The bodies of a request and of its successes. */
function bodiesOf(file: string, operation: Node): Node[] {
  const responses = Object.entries((operation["responses"] ?? {}) as Node).filter(([status]) => status < "3");
  return [operation["requestBody"], ...responses.map(([, response]) => response)].flatMap(
    (node) => Object.values((follow(file, node)?.["content"] ?? {}) as Node) as Node[],
  );
}

/** Every operation that can be called: [file, operationId, operation]. */
function operationsOf(): [string, string, Node][] {
  return files.flatMap((file) => {
    const { paths = {} } = specs.get(file) as { paths?: Node };
    return Object.values(paths).flatMap((item) =>
      Object.values(item as Node)
        .filter(
          (value): value is Node => typeof value === "object" && value !== null && "operationId" in value,
        )
        .map((operation): [string, string, Node] => [file, String(operation["operationId"]), operation]),
    );
  });
}

/** Every example with the schema that it is an example of: [file, pointer, pointer of the schema, example]. */
function examplesOf(): [string, string, string, unknown][] {
  const found: [string, string, string, unknown][] = [];
  const walk = (file: string, node: unknown, pointer: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { example, examples, schema } = node as Node;
    // A schema carries its example itself; parameters and bodies have it beside their schema.
    const place = typeof schema === "object" ? `${pointer}/schema` : pointer;
    if (example !== undefined) found.push([file, pointer, place, example]);
    if (Array.isArray(examples)) for (const one of examples) found.push([file, pointer, place, one]);
    for (const [key, value] of Object.entries(node)) {
      if (key !== "example" && key !== "examples") walk(file, value, `${pointer}/${escape(key)}`);
    }
  };
  for (const [file, document] of specs) walk(file, document, "");
  return found;
}

function escape(key: string): string {
  return encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function follow(file: string, node: unknown): Node | undefined {
  const reference = (node as { $ref?: string } | undefined)?.$ref;
  if (reference === undefined) return node as Node | undefined;
  const [relative = "", pointer = ""] = reference.split("#");
  const target = relative === "" ? file : path.posix.join(path.posix.dirname(file), relative);
  const found = pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((at, part) => (at as Node)[part], specs.get(target));
  return follow(target, found);
}
