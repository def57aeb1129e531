import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One start per checkout: two would share a data directory. A lock whose holder is gone is taken over. */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: "wx" });
      return {
        tell: (facts) => writeFileSync(file, JSON.stringify({ pid: process.pid, ...facts })),
        release: () => rmSync(file, { force: true }),
      };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = readHolder(file);
      if (holder && isStart(holder.pid)) throw new AlreadyRunning(holder);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`${file} is fought over; try again.`);
}

export class AlreadyRunning extends Error {
  constructor({ pid, url }) {
    const where = url ? `, at ${url}` : " and is still getting ready";
    super(
      `Okoshko already runs in this checkout (process ${pid})${where}. Stop it with Ctrl-C there, or: kill ${pid}`,
    );
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** A process number alone proves nothing: it may have been given to another program since. */
function isStart(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const command = commandOf(pid);
  return command === undefined || command.includes("start.mjs");
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    try {
      return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    } catch {
      return undefined;
    }
  }
}
