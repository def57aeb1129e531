import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openLog } from "./log-file.mjs";
import { readLogLine } from "./log-line.mjs";

const startsWithinMs = 60_000;
const stopsWithinMs = 10_000;

/**
 * One service as a child process. It has an IPC channel, so that it ends by itself when we are killed, and a process
 * group of its own, so that the terminal's Ctrl-C reaches us alone and we can stop the services one after another.
 */
export function startService({ name, directory, env, logFile, redact, show, onCrash }) {
  const log = openLog(logFile);
  const child = spawn(process.execPath, ["--enable-source-maps", join("dist", "main.js")], {
    cwd: directory,
    env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let stopping = false;
  let ready = false;
  let ended = false;
  const lastLines = [];

  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (raw) => {
      const line = redact(raw);
      log.write(`${line}\n`);
      const read = readLogLine(line);
      lastLines.push(read.text);
      if (lastLines.length > 15) lastLines.shift();
      if (!stopping) show(name, read);
    });
  }

  const over = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  }).then((how) => {
    ended = true;
    log.end();
    return new Crash(name, how, lastLines, logFile);
  });

  const listening = new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Crash(name, `was not ready after ${startsWithinMs / 1000} s`, lastLines, logFile)),
      startsWithinMs,
    );
    child.on("message", (message) => {
      if (message?.type !== "listening") return;
      clearTimeout(late);
      ready = true;
      resolve({ port: message.port, adminPort: message.adminPort });
    });
    over.then((crash) => {
      clearTimeout(late);
      reject(crash);
      if (ready && !stopping) onCrash(crash);
    });
  });
  listening.catch(() => undefined);

  return {
    name,
    pid: child.pid,
    listening,
    async stop() {
      if (ended) return;
      stopping = true;
      let forced = false;
      const force = setTimeout(() => {
        forced = true;
        child.kill("SIGKILL");
      }, stopsWithinMs);
      child.kill("SIGTERM");
      await over;
      clearTimeout(force);
      if (forced) throw new Error(`it was killed after ${stopsWithinMs / 1000} s`);
    },
    async kill() {
      stopping = true;
      child.kill("SIGKILL");
      await over;
    },
  };
}

export class Crash extends Error {
  constructor(name, how, lines, logFile) {
    super(`${name} ended unexpectedly: ${how}`);
    this.lines = lines;
    this.logFile = logFile;
  }
}
