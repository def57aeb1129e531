import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

export interface StopOptions {
  /** What asks politely; each store has its own signal for "finish quickly, lose nothing". */
  signal: NodeJS.Signals;
  /** How long politeness lasts before SIGKILL. */
  timeoutMs: number;
}

/** Ends a child process and waits until it is gone. Ending one that is gone already does nothing. */
export async function stopChild(child: ChildProcess, { signal, timeoutMs }: StopOptions): Promise<void> {
  if (hasEnded(child)) return;
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill(signal);
  });
}

/** The same for a process that somebody else started: an earlier run that was killed, for example. */
export async function stopPid(pid: number, { signal, timeoutMs }: StopOptions): Promise<void> {
  const attempts = Math.ceil(timeoutMs / 50);
  if (!send(pid, signal)) return;
  for (let attempt = 0; attempt < attempts && send(pid, 0); attempt++) await pause(50);
  send(pid, "SIGKILL");
  while (send(pid, 0)) await pause(50);
}

export function isAlive(pid: number): boolean {
  return send(pid, 0);
}

/** Hands every line of both outputs to `onLine`. */
export function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", onLine);
  }
}

/** Resolves when the store's log shows the sign; from then on the store no longer keeps this process from ending. */
export async function untilReady(
  child: ChildProcess,
  { name, sign, log }: { name: string; sign: RegExp; log: ((line: string) => void) | undefined },
): Promise<void> {
  const lastLines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    readLines(child, (line) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      log?.(line);
      if (sign.test(line)) resolve();
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`${name} did not start:\n${lastLines.join("\n")}`)));
  });
  letGo(child);
}

/** From here on the child no longer keeps this process from ending. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if (stream instanceof Socket) stream.unref();
  }
}

/**
 * Watches over a store on behalf of this process. A store runs in its own process group, so that Ctrl-C reaches
 * the services first and the store last; the price is that it would outlive a parent that is killed with -9. The
 * watcher's input is a pipe that only we hold: when it closes, we are gone, and the watcher ends the store. The two
 * seconds let the services, which notice the same thing, finish what they were writing.
 */
export function guard(child: ChildProcess, options: { signal: NodeJS.Signals; remove?: string }): void {
  if (process.platform === "win32" || child.pid === undefined) return;
  const script = `
    trap '' INT TERM HUP
    read -r _
    sleep 2
    if kill -s "$2" "$1" 2>/dev/null; then
      i=0
      while kill -0 "$1" 2>/dev/null && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
      kill -9 "$1" 2>/dev/null
    fi
    if [ -n "$3" ]; then rm -rf -- "$3"; fi`;
  const signal = options.signal.replace("SIG", "");
  const watcher = spawn("sh", ["-c", script, "store-watcher", `${child.pid}`, signal, options.remove ?? ""], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watcher.stdin.on("error", () => undefined);
  letGo(watcher);
  child.once("exit", () => watcher.kill("SIGKILL"));
}

/** Resolves, with words for the user, when the child is gone. */
export function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `killed by ${signal}`),
    );
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
