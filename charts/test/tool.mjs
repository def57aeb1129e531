// The Go program in charts/tools, built once and then asked line by line.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("../tools", import.meta.url));
const folder = fileURLToPath(new URL("../../artifacts/chart-tool", import.meta.url));
const binary = join(folder, process.platform === "win32" ? "chart-tool.exe" : "chart-tool");

/** Why the chart can't be tested here, in a sentence; or undefined, and the tool is built. */
export function prepareTool() {
  const go = findGo();
  if (go === undefined) return "Go is not installed, so the chart was not tested";
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
    return `The tool could not be built here, so the chart was not tested: ${why}`;
  throw new Error(`charts/tools does not build:\n${built.stderr}`);
}

function findGo() {
  const name = process.platform === "win32" ? "go.exe" : "go";
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((at) => join(at, name))
    .find((file) => existsSync(file));
}

/** Answers come in the order of the questions. */
export function startTool() {
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
    stop: () => child.stdin.end(),
  };
}
