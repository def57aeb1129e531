import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { guard, isAlive, stopChild, stopPid, untilReady, whenEnded } from "./child-process";
import { freePort } from "./free-port";
import { findRedis } from "./redis-binary";

const stopping = { signal: "SIGTERM", timeoutMs: 10_000 } as const;

export interface RunningRedis {
  url: string;
  port: number;
  /** How this Redis came to be here, in words for the user. */
  how: string;
  /** Resolves, with words for the user, when the server is gone, for whatever reason. */
  ended: Promise<string>;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

export interface RedisOptions {
  /** Keeps its data here. Without it the server is throw-away: nothing is written, all is removed when stopped. */
  directory?: string;
  /** Preferred port; another is taken when it is in use. */
  port?: number;
  /** Speaks TLS only, as `localhost`: paths of its certificate, of that one's key and of the authority. */
  tls?: { certificate: string; key: string; authority: string };
  /** Receives Redis' own log, line by line. */
  log?: (line: string) => void;
  /** Is told, in a sentence, before something slow (an installation) begins. */
  say?: (sentence: string) => void;
}

/** Starts a Redis of our own. It never evicts: BullMQ's jobs and dialogue drafts must not vanish under pressure. */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const { directory, port, tls, log, say } = options;
  const { path, how } = await findRedis(say);
  const base = directory ?? mkdtempSync(join(tmpdir(), "okoshko-redis-"));
  if (directory !== undefined) {
    mkdirSync(base, { recursive: true });
    await stopStray(base);
  }

  const chosenPort = await freePort(port);
  const settings = {
    ...(tls === undefined ? { port: `${chosenPort}` } : tlsSettings(chosenPort, tls)),
    bind: "127.0.0.1",
    dir: base,
    databases: "1024",
    save: "",
    appendonly: directory === undefined ? "no" : "yes",
    "maxmemory-policy": "noeviction",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(path, args, { cwd: base, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = whenEnded(child);
  guard(child, { signal: stopping.signal, ...(directory === undefined && { remove: base }) });

  await untilReady(child, { name: "Redis", sign: /ready to accept connections/i, log });
  if (directory !== undefined) {
    writeFileSync(runningFile(base), `${child.pid} ${chosenPort}`);
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await stopChild(child, { signal, timeoutMs: stopping.timeoutMs });
    rmSync(directory === undefined ? base : runningFile(base), { recursive: true, force: true });
  };
  return {
    url: tls === undefined ? `redis://127.0.0.1:${chosenPort}` : `rediss://localhost:${chosenPort}`,
    port: chosenPort,
    how,
    ended,
    stop: () => end(stopping.signal),
    kill: () => end("SIGKILL"),
  };
}

function tlsSettings(port: number, tls: NonNullable<RedisOptions["tls"]>): Record<string, string> {
  return {
    port: "0",
    "tls-port": `${port}`,
    "tls-cert-file": tls.certificate,
    "tls-key-file": tls.key,
    "tls-ca-cert-file": tls.authority,
    "tls-auth-clients": "no",
  };
}

/** Removes what a server in `directory` kept, and stops it first should one be left over from a killed run. */
export async function eraseRedis(directory: string): Promise<void> {
  await stopStray(directory);
  rmSync(directory, { recursive: true, force: true });
}

function runningFile(base: string): string {
  return join(base, "running");
}

/** Two servers on one append-only file would ruin it, so one left over from a killed run is ended first. */
async function stopStray(base: string): Promise<void> {
  if (!existsSync(runningFile(base))) return;
  const [pid, port] = readFileSync(runningFile(base), "utf8").split(" ").map(Number);
  rmSync(runningFile(base));
  if (!pid || !port || !isAlive(pid)) return;
  // The number may belong to another process by now: only a Redis that works in our directory is ours.
  const redis = new Redis({ host: "127.0.0.1", port, lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    const [, directory] = asList(await redis.config("GET", "dir"));
    if (directory === realpathSync(base)) await stopPid(pid, stopping);
  } catch {
    return;
  } finally {
    redis.disconnect();
  }
}

function asList(reply: unknown): unknown[] {
  return Array.isArray(reply) ? reply : [];
}
