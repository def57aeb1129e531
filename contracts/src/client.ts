import createClient, { type Client, type FetchResponse } from "openapi-fetch";
import { ProblemError } from "./problem-error";
import { type ProblemDetails } from "./problems";

/** How a typed client reaches its service. */
export interface ClientOptions {
  baseUrl: string;
  /** The service token, sent as `Authorization: Bearer`. */
  token: string;
  /** Instead of the global fetch: instrumented in services, an observed handler in tests. */
  fetch?: (request: Request) => Promise<Response>;
  /** A call that takes longer is given up. Long polls pass their own signal. */
  timeoutMs?: number;
}

/** A typed client of the given paths. Calls answer `{ data, error, response }`; put them through `unwrap`. */
export function createTypedClient<Paths extends object>(options: ClientOptions): Client<Paths> {
  return createClient<Paths>({
    baseUrl: options.baseUrl,
    headers: { authorization: `Bearer ${options.token}` },
    // Lists in our contracts are `a,b`; openapi-fetch would send `name=a&name=b`, and servers would see one.
    querySerializer: { array: { style: "form", explode: false } },
    fetch: breakable(options.fetch ?? ((request) => fetch(request)), options.timeoutMs),
  });
}

/** What has to live as long as the answer to a call is read. */
const links = new WeakMap<Response, unknown>();

/**
 * Calls that end when their caller gives them up, and after `timeoutMs`. On Node 20 a request follows its signal, and a signal
 * made of others follows those, through weak references only: what nobody holds is collected within a second, and then neither
 * the timeout nor the caller reaches the call. So each link of that chain is held until the answer is read.
 */
function breakable(
  call: (request: Request) => Promise<Response>,
  timeoutMs: number | undefined,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const signal = AbortSignal.any([request.signal, ...timeout]);
    const limited = new Request(request, { signal });
    const chain = { request, timeout, signal, limited };
    const response = await call(limited);
    links.set(response, chain);
    return response;
  };
}

/** The data of a successful answer. Throws `ProblemError` for every other answer. */
export async function unwrap<T extends Record<string | number, unknown>, O, M extends `${string}/${string}`>(
  answer: Promise<FetchResponse<T, O, M>>,
): Promise<NonNullable<FetchResponse<T, O, M>["data"]>> {
  const { data, error, response } = await answer;
  if (response.ok) return data as NonNullable<typeof data>;
  const retryAfter = Number(response.headers.get("retry-after"));
  throw new ProblemError(
    response.status,
    toProblem(error, response),
    retryAfter > 0 ? retryAfter : undefined,
  );
}

/** The same with the answer's ETag, to be sent back as If-Match by who decides on what they saw. */
export async function unwrapTagged<
  T extends Record<string | number, unknown>,
  O,
  M extends `${string}/${string}`,
>(
  answer: Promise<FetchResponse<T, O, M>>,
): Promise<{ body: NonNullable<FetchResponse<T, O, M>["data"]>; etag: string }> {
  const body = await unwrap(answer);
  const { response } = await answer;
  return { body, etag: response.headers.get("etag") ?? "" };
}

function toProblem(error: unknown, response: Response): ProblemDetails {
  if (typeof error === "object" && error !== null && "title" in error) return error as ProblemDetails;
  return { type: "about:blank", title: response.statusText || "Unexpected answer", status: response.status };
}
