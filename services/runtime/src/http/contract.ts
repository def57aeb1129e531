import { readFileSync } from "node:fs";
import path from "node:path";
import { type Request, type RequestHandler, Router } from "express";
import { middleware } from "express-openapi-validator";
import { type OpenApiRequestMetadata } from "express-openapi-validator/dist/framework/types";
import { load } from "js-yaml";
import { Problem } from "../problem";

declare module "express-serve-static-core" {
  interface Request {
    /** The operation of the contract that was matched, from the contract middleware on. */
    openapi?: OpenApiRequestMetadata;
  }
}

/** True when the credentials of this scheme are good. Throwing a Problem answers with that problem's status. */
export type SecurityHandlers = Record<
  string,
  (request: Request, scopes: string[]) => boolean | Promise<boolean>
>;

export interface ContractOptions {
  /** A spec of @okoshko/contracts by name, such as "booking-api", or the absolute path of a YAML file. */
  spec: string;
  /** For development and tests: an answer that breaks the contract becomes a 500. */
  validateResponses: boolean;
  /** One check per security scheme of the spec. Without any, only the presence of credentials is checked. */
  handlers?: SecurityHandlers | undefined;
}

/**
 * Middleware that lets only requests pass that the spec allows, and fills in `request.openapi`. Mount it after the body
 * parser and before the routes. A spec that is missing or points to nowhere throws here, at start-up.
 */
export function contract(options: ContractOptions): RequestHandler[] {
  return [refuseBrackets, validators(options), refuseInfinity];
}

/**
 * The validator's own parser reads `ids[]=x` as a list and fails on `ids[a]=x` with a TypeError. Our contracts know no such
 * spelling.
 */
const refuseBrackets: RequestHandler = (request, _response, next) => {
  const query = request.originalUrl.split("?").slice(1).join("?");
  const name = [...new URLSearchParams(query).keys()].find((key) => /[[\]]/.test(key));
  if (name === undefined) return next();
  const pointer = `query/${name.replace(/[[\]].*/, "")}`;
  throw new Problem("invalid-request", { errors: [{ pointer, detail: "must be named without brackets" }] });
};

/** `limit=1e400` is turned into Infinity, and a bound is not applied to what is no finite number. */
const refuseInfinity: RequestHandler = (request, _response, next) => {
  const values: [string, unknown][] = [
    ...Object.entries(request.query).map(([name, value]): [string, unknown] => [`query/${name}`, value]),
    ...Object.entries(request.openapi?.pathParams ?? {}).map(([name, value]): [string, unknown] => [
      `path/${name}`,
      value,
    ]),
  ];
  const found = values.find(([, value]) => typeof value === "number" && !Number.isFinite(value));
  if (!found) return next();
  throw new Problem("invalid-request", {
    errors: [{ pointer: found[0], detail: "must be a finite number" }],
  });
};

/**
 * One validator for each resource (`/v1/masters`), made when it is first asked for. The library compiles the patterns of all
 * its paths anew for every request until one fits: with 73 paths in one validator that was 40% of the time of a request.
 */
function validators(options: ContractOptions): RequestHandler {
  const resources = resourcesOf(readContract(options.spec));
  const routers = new Map<string, Router>();
  return (request, response, next) => {
    const resource = resourceOf(request.originalUrl, resources);
    const document = resources.get(resource);
    // No path of the contract begins like this: that is for whoever comes after us to say.
    if (!document) return next();
    const router = routers.get(resource) ?? Router().use(validator(options, document));
    routers.set(resource, router);
    router(request, response, next);
  };
}

/** The contract cut by the first two segments of its paths; uncut, under the empty name, when one of these is a parameter. */
function resourcesOf(document: ContractDocument): Map<string, ContractDocument> {
  const paths = Object.entries(document.paths ?? {});
  const nameOf = (path: string) => path.split("/").slice(0, 3).join("/").toLowerCase();
  if (paths.some(([path]) => nameOf(path).includes("{"))) return new Map([["", document]]);
  const names = new Set(paths.map(([path]) => nameOf(path)));
  return new Map(
    [...names].map((name) => [
      name,
      // Each validator works on its document, so each has a copy.
      structuredClone(pruned(document, Object.fromEntries(paths.filter(([path]) => nameOf(path) === name)))),
    ]),
  );
}

/**
 * The document with these paths alone and the components that they lead to. The library walks through and compiles all that a
 * document has, whether or not a path needs it, and would do so for each resource.
 */
function pruned(document: ContractDocument, paths: Paths): ContractDocument {
  const components: Partial<Record<string, Record<string, unknown>>> = { ...document.components };
  const needed = new Set<string>();
  const follow = (node: unknown): void => {
    for (const [, kind = "", name = ""] of JSON.stringify(node).matchAll(componentPointer)) {
      const pointer = `${kind}/${name}`;
      if (needed.has(pointer)) continue;
      needed.add(pointer);
      follow(components[kind]?.[name] ?? null);
    }
  };
  follow(paths);
  const kept = Object.entries(components).map(([kind, named = {}]) => [
    kind,
    // Security schemes are referred to by their plain names.
    kind === "securitySchemes"
      ? named
      : Object.fromEntries(Object.entries(named).filter(([name]) => needed.has(`${kind}/${name}`))),
  ]);
  return { ...document, webhooks: {}, paths, components: Object.fromEntries(kept) as object };
}

type Paths = NonNullable<ContractDocument["paths"]>;

/** In a `$ref` or a discriminator's mapping. */
const componentPointer = /"#\/components\/(\w+)\/([\w.-]+)/g;

function resourceOf(url: string, resources: ReadonlyMap<string, unknown>): string {
  if (resources.has("")) return "";
  const [path = ""] = url.split("?");
  return path.split("/").slice(0, 3).join("/").toLowerCase();
}

function validator(options: ContractOptions, apiSpec: ContractDocument): RequestHandler[] {
  return middleware({
    apiSpec,
    // Takes 0.1 s of a cold start, and the contract's own tests lint the same file.
    validateApiSpec: false,
    validateRequests: { allErrors: true },
    validateResponses: options.validateResponses ? { allErrors: true } : false,
    validateSecurity: options.handlers === undefined ? true : { handlers: options.handlers },
    // "full" knows the calendar: "fast" takes 2026-02-31 for a date.
    validateFormats: true,
    ajvFormats: { mode: "full" },
    fileUploader: false,
  });
}

/** A spec as one document: what it takes from other files is put in its place, references within it stay. */
export function readContract(spec: string): ContractDocument {
  const file = path.isAbsolute(spec) ? spec : require.resolve(`@okoshko/contracts/openapi/${spec}.yaml`);
  const document = withoutFileReferences(readYaml(file), { file, root: file, trail: [] });
  if (!isContract(document)) throw new Error(`${file} is not an OpenAPI 3.1 document`);
  return document;
}

type ContractDocument = Extract<Parameters<typeof middleware>[0]["apiSpec"], { openapi: `3.1.${string}` }>;

function isContract(document: unknown): document is ContractDocument {
  return isRecord(document) && typeof document["openapi"] === "string" && /^3\.1\./.test(document["openapi"]);
}

interface Place {
  file: string;
  root: string;
  /** The references that led here, to notice a circle. */
  trail: string[];
}

/**
 * express-openapi-validator can bundle files itself, but its bundler replaces all but one copy by a pointer to the
 * first (`#/paths/…/parameters/0`), and the validator then looks for a component named by the pointer's last part.
 * Its other way, replacing every reference, would not end with a schema that refers to itself.
 */
function withoutFileReferences(node: unknown, place: Place): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutFileReferences(item, place));
  if (!isRecord(node)) return node;
  const reference = node["$ref"];
  if (typeof reference !== "string" || (reference.startsWith("#") && place.file === place.root))
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, withoutFileReferences(value, place)]),
    );

  const [relative = "", pointer = ""] = reference.split("#", 2);
  const file = relative === "" ? place.file : path.resolve(path.dirname(place.file), relative);
  if (file === place.root) return { ...node, $ref: `#${pointer}` };
  const target = `${file}#${pointer}`;
  if (place.trail.includes(target)) throw new Error(`${target} refers to itself; move it into ${place.root}`);
  const found = followPointer(readYaml(file), pointer);
  if (found === undefined) throw new Error(`${place.file} refers to ${target}, which does not exist`);
  return withoutFileReferences(found, { ...place, file, trail: [...place.trail, target] });
}

function followPointer(document: unknown, pointer: string): unknown {
  let node = document;
  for (const part of pointer.split("/").slice(1)) {
    if (!isRecord(node)) return undefined;
    node = node[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return node;
}

const parsed = new Map<string, unknown>();

/** A service reads its spec more than once (routes, docs page). js-yaml takes 0.05 s for 2600 lines, yaml 0.35 s. */
function readYaml(file: string): unknown {
  if (!parsed.has(file)) parsed.set(file, load(readFileSync(file, "utf8")));
  return parsed.get(file);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
