import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { guard, isAlive, readLines, stopChild, stopPid, untilReady, whenEnded } from "./child-process";
import { freePort } from "./free-port";
import { isReachable, openDirectory, postgresAccount, postgresHome, type Account } from "./postgres-binaries";

const major = "18";
/** SIGINT is Postgres' "fast" stop: it disconnects clients, writes a checkpoint and ends. */
const stopping = { signal: "SIGINT", timeoutMs: 15_000 } as const;

export interface Postgres {
  /** Of the superuser, database `postgres`. */
  url: string;
  port: number;
  /** Where the rows are. */
  dataDirectory: string;
  /** Resolves, with words for the user, when the server is gone, for whatever reason. */
  ended: Promise<string>;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; the next start recovers. */
  kill(): Promise<void>;
}

export interface PostgresOptions {
  /** Keeps its data here, safely. Without it the server is throw-away: quick, unsafe, removed when stopped. */
  directory?: string;
  /** Preferred port; another is taken when it is in use. */
  port?: number;
  /** Settings of postgresql.conf on top of ours. */
  settings?: Record<string, string>;
  /** Receives Postgres' own log, line by line. */
  log?: (line: string) => void;
}

/** Starts the Postgres that comes from npm. Works as root and as an ordinary user. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const { directory, port, log } = options;
  const account = postgresAccount();
  const home = postgresHome(account);
  const base = directory ?? throwAwayDirectory(account);
  const data = directory === undefined ? join(base, "data") : dataDirectoryOf(directory, account);
  if (directory !== undefined) await stopStray(data);
  const password = existsSync(join(data, "PG_VERSION"))
    ? readPassword(data)
    : await initialise({ home, data, account });

  const chosenPort = await freePort(port);
  const child = spawn(join(home, "bin", "postgres"), argumentsFor({ ...options, data, port: chosenPort }), {
    ...account,
    cwd: data,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = whenEnded(child);
  guard(child, { signal: stopping.signal, ...(directory === undefined && { remove: base }) });
  await untilReady(child, { name: "Postgres", sign: /database system is ready to accept connections/, log });

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await stopChild(child, { ...stopping, signal });
    if (directory === undefined) rmSync(base, { recursive: true, force: true });
  };
  return {
    url: `postgres://okoshko:${password}@127.0.0.1:${chosenPort}/postgres`,
    port: chosenPort,
    dataDirectory: data,
    ended,
    stop: () => end(stopping.signal),
    kill: () => end("SIGQUIT"),
  };
}

function argumentsFor(server: PostgresOptions & { data: string; port: number }): string[] {
  const unsafe = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "lc_messages=C",
    ...(server.directory === undefined ? unsafe : []),
    ...Object.entries(server.settings ?? {}).map(([name, value]) => `${name}=${value}`),
  ];
  return ["-D", server.data, "-p", `${server.port}`, ...settings.flatMap((setting) => ["-c", setting])];
}

/** Removes what a server in `directory` kept, and stops it first should one be left over from a killed run. */
export async function erasePostgres(directory: string): Promise<void> {
  const data = dataDirectoryOf(directory, postgresAccount());
  await stopStray(data);
  for (const path of [data, passwordFile(data), directory]) rmSync(path, { recursive: true, force: true });
}

/** A checkout under /root is closed to the account that Postgres runs as; its rows then live in /var/lib. */
function dataDirectoryOf(directory: string, account: Account): string {
  if (isReachable(directory, account)) return join(directory, "data");
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  return `/var/lib/okoshko/postgres-${name}`;
}

function throwAwayDirectory(account: Account): string {
  const base = mkdtempSync(join(tmpdir(), "okoshko-postgres-"));
  if (account.uid !== undefined) chownSync(base, account.uid, account.gid);
  return base;
}

async function initialise(place: { home: string; data: string; account: Account }): Promise<string> {
  const { home, data, account } = place;
  const password = randomBytes(18).toString("base64url");
  // Built beside its place and moved there when complete: an interrupted start leaves nothing that looks finished.
  const unfinished = `${data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  if (!existsSync(dirname(data))) openDirectory(dirname(data));
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile(data), password, { mode: 0o600 });
  if (account.uid !== undefined) {
    for (const path of [unfinished, passwordFile(data)]) chownSync(path, account.uid, account.gid);
  }
  const access = ["--username=okoshko", "--auth=scram-sha-256", `--pwfile=${passwordFile(data)}`];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const options = [`--pgdata=${unfinished}`, "--no-sync", "--no-instructions", ...access, ...locale];
  await run(join(home, "bin", "initdb"), options, account);
  renameSync(unfinished, data);
  return password;
}

function run(command: string, args: string[], account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...account, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    readLines(child, (line) => lines.push(line));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} failed with ${code}:\n${lines.join("\n")}`)),
    );
  });
}

/** Beside the rows and not inside: initdb reads it, and wants an empty directory. */
function passwordFile(data: string): string {
  return `${data}.password`;
}

function readPassword(data: string): string {
  const version = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (version !== major) {
    throw new Error(
      `${data} was written by Postgres ${version}, and this is ${major}. "npm start -- --reset" begins anew.`,
    );
  }
  return readFileSync(passwordFile(data), "utf8");
}

/** After a kill -9 of its parent a server may still hold the data directory; a second one could not start. */
async function stopStray(data: string): Promise<void> {
  const pidFile = join(data, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const [pid, , , port] = readFileSync(pidFile, "utf8").split("\n").map(Number);
  if (!pid || !port || !isAlive(pid)) return;
  // The number may belong to another process by now: only a server that knows our password and directory is ours.
  const password = readFileSync(passwordFile(data), "utf8");
  const client = new Client({
    connectionString: `postgres://okoshko:${password}@127.0.0.1:${port}/postgres`,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    await client.end();
    if (rows[0]?.data_directory === data) await stopPid(pid, stopping);
  } catch {
    return;
  }
}
