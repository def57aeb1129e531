import createClient, { type Client, type FetchResponse, type Middleware } from "openapi-fetch";
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
  const client = createClient<Paths>({
    baseUrl: options.baseUrl,
    headers: { authorization: `Bearer ${options.token}` },
    // Lists in our contracts are `a,b`; openapi-fetch would send `name=a&name=b`, and servers would see one.
    querySerializer: { array: { style: "form", explode: false } },
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  if (options.timeoutMs !== undefined) client.use(timeout(options.timeoutMs));
  return client;
}

function timeout(timeoutMs: number): Middleware {
  return {
    onRequest: ({ request }) =>
      new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
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

function toProblem(error: unknown, response: Response): ProblemDetails {
  if (typeof error === "object" && error !== null && "title" in error) return error as ProblemDetails;
  return { type: "about:blank", title: response.statusText || "Unexpected answer", status: response.status };
}
