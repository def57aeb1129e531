import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { type LookupFunction } from "node:net";
import { redactText } from "@okoshko/runtime/redact";
import { checkedAddresses, ForbiddenTarget, type Resolve } from "./resolve";
import { parseTarget, type TargetRules } from "./target";

export type Outcome =
  "delivered" | "refused" | "timeout" | "unreachable" | "forbidden_target" | "not_sent" | "interrupted";

/** What became of one request. */
export interface Result {
  outcome: Outcome;
  statusCode?: number;
  /** For the log, which integrators' people read. */
  error?: string;
  retryAfter?: string;
  responseExcerpt?: string;
}

export interface PostDeps {
  resolve: Resolve;
  rules: TargetRules;
  /** From the first question for the name to the head of the answer. */
  timeoutMs: number;
  /** Further trusted authorities, for tests. */
  ca?: string | undefined;
}

const excerptBytes = 2_000;
const excerptLength = 500;
/** The status has decided already; a body that dribbles is not worth more. */
const excerptMs = 1_000;

/** Sends one request, and never throws: whatever happens is a result. Redirects are answers like any other. */
export async function post(
  deps: PostDeps,
  message: { url: string; body: string; headers: object },
): Promise<Result> {
  const target = parseTarget(message.url, deps.rules);
  if ("fault" in target) return { outcome: "forbidden_target", error: `The address ${target.fault}.` };
  const deadline = AbortSignal.timeout(deps.timeoutMs);
  try {
    const addresses = await before(deadline, checkedAddresses(target.host, deps.rules, deps.resolve));
    const response = await exchange(target.url, {
      method: "POST",
      // The port and the certificate are those of the name, the connection goes to an address that was checked. A socket of
      // its own each time: one that is kept would carry the next request past the check.
      lookup: pinnedTo(addresses),
      agent: false,
      signal: deadline,
      ...(deps.ca === undefined ? {} : { ca: deps.ca }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(message.body),
        "user-agent": "Okoshko-Webhooks/1",
        ...message.headers,
      },
      body: message.body,
    });
    return await read(response);
  } catch (error) {
    return failure(error, deadline, deps.timeoutMs);
  }
}

function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener("abort", () => reject(new Error("timeout")), { once: true });
    work.then(resolve, reject);
  });
}

/** A `lookup` that knows its answer already. */
function pinnedTo(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? "", first?.family ?? 4);
  };
}

function exchange(
  url: URL,
  { body, ...options }: RequestOptions & { body: string },
): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, options);
    request.once("response", resolve);
    // Also after the answer has begun: a connection that breaks then must not end the process.
    request.on("error", reject);
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Result> {
  const statusCode = response.statusCode ?? 0;
  const excerpt = await excerptOf(response);
  const retryAfter = response.headers["retry-after"];
  const common = {
    statusCode,
    ...(excerpt === "" ? {} : { responseExcerpt: excerpt }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  if (statusCode >= 200 && statusCode < 300) return { outcome: "delivered", ...common };
  const error =
    statusCode >= 300 && statusCode < 400
      ? `The receiver answered ${statusCode}; redirects are not followed.`
      : `The receiver answered ${statusCode}.`;
  return { outcome: "refused", error, ...common };
}

/** The beginning of the answer. What comes after it, or too late, is never read: the connection is closed. */
function excerptOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      clearTimeout(timer);
      response.destroy();
      resolve(toExcerpt(Buffer.concat(chunks).subarray(0, excerptBytes)));
    };
    const timer = setTimeout(end, excerptMs);
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= excerptBytes) end();
    });
    response.once("end", end);
    response.once("close", end);
    response.on("error", end);
  });
}

/** Postgres takes no NUL, and nobody reads other control characters. */
function toExcerpt(bytes: Buffer): string {
  const text = bytes.toString("utf8").replace(/\p{Cc}/gu, " ");
  return Array.from(redactText(text)).slice(0, excerptLength).join("").trim();
}

function failure(error: unknown, deadline: AbortSignal, timeoutMs: number): Result {
  if (error instanceof ForbiddenTarget) return { outcome: "forbidden_target", error: error.message };
  if (deadline.aborted)
    return { outcome: "timeout", error: `No answer within ${Math.round(timeoutMs / 100) / 10} seconds.` };
  return { outcome: "unreachable", error: sentenceOf(codeOf(error)) };
}

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (typeof code === "string") return code;
  // Of several addresses that were tried each has an error of its own.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return "unknown";
}

function sentenceOf(code: string): string {
  switch (code) {
    case "ENOTFOUND":
    case "ENODATA":
      return `The host has no address (${code}).`;
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `Nothing listens there (${code}).`;
    case "ECONNRESET":
    case "EPIPE":
      return `The connection broke before there was an answer (${code}).`;
    default:
      return /^(CERT|ERR_TLS|UNABLE|SELF|DEPTH|EPROTO|ERR_SSL)/.test(code)
        ? `The certificate or the TLS connection is not good (${code}).`
        : `There was no answer (${code}).`;
  }
}
