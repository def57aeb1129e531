import { type IncomingMessage, type ServerResponse } from "node:http";
import { type Logger } from "../logger";
import { type Registry } from "../metrics";
import { listen } from "./listen";

export interface Admin {
  port: number;
  /** Not ready until this was called with true; shutdown calls it with false first. */
  setReady(ready: boolean): void;
  close(): Promise<void>;
}

export type ReadinessChecks = Record<string, () => Promise<unknown> | void>;

/**
 * The port for the platform, apart from the public one: `/metrics`, `/livez` and `/readyz`. Liveness never looks at
 * dependencies, because restarting a healthy process doesn't heal its database; readiness looks at all of them.
 */
export async function startAdmin(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness: ReadinessChecks;
  logger: Logger;
}): Promise<Admin> {
  let state: "starting" | "ready" | "stopping" = "starting";

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(response, 405, "application/problem+json", {
        type: "about:blank",
        title: "Method Not Allowed",
        status: 405,
      });
    if (path === "/livez") return send(response, 200, "application/json", { status: "alive" });
    if (path === "/readyz") {
      const checks = await runChecks(options.readiness, options.logger);
      const ready = state === "ready" && Object.values(checks).every((result) => result === "ok");
      return send(response, ready ? 200 : 503, "application/json", {
        status: state === "ready" && !ready ? "unready" : state,
        checks,
      });
    }
    if (path === "/metrics")
      return send(response, 200, options.registry.contentType, await options.registry.metrics());
    send(response, 404, "application/problem+json", { type: "about:blank", title: "Not Found", status: 404 });
  };

  const server = await listen((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.logger.error({ err: error, path: request.url }, "the admin port failed");
      if (response.headersSent) response.destroy();
      else
        send(response, 500, "application/problem+json", {
          type: "about:blank",
          title: "Internal Server Error",
          status: 500,
        });
    });
  }, options);

  return {
    port: server.port,
    setReady(ready) {
      state = ready ? "ready" : "stopping";
    },
    close: () => server.close(),
  };
}

/** Less than the one second after which Kubernetes gives a probe up by default. */
const checkTimeoutMs = 900;

async function runChecks(checks: ReadinessChecks, logger: Logger): Promise<Record<string, "ok" | "failed">> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await inTime(check);
        return [name, "ok"] as const;
      } catch (error) {
        logger.warn({ err: error, check: name }, "a readiness check failed");
        return [name, "failed"] as const;
      }
    }),
  );
  return Object.fromEntries(results);
}

async function inTime(check: () => Promise<unknown> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, type: string, body: object | string): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
