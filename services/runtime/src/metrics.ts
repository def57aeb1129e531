import { readFileSync } from "node:fs";
import path from "node:path";
import { type Request, type RequestHandler } from "express";
import { type OpenMetricsContentType, Registry as ClientRegistry } from "prom-client";
import { z } from "zod";
import { gauge, histogram, register, type Registry } from "./metrics-catalogue";
import { measureNode } from "./node-metrics";

export { type Registry } from "./metrics-catalogue";

/** The boundaries that OpenTelemetry's semantic conventions advise for HTTP durations. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** A statement or a command takes a fraction of what a request may take. */
const operationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** What every service measures, each as far as it has such a thing, beside what `nodeCatalogue` says of its process. */
export const commonCatalogue = {
  targetInfo: gauge({
    name: "target_info",
    help: "Which service this process is",
    unit: "1",
    labels: ["service_name"],
  }),
  buildInfo: gauge({
    name: "okoshko_build_info",
    help: "1, with the release and the commit that this process was built of",
    unit: "1",
    labels: ["version", "revision"],
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
  httpServerActive: gauge({
    name: "http_server_active_requests",
    help: "Requests that are being answered",
    unit: "1",
    labels: ["http_request_method"],
  }),
  httpClient: histogram({
    name: "http_client_request_duration_seconds",
    help: "Time from an outgoing request to the head of its response",
    unit: "seconds",
    labels: ["http_request_method", "server_address", "http_response_status_code", "error_type"],
    buckets: durationBuckets,
  }),
  dbOperations: histogram({
    name: "db_client_operation_duration_seconds",
    help: "Time of one SQL statement or Redis command as this process waited for it; error_type is the SQLSTATE, if there is one",
    unit: "seconds",
    labels: ["db_system_name", "db_operation_name", "error_type"],
    buckets: operationBuckets,
  }),
  dbConnections: gauge({
    name: "db_client_connections",
    help: "Connections of a pool, by state (idle, used)",
    unit: "1",
    labels: ["db_client_connection_pool_name", "db_client_connection_state"],
  }),
  dbConnectionsMax: gauge({
    name: "db_client_connection_max",
    help: "Connections that a pool may have",
    unit: "1",
    labels: ["db_client_connection_pool_name"],
  }),
  dbPending: gauge({
    name: "db_client_connection_pending_requests",
    help: "Who waits for a connection of a pool",
    unit: "1",
    labels: ["db_client_connection_pool_name"],
  }),
};

/**
 * A registry of its own per call (tests start several services in one process), with what every service measures. The revision is
 * the commit that was built, as `commonConfig.REVISION` has it.
 */
export function createMetrics(service: string, revision = "unknown"): { registry: Registry } {
  const registry = new ClientRegistry<OpenMetricsContentType>();
  // For the sake of exemplars; exposition.ts is for who wants the older format.
  registry.setContentType(ClientRegistry.OPENMETRICS_CONTENT_TYPE);
  measureNode(registry);
  const { targetInfo, buildInfo } = register(commonCatalogue, registry);
  targetInfo.set({ service_name: service }, 1);
  buildInfo.set({ version, revision }, 1);
  return { registry };
}

/** All services are released together, and have the version of what they share. */
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(__dirname, "../package.json"), "utf8")));

/**
 * Times every request of the app it is mounted on; mount it first. The route label is the template of the matched
 * route, never the path that was asked for: a scanner must not be able to grow our time series.
 */
export function httpMetrics(registry: Registry): RequestHandler {
  const duration = commonCatalogue.httpServer.in(registry);
  const active = commonCatalogue.httpServerActive.in(registry);
  return (request, response, next) => {
    const method = { http_request_method: knownMethod(request.method) };
    const end = duration.startTimer(method);
    active.inc(method);
    response.once("close", () => {
      active.dec(method);
      end({
        http_route: routeTemplate(request),
        // A caller that left before the head was written got no status; 499 is what proxies call that.
        http_response_status_code: response.headersSent ? response.statusCode : 499,
      });
    });
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
  const duration = commonCatalogue.httpClient.in(options.registry);
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
