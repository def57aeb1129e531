import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export const repository = path.resolve(__dirname, "../../..");

/** The services in the order in which they start. */
export const serviceNames = ["telegram-emulator", "booking-api", "notifier", "bot"] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceProcess {
  /** Resolves when the service says that it listens. */
  ready: Promise<{ port: number; adminPort: number }>;
  /** Sends the signal and waits until the process is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Sends the signal and does not wait: SIGSTOP and SIGCONT end nobody. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves, with the signal or exit code, when the process is gone, for whatever reason. */
  over: Promise<string>;
  hasEnded(): boolean;
}

const startsWithinMs = 60_000;
/** Longer than any service takes to finish its work; what is slower than this hangs. */
const stopsWithinMs = 20_000;

/** Runs the built `dist/<entry>.js` of a service, the way `npm start` does: as a process of its own, with an IPC channel. */
export function startService(
  name: ServiceName,
  env: Record<string, string>,
  onLine: (line: string) => void,
): ServiceProcess {
  const child = spawnNode(name, "main", env);
  readLines(child, onLine);
  const over = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  let ended = false;
  void over.then(() => (ended = true));
  const ready = new Promise<{ port: number; adminPort: number }>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`${name} was not ready after ${startsWithinMs} ms`)),
      startsWithinMs,
    );
    child.on("message", (message) => {
      if (!isListening(message)) return;
      clearTimeout(late);
      resolve(message);
    });
    void over.then((how) => {
      clearTimeout(late);
      reject(new Error(`${name} ended before it was ready: ${how}`));
    });
  });
  ready.catch(() => undefined);
  return {
    ready,
    hasEnded: () => ended,
    over,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      if (ended) return;
      const force = setTimeout(() => {
        onLine(`(killed: it did not end within ${stopsWithinMs} ms of ${signal})`);
        child.kill("SIGKILL");
      }, stopsWithinMs);
      child.kill(signal);
      await over;
      clearTimeout(force);
    },
  };
}

/** Runs an entry such as `migrate` to its end, and answers what it wrote. */
export async function runToEnd(
  name: ServiceName,
  entry: string,
  env: Record<string, string>,
  args: string[] = [],
): Promise<string[]> {
  const lines: string[] = [];
  const child = spawnNode(name, entry, env, args);
  readLines(child, (line) => lines.push(line));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${name}/${entry} ended with ${code}:\n${lines.join("\n")}`);
  return lines;
}

function spawnNode(
  name: ServiceName,
  entry: string,
  env: Record<string, string>,
  args: string[] = [],
): ChildProcess {
  const directory = path.join(repository, "services", name);
  return spawn(process.execPath, ["--enable-source-maps", path.join("dist", `${entry}.js`), ...args], {
    cwd: directory,
    // Nothing of the environment of whoever runs the tests: a story must not depend on it.
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on("line", onLine);
}

function isListening(message: unknown): message is { port: number; adminPort: number } {
  return typeof message === "object" && message !== null && "type" in message && message.type === "listening";
}
