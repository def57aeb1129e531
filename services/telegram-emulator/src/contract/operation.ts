import { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import { Problem } from "@okoshko/runtime/problem";
import { type Request, type Response } from "express";
import { checkAnswer } from "./check-answer";
import { guardFor, type Operations, operationsById, resolved, type Verb } from "./schemas";

type Json<Content> = Content extends { content: { "application/json": infer Body } } ? Body : never;
type BodyOf<Id extends keyof Operations> = Json<
  NonNullable<Operations[Id] extends { requestBody?: infer B } ? B : never>
>;
/** The generated types say `query?: never` where there is none. */
type Given<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>;
type ParametersOf<Id extends keyof Operations> = Given<Operations[Id]["parameters"]["query"]> &
  Given<Operations[Id]["parameters"]["path"]>;
type AnswerOf<Id extends keyof Operations> = {
  [Status in keyof Operations[Id]["responses"]]: Status extends number
    ? Json<Operations[Id]["responses"][Status]>
    : never;
}[keyof Operations[Id]["responses"]];

/** An operation of the control API: its address, and its requests and answers with the types of the contract. */
export interface ControlOperation<Id extends keyof Operations> {
  verb: Verb;
  /** As Express writes it: `/_emulator/persons/:personId`. */
  route: string;
  /** Path and query parameters. Throws `invalid-request`, or `not-found` for a path that can't name anything. */
  parameters(request: Request): ParametersOf<Id>;
  body(request: Request): BodyOf<Id>;
  answer(response: Response, status: number, body: AnswerOf<Id>): void;
}

/**
 * One validator for both halves of the contract: the Bot API needs ours for Telegram's own words, so the control API
 * uses it too instead of mounting a second library on the same file; and its guards give the handlers typed values.
 */
export function operation<Id extends keyof Operations>(id: Id): ControlOperation<Id> {
  const found = operationsById.get(id);
  if (found === undefined) throw new Error(`The contract has no operation ${id}`);
  const { requestBody } = found.definition;
  const bodySchema = requestBody?.content["application/json"]?.schema;
  let parametersGuard: ValidateFunction<ParametersOf<Id>> | undefined;
  let bodyGuard: ValidateFunction<BodyOf<Id>> | undefined;
  return {
    verb: found.verb,
    route: found.path.replace(/\{(\w+)\}/g, ":$1"),
    parameters(request) {
      parametersGuard ??= guardFor<ParametersOf<Id>>(
        parametersSchema([...found.shared, ...(found.definition.parameters ?? [])]),
        "fromText",
      );
      const given: unknown = { ...request.query, ...request.params };
      if (parametersGuard(given)) return given;
      throw invalid(parametersGuard.errors ?? [], (name) =>
        found.path.includes(`{${name}}`) ? `path/${name}` : `query/${name}`,
      );
    },
    body(request) {
      bodyGuard ??= guardFor<BodyOf<Id>>(bodySchema ?? {});
      const sent: unknown = request.body;
      const given = sent ?? (requestBody?.required === true ? undefined : {});
      if (given === undefined) throw new Problem("invalid-request", { detail: "A JSON body is needed." });
      if (bodyGuard(given)) return given;
      throw invalid(bodyGuard.errors ?? [], (name) => (name === "" ? "" : `/${name}`));
    },
    answer(response, status, body) {
      if (response.app.locals["verifyAnswers"] === true) checkAnswer(id, body, status);
      response.status(status).json(body);
    },
  };
}

/** All parameters of a path and its operation as one object schema. */
function parametersSchema(parameters: object[]): object {
  const all = parameters.map(resolved);
  return {
    type: "object",
    additionalProperties: false,
    required: all.filter((each) => each["required"] === true).map((each) => each["name"]),
    properties: Object.fromEntries(all.map((each) => [String(each["name"]), each["schema"]])),
  };
}

function invalid(errors: readonly ErrorObject[], pointer: (name: string) => string): Problem {
  return new Problem("invalid-request", {
    errors: errors.slice(0, 10).map((error) => ({
      pointer: pointer([error.instancePath.slice(1), named(error)].filter((part) => part !== "").join("/")),
      detail: error.message ?? "is not valid",
    })),
  });
}

function named({ params }: ErrorObject): string {
  const name: unknown = params["missingProperty"] ?? params["additionalProperty"];
  return typeof name === "string" ? name : "";
}
