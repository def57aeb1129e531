import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@okoshko/testkit/free-port";
import { type ServiceName, type ServiceProcess, startService } from "@okoshko/e2e/service-process";

/** A process that ended, and whether we had ended it. */
export interface Exit {
  replica: string;
  at: number;
  how: string;
  isOurs: boolean;
  /** It had said before that it listens. */
  wasReady: boolean;
}

/** A line of a service's log that says more than that all is well. */
export interface LogLine {
  replica: string;
  at: number;
  level: "warn" | "error" | "fatal";
  message: string;
  line: string;
}

export interface Replica {
  name: string;
  service: ServiceName;
  port: number;
  isUp(): boolean;
  /** Ends it and starts it again after so long, as a kubelet would. SIGKILL is a crash, SIGTERM a deployment. */
  fell(signal: "SIGKILL" | "SIGTERM", downMs: number): Promise<void>;
  /** Lets it stand still, as a machine without breath does. */
  freeze(ms: number): Promise<void>;
  lastLines: (count: number) => string[];
}

export interface Fleet {
  replicas: Replica[];
  of(service: ServiceName): Replica[];
  exits: Exit[];
  log: LogLine[];
  /** Resolves when all are up. Throws after `timeoutMs` with the names of those that are not. */
  allUp(timeoutMs: number): Promise<void>;
  stop: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
}

const keptLines = 300;
const restartPauseMs = 500;

/** Starts replicas and keeps them running: who ends, for whatever reason, is started again. */
export async function startFleet(
  counts: readonly (readonly [service: ServiceName, count: number])[],
  environment: (service: ServiceName, name: string, port: number) => Record<string, string>,
): Promise<Fleet> {
  const exits: Exit[] = [];
  const log: LogLine[] = [];
  const stopping = new AbortController();
  const running = await Promise.all(
    counts.flatMap(([service, count]) =>
      Array.from({ length: count }, async (_, index) => {
        const name = `${service}-${index + 1}`;
        const port = await freePort();
        const env = environment(service, name, port);
        return startReplica({ name, service, port, env, exits, log, stopping: stopping.signal });
      }),
    ),
  );
  const replicas = running.map(({ replica }) => replica);
  return {
    replicas,
    exits,
    log,
    of: (service) => replicas.filter((replica) => replica.service === service),
    async allUp(timeoutMs) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        const down = replicas.filter((replica) => !replica.isUp());
        if (down.length === 0) return;
        if (performance.now() > until) {
          const story = down.map(({ name, lastLines }) => `── ${name}\n${lastLines(15).join("\n")}`);
          throw new Error(`Not up: ${down.map(({ name }) => name).join(", ")}\n${story.join("\n")}`);
        }
        await sleep(50);
      }
    },
    async stop(signal) {
      stopping.abort();
      await Promise.all(running.map(({ stop }) => stop(signal)));
    },
  };
}

function startReplica(options: {
  name: string;
  service: ServiceName;
  port: number;
  env: Record<string, string>;
  exits: Exit[];
  log: LogLine[];
  stopping: AbortSignal;
}): { replica: Replica; stop: (signal: "SIGTERM" | "SIGKILL") => Promise<void> } {
  const { name, service, port, env, exits, log, stopping } = options;
  const lines: string[] = [];
  let current: ServiceProcess | undefined;
  let isReady = false;
  /** Set by who ends it: how long it shall stay away. */
  let asked: { downMs: number } | undefined;

  const onLine = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    const worrying = read(name, line);
    if (worrying) log.push(worrying);
  };
  const live = async (): Promise<void> => {
    while (!stopping.aborted) {
      const child = startService(service, env, onLine);
      current = child;
      child.ready.then(
        () => (isReady = true),
        () => undefined,
      );
      const how = await child.over;
      const wasReady = isReady;
      isReady = false;
      if (stopping.aborted) return;
      exits.push({ replica: name, at: Date.now(), how, isOurs: asked !== undefined, wasReady });
      const pauseMs = asked?.downMs ?? restartPauseMs;
      asked = undefined;
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  };
  const life = live();

  /** The process, when there is one that nobody is ending: starting is enough. */
  const running = async (): Promise<ServiceProcess> => {
    while (!stopping.aborted) {
      if (current?.hasEnded() === false && !asked) return current;
      await sleep(20);
    }
    throw new Error(`${name} is not running`);
  };

  const replica: Replica = {
    name,
    service,
    port,
    isUp: () => isReady && current?.hasEnded() === false,
    async fell(signal, downMs) {
      const child = await running();
      asked = { downMs };
      await child.end(signal);
    },
    async freeze(ms) {
      const child = await running();
      child.signal("SIGSTOP");
      await sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
      child.signal("SIGCONT");
    },
    lastLines: (count) => lines.slice(-count),
  };
  return {
    replica,
    async stop(signal) {
      current?.signal("SIGCONT");
      await current?.end(signal);
      await life;
    },
  };
}

function read(replica: string, line: string): LogLine | undefined {
  if (!line.startsWith("{")) {
    // Node itself speaks like this when it falls over.
    return /\b(Error|FATAL)\b/.test(line)
      ? { replica, at: Date.now(), level: "error", message: line.slice(0, 200), line }
      : undefined;
  }
  try {
    const { level, msg, time } = JSON.parse(line) as { level?: string; msg?: string; time?: string };
    if (level !== "warn" && level !== "error" && level !== "fatal") return undefined;
    const at = time === undefined ? Date.now() : Date.parse(time);
    return { replica, at, level, message: msg ?? "", line };
  } catch {
    return undefined;
  }
}
