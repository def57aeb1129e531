// The Go program in charts/tools, built once and then asked line by line; or what stands in for it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startHelm } from "./helm.mjs";

const sources = fileURLToPath(new URL("../tools", import.meta.url));
const folder = fileURLToPath(new URL("../../artifacts/chart-tool", import.meta.url));
const binary = join(folder, process.platform === "win32" ? "chart-tool.exe" : "chart-tool");

/** `{ start }`: the tool, or helm where that can't be built; else `{ reason }`, a sentence. */
export function findTool() {
  const why = buildTool();
  if (why === undefined) return { start: startTool };
  const helm = findProgram("helm");
  if (helm === undefined) return { reason: `${why} and helm is not there, so the chart was not tested` };
  return { start: () => startHelm(helm, why) };
}

/** What is missing, or undefined, and the tool is built. */
function buildTool() {
  const go = findProgram("go");
  if (go === undefined) return "Go is not installed";
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "local" };
  const built = spawnSync(go, ["build", "-ldflags=-s -w", "-o", binary, "."], {
    cwd: sources,
    env,
    encoding: "utf8",
  });
  if (built.status === 0) return undefined;
  const why = built.stderr.trim().split("\n").at(-1);
  // Neither an old Go nor a machine without a network is a fault of the chart; anything else is one of the tool.
  if (
    /requires go >= |dial tcp|no such host|timeout|proxyconnect|connection refused|(Get|reading) "?https?:/.test(
      built.stderr,
    )
  )
    return `charts/tools could not be built here (${why})`;
  throw new Error(`charts/tools does not build:\n${built.stderr}`);
}

function findProgram(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((at) => join(at, process.platform === "win32" ? `${name}.exe` : name))
    .find((file) => existsSync(file));
}

/** Answers come in the order of the questions. */
function startTool() {
  const child = spawn(binary, { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift().resolve(JSON.parse(line)));
  child.once("close", (code) => {
    for (const { reject } of waiting) reject(new Error(`The chart tool ended with ${code}`));
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    notes: (files) => Object.entries(files).find(([name]) => name.endsWith("NOTES.txt"))?.[1],
    stop: () => child.stdin.end(),
  };
}
