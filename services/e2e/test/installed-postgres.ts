import { execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { guard, stopChild, untilReady } from "@okoshko/testkit/child-process";
import { postgresAccount } from "@okoshko/testkit/postgres-binaries";

/** A cluster of the Postgres that the system has, for what needs its tools: they read no server newer than themselves. */
export interface Cluster {
  url: string;
  /** Ends it and removes all that it held. */
  wipe(): Promise<void>;
}

const programs = ["initdb", "postgres", "pg_dump", "pg_restore"];

/** Where all of Postgres' programs are: on PATH, or where Debian keeps each version; undefined when nowhere. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const places = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    ...versions.map((version) => path.join(debian, `${version}`, "bin")),
  ];
  return places.find((place) => programs.every((program) => existsSync(path.join(place, program))));
}

/** A new, empty cluster at this port; its own count of transactions begins where every new one begins. */
export async function startCluster(bin: string, port: number): Promise<Cluster> {
  const account = postgresAccount();
  const base = mkdtempSync(path.join(tmpdir(), "okoshko-cluster-"));
  if (account.uid !== undefined) chownSync(base, account.uid, account.gid);
  const data = path.join(base, "data");
  const access = ["--username=okoshko", "--auth=trust"];
  execFileSync(
    path.join(bin, "initdb"),
    [`--pgdata=${data}`, "--no-sync", "--encoding=UTF8", "--locale=C", ...access],
    { ...account, cwd: base, stdio: "ignore" },
  );
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "lc_messages=C"];
  const child = spawn(
    path.join(bin, "postgres"),
    ["-D", data, "-p", `${port}`, ...settings.flatMap((setting) => ["-c", setting])],
    { ...account, cwd: base, detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  guard(child, { signal: "SIGINT", remove: base });
  await untilReady(child, {
    name: "Postgres",
    sign: /database system is ready to accept connections/,
    log: undefined,
  });
  return {
    url: `postgres://okoshko@127.0.0.1:${port}/postgres`,
    async wipe() {
      await stopChild(child, { signal: "SIGINT", timeoutMs: 15_000 });
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Runs a program of that Postgres to its end. */
export async function runProgram(bin: string, program: string, args: string[]): Promise<void> {
  await promisify(execFile)(path.join(bin, program), args);
}
