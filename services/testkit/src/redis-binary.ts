import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export interface RedisBinary {
  path: string;
  /** How it came here, in words for the user. */
  how: string;
}

const names = ["redis-server", "valkey-server"];

/**
 * Finds a Redis: on PATH; else from the system's package manager where we may use it; else compiled from source.
 * `say` is told before anything slow begins.
 */
export async function findRedis(say: (sentence: string) => void = () => undefined): Promise<RedisBinary> {
  const present = onPath(names);
  if (present !== undefined) return { path: present, how: "found on PATH" };

  const manager = packageManager();
  if (manager) {
    say(`Redis is missing: installing it with ${manager.name}`);
    for (const [command = "", ...args] of manager.commands) {
      // RUNLEVEL=1 asks Debian's scripts not to start a Redis of the system's own.
      spawnSync(command, args, {
        stdio: "ignore",
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
      });
    }
    const installed = onPath(names);
    if (installed !== undefined) return { path: installed, how: `installed with ${manager.name}` };
  }

  say("Redis is missing: compiling it from source, which takes a few minutes");
  try {
    const { default: compiler } = await import("redis-memory-server/lib/util/RedisBinary.js");
    return {
      path: await compiler.default.getPath({ downloadDir: join(homedir(), ".cache", "okoshko") }),
      how: "compiled from source",
    };
  } catch (cause) {
    throw new Error(
      "Redis is missing and could not be installed or compiled here. Install redis-server or valkey-server " +
        "(Debian, Ubuntu: sudo apt-get install redis-server; macOS: brew install redis; Fedora: sudo dnf install valkey; " +
        "Alpine: sudo apk add redis), or set REDIS_URL (npm start) or TEST_REDIS_URL (npm test) to a Redis of your own.",
      { cause },
    );
  }
}

/** The system's package manager, if this user may install with it without a password. */
function packageManager(): { name: string; commands: string[][] } | undefined {
  if (process.platform === "darwin") {
    return onPath(["brew"]) === undefined
      ? undefined
      : { name: "brew", commands: [["brew", "install", "redis"]] };
  }
  if (process.getuid?.() !== 0) return undefined;
  const managers: { name: string; commands: string[][] }[] = [
    {
      name: "apt-get",
      commands: [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server"],
      ],
    },
    { name: "apk", commands: [["apk", "add", "--no-cache", "redis"]] },
    {
      name: "dnf",
      commands: [
        ["dnf", "install", "-y", "-q", "valkey"],
        ["dnf", "install", "-y", "-q", "redis"],
      ],
    },
  ];
  return managers.find(({ name }) => onPath([name]) !== undefined);
}

function onPath(candidates: string[]): string | undefined {
  const directories = (process.env.PATH ?? "").split(delimiter).filter((directory) => directory !== "");
  for (const directory of directories) {
    for (const name of candidates) {
      const path = join(directory, name);
      if (existsSync(path) && works(path)) return path;
    }
  }
  return undefined;
}

function works(path: string): boolean {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
