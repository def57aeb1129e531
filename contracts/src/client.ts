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
    Request: breakableRequest(options.timeoutMs),
    fetch: holdingSignals(options.fetch ?? ((request) => fetch(request))),
  });
}

/**
 * Requests that end when their caller gives them up, and after `timeoutMs`. On Node 20 a request follows its signal, and a
 * signal made of others follows those, through weak references only: what nobody holds is collected within a second, and then
 * neither the timeout nor the caller reaches the call. So a request holds them all. Made in one go: to wrap a request into
 * another one with a signal costs as much as all the rest of a call.
 */
function breakableRequest(timeoutMs: number | undefined): typeof Request {
  return class BreakableRequest extends Request {
    readonly signals: readonly AbortSignal[];

    constructor(input: ConstructorParameters<typeof Request>[0], init: RequestInit = {}) {
      const sources = [
        ...(init.signal ? [init.signal] : []),
        ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
      ];
      const [only] = sources;
      const signal = sources.length > 1 ? AbortSignal.any(sources) : (only ?? null);
      super(input, { ...init, signal });
      this.signals = [...sources, ...(signal === null ? [] : [signal])];
    }
  };
}

/** What has to live as long as the answer to a call is read. */
const requests = new WeakMap<Response, Request>();

function holdingSignals(
  call: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await call(request);
    requests.set(response, request);
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
