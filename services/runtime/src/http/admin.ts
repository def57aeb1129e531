import { type IncomingMessage, type ServerResponse } from "node:http";
import { expose } from "../exposition";
import { type Logger } from "../logger";
import { commonCatalogue, type Registry } from "../metrics";
import { listen } from "./listen";

export interface Admin {
  port: number;
  /** Not ready until this was called with true; shutdown calls it with false first. */
  setReady(ready: boolean): void;
  close(): Promise<void>;
}

export type ReadinessChecks = Record<string, () => Promise<unknown> | void>;

/** Less than the one second after which Kubernetes gives a probe up by default. */
const probePatienceMs = 900;
/** A scrape has ten seconds, and what is only watched may be far away. */
const watchPatienceMs = 3_000;

/**
 * The port for the platform, apart from the public one: `/metrics`, `/livez` and `/readyz`. Liveness never looks at
 * dependencies, because restarting a healthy process doesn't heal its database; readiness looks at all of them. At each
 * scrape the dependencies are tried as well, and said in `dependency_up`: so that whoever is on call learns which one is
 * away even while nobody uses it.
 */
export async function startAdmin(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness: ReadinessChecks;
  /** Dependencies without which the service still does its work, if less well: they are no condition of readiness. */
  watched?: ReadinessChecks;
  logger: Logger;
}): Promise<Admin> {
  let state: "starting" | "ready" | "stopping" = "starting";
  const dependencyUp = commonCatalogue.dependencyUp.in(options.registry);

  const tryDependencies = async (): Promise<void> => {
    const dependencies = { ...options.readiness, ...options.watched };
    const results = await runChecks(dependencies, watchPatienceMs, options.logger);
    for (const [dependency, result] of Object.entries(results))
      dependencyUp.set({ dependency }, result === "ok" ? 1 : 0);
  };

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
      const checks = await runChecks(options.readiness, probePatienceMs, options.logger);
      const ready = state === "ready" && Object.values(checks).every((result) => result === "ok");
      return send(response, ready ? 200 : 503, "application/json", {
        status: state === "ready" && !ready ? "unready" : state,
        checks,
      });
    }
    if (path === "/metrics") {
      await tryDependencies();
      const { type, text } = await expose(options.registry, request.headers.accept);
      return send(response, 200, type, text);
    }
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

async function runChecks(
  checks: ReadinessChecks,
  patienceMs: number,
  logger: Logger,
): Promise<Record<string, "ok" | "failed">> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await inTime(check, patienceMs);
        return [name, "ok"] as const;
      } catch (error) {
        logger.warn({ err: error, check: name }, "a dependency does not answer");
        return [name, "failed"] as const;
      }
    }),
  );
  return Object.fromEntries(results);
}

async function inTime(check: () => Promise<unknown> | void, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${patienceMs} ms`)), patienceMs);
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
