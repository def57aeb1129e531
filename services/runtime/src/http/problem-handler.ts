import { randomBytes } from "node:crypto";
import { isSpanContextValid, trace } from "@opentelemetry/api";
import { problems, problemType } from "@okoshko/contracts/problems";
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from "express";
import { error as openapiError } from "express-openapi-validator";
import { type Logger } from "../logger";
import { type FieldError, Problem, type ProblemName } from "../problem";
import { parseTraceparent } from "../trace-context";

/**
 * The one place where errors become HTTP: RFC 9457 problem documents and nothing else. A `Problem` is written as the
 * registry says; errors of express-openapi-validator, of the body parser and of the router become the problem they
 * mean; everything else is our fault: `about:blank` with status 500, no detail, and the id to look for in the log.
 */
export function problemHandler({
  logger,
  told = [],
}: {
  logger: Logger;
  /** Problems that whoever throws them has told of already, or that are counted and not worth a line each. */
  told?: readonly ProblemName[];
}): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const instance = `urn:trace:${traceId(request)}`;
    const known = toProblem(error);
    const status = known?.status ?? 500;
    const line = { err: error, method: request.method, route: request.openapi?.openApiRoute, instance };
    const isNews = known === undefined || !told.includes(known.problem);
    if (status >= 500 && isNews) logger.error({ ...line, faults: faultsOf(error) }, "request failed");
    else logger.debug({ ...line, problem: known?.problem }, "request refused");

    // Half an answer is already on its way; only a broken connection tells the caller so.
    if (response.headersSent) response.destroy();
    else write(response, instance, known);
  };
}

/** For the end of the middleware list: what no route took is a `not-found` problem, not Express's HTML page. */
export const notFound: RequestHandler = () => {
  throw new Problem("not-found");
};

/**
 * Not by `response.json`: under response validation that is wrapped, would check this document against the operation's
 * responses and throw out of the error handler, and Express would answer with HTML.
 */
function write(response: Response, instance: string, known: Problem | undefined): void {
  const document =
    known === undefined
      ? { type: "about:blank", title: "Internal Server Error", status: 500, instance }
      : {
          ...known.extensions,
          type: problemType(known.problem),
          title: problems[known.problem].title,
          status: known.status,
          ...(known.detail === undefined ? {} : { detail: known.detail }),
          instance,
          ...(known.errors === undefined ? {} : { errors: known.errors }),
        };
  response.status(document.status);
  if (document.status === 401) response.set("WWW-Authenticate", "Bearer");
  if (known !== undefined) response.set(known.headers);
  response.set("Cache-Control", "no-store");
  response.type("application/problem+json").send(JSON.stringify(document));
}

function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  return fromContract(error) ?? fromBodyParser(error) ?? fromFiles(error) ?? fromRouter(error);
}

/** Errors of express-openapi-validator. Its InternalServerError means that our answer broke the contract: a 500. */
function fromContract(error: unknown): Problem | undefined {
  if (error instanceof openapiError.BadRequest) {
    const errors = fieldErrors(error.errors);
    return new Problem("invalid-request", {
      cause: error,
      ...(errors.length > 0
        ? { errors }
        : { detail: "The address or a parameter of the request is malformed." }),
    });
  }
  if (error instanceof openapiError.NotFound) return new Problem("not-found", { cause: error });
  if (error instanceof openapiError.Unauthorized) return new Problem("unauthorized", { cause: error });
  if (error instanceof openapiError.Forbidden) return new Problem("forbidden", { cause: error });
  if (error instanceof openapiError.UnsupportedMediaType)
    return new Problem("unsupported-media-type", { cause: error });
  if (error instanceof openapiError.RequestEntityTooLarge)
    return new Problem("payload-too-large", { cause: error });
  if (error instanceof openapiError.MethodNotAllowed)
    return new Problem("method-not-allowed", { cause: error, headers: { ...error.headers } });
  return undefined;
}

/** https://github.com/expressjs/body-parser#errors: each error has a `type`, or is a zlib error with status 400. */
function fromBodyParser(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !("status" in error) || !("expose" in error)) return undefined;
  const type = "type" in error ? error.type : undefined;
  if (error.status === 413) return new Problem("payload-too-large", { cause: error });
  if (error.status === 415) return new Problem("unsupported-media-type", { cause: error });
  if (error.status !== 400) return undefined;
  const detail = type === "entity.parse.failed" ? "This is not valid JSON." : "The body could not be read.";
  return new Problem("invalid-request", { cause: error, errors: [{ pointer: "", detail }] });
}

/** `express.static` throws these for a `Range` that the file does not have (416) and for a failed `If-Match` (412). */
function fromFiles(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  if (error.status !== 412 && error.status !== 416) return undefined;
  return new Problem("invalid-request", {
    cause: error,
    detail: "This file cannot be had in that part or version.",
  });
}

/** The router throws this for a path such as /v1/%E0%A4%A. */
function fromRouter(error: unknown): Problem | undefined {
  if (!(error instanceof URIError)) return undefined;
  return new Problem("invalid-request", { cause: error, detail: "The address is not properly encoded." });
}

/** A caller needs some faults to see what is wrong, not one for each of ten thousand items. */
const maxFieldErrors = 20;

function fieldErrors(faults: { path: string; message: string }[]): FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const { path, message } of faults) {
    const pointer = toPointer(path);
    if (pointer === undefined) continue;
    const detail = message || "is not valid";
    seen.set(`${pointer} ${detail}`, { pointer, detail });
    if (seen.size === maxFieldErrors) break;
  }
  return [...seen.values()];
}

/** From the validator's path to the contract's: a JSON pointer into the body, or `query/x`, `path/x`, `header/x`. */
function toPointer(path: string): string | undefined {
  const [, place, rest = ""] = /^\/(body|query|params|headers|cookies)(\/.*)?$/.exec(path) ?? [];
  if (place === undefined) return undefined;
  return place === "body" ? rest : `${places[place] ?? place}${rest}`;
}

const places: Record<string, string> = { params: "path", headers: "header", cookies: "cookie" };

/** What the contract found wrong with our own answer; it is for the log only. */
function faultsOf(error: unknown): unknown {
  return error instanceof openapiError.InternalServerError ? error.errors : undefined;
}

/** The trace's id; without tracing that of the caller's trace, so that its log and ours can be joined; else a new one. */
function traceId(request: Request): string {
  const active = trace.getActiveSpan()?.spanContext();
  if (active !== undefined && isSpanContextValid(active)) return active.traceId;
  return parseTraceparent(request.get("traceparent"))?.traceId ?? randomBytes(16).toString("hex");
}
