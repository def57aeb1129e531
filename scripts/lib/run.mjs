import { spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { Interrupted } from "./stopping.mjs";

/** Runs a command to its end. Its output is kept to itself unless it fails or `onLine` wants it. */
export function run(command, args, { cwd, env = process.env, stopping, onLine, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    stopping?.check();
    const grouped = process.platform !== "win32";
    const child = spawn(command, args, { cwd, env, detached: grouped, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((done) => child.once("close", done));
    // Its own process group, because what npm and turbo start must end with them.
    const signalAll = (signal) => {
      try {
        if (grouped) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        return;
      }
    };
    if (grouped && child.pid) watch(child);
    let over = false;
    stopping?.add(command, {
      stop: async () => {
        if (over) return;
        signalAll("SIGTERM");
        const force = setTimeout(() => signalAll("SIGKILL"), 5000);
        await ended;
        clearTimeout(force);
      },
      force: () => over || signalAll("SIGKILL"),
    });
    let late = false;
    const patience =
      timeoutMs &&
      setTimeout(() => {
        late = true;
        signalAll("SIGKILL");
      }, timeoutMs);
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > 400) lines.shift();
        onLine?.(line);
      });
    }
    child.once("error", (error) => {
      over = true;
      reject(error);
    });
    child.once("close", (code, signal) => {
      over = true;
      clearTimeout(patience);
      if (stopping?.begun) reject(new Interrupted());
      else if (code === 0) resolve(lines);
      else
        reject(
          new CommandFailed(
            command,
            args,
            late ? `no end after ${timeoutMs / 60_000} minutes` : (code ?? signal),
            { lines, isShown: onLine !== undefined },
          ),
        );
    });
  });
}

/**
 * Ends the command should we be killed with -9: the watcher's input is a pipe that only we hold. (jest, for one,
 * would otherwise wait for ever for somebody to read what it writes.)
 */
function watch(child) {
  const script = `
    trap '' INT TERM HUP
    read -r _
    kill -s TERM -- "-$1" 2>/dev/null && sleep 2 && kill -s KILL -- "-$1" 2>/dev/null`;
  const watcher = spawn("sh", ["-c", script, "command-watcher", `${child.pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watcher.on("error", () => undefined);
  watcher.stdin.on("error", () => undefined);
  watcher.unref();
  child.once("close", () => watcher.kill("SIGKILL"));
}

export class CommandFailed extends Error {
  /** `lines`: its last ones; `isShown`: whether somebody got them as they came. */
  constructor(command, args, how, { lines, isShown }) {
    const shown = [command, ...args].map((part) => (part.includes("/") ? basename(part) : part)).join(" ");
    super(`${shown}: ${typeof how === "number" ? `exit code ${how}` : how}`);
    this.lines = lines;
    this.isShown = isShown;
  }
}
