import { type Request, type RequestHandler } from "express";
import { collectDefaultMetrics, Registry } from "prom-client";
import { gauge, histogram } from "./metrics-catalogue";

export { type Registry } from "prom-client";

/** The boundaries that OpenTelemetry's semantic conventions advise for HTTP durations. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What every service measures, beside Node's default metrics. */
export const commonCatalogue = {
  targetInfo: gauge({
    name: "target_info",
    help: "Which service this process is",
    unit: "1",
    labels: ["service_name"],
  }),
  dependencyUp: gauge({
    name: "dependency_up",
    help: "1 when a dependency answered at this scrape, 0 when it did not",
    unit: "1",
    labels: ["dependency"],
  }),
  httpServer: histogram({
    name: "http_server_request_duration_seconds",
    help: "Time from the request's head to the end of its response",
    unit: "seconds",
    labels: ["http_request_method", "http_route", "http_response_status_code"],
    buckets: durationBuckets,
  }),
  httpClient: histogram({
    name: "http_client_request_duration_seconds",
    help: "Time from an outgoing request to the head of its response",
    unit: "seconds",
    labels: ["http_request_method", "server_address", "http_response_status_code", "error_type"],
    buckets: durationBuckets,
  }),
};

/** A registry of its own per call (tests start several services in one process), with Node's default metrics. */
export function createMetrics(service: string): { registry: Registry } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  commonCatalogue.targetInfo.create(registry).set({ service_name: service }, 1);
  return { registry };
}

/**
 * Times every request of the app it is mounted on; mount it first. The route label is the template of the matched
 * route, never the path that was asked for: a scanner must not be able to grow our time series.
 */
export function httpMetrics(registry: Registry): RequestHandler {
  const duration = commonCatalogue.httpServer.create(registry);
  return (request, response, next) => {
    const end = duration.startTimer();
    response.once("close", () =>
      end({
        http_request_method: knownMethod(request.method),
        http_route: routeTemplate(request),
        // A caller that left before the head was written got no status; 499 is what proxies call that.
        http_response_status_code: response.headersSent ? response.statusCode : 499,
      }),
    );
    next();
  };
}

/** `fetch` that times its calls; `peer` is the name of the called service, as the `server_address` label. */
export function instrumentedFetch(options: {
  registry: Registry;
  peer: string;
  fetch?: typeof fetch;
}): typeof fetch {
  const inner = options.fetch ?? fetch;
  const duration = clientDuration(options.registry);
  return async (input, init) => {
    const method = knownMethod(init?.method ?? (input instanceof globalThis.Request ? input.method : "GET"));
    const end = duration.startTimer({ http_request_method: method, server_address: options.peer });
    try {
      const response = await inner(input, init);
      end({ http_response_status_code: response.status, error_type: "" });
      return response;
    } catch (error) {
      end({ http_response_status_code: "", error_type: errorType(error) });
      throw error;
    }
  };
}

const clientDurations = new WeakMap<Registry, ReturnType<typeof commonCatalogue.httpClient.create>>();

/** One histogram per registry, shared by the clients of all peers. */
function clientDuration(registry: Registry) {
  const known = clientDurations.get(registry);
  if (known !== undefined) return known;
  const created = commonCatalogue.httpClient.create(registry);
  clientDurations.set(registry, created);
  return created;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]);

function knownMethod(method: string): string {
  const upper = method.toUpperCase();
  return methods.has(upper) ? upper : "_OTHER";
}

/** Timeouts and aborts are DOMExceptions, and told apart by name only. */
function errorType(error: unknown): string {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  return name === "TimeoutError" || name === "AbortError" ? name : "network";
}

/**
 * The contract's path, else the Express route. What a router was mounted on (`request.baseUrl`) is left out on
 * purpose: it is the text of the request, and holds its parameters.
 */
function routeTemplate(request: Request): string {
  if (request.openapi !== undefined) return request.openapi.openApiRoute;
  const route: unknown = request.route;
  const path = typeof route === "object" && route !== null && "path" in route ? route.path : undefined;
  return typeof path === "string" ? path.replace(/:([A-Za-z_]\w*)/g, "{$1}") : "unmatched";
}
