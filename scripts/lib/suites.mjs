import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { CommandFailed, run } from "./run.mjs";
import { fromJest, fromTap, skipReasons } from "./tally.mjs";

/** No suite takes this long unless it hangs. */
const patienceMs = 40 * 60_000;

/** Everything that has tests: workspaces (jest), and the folders of plain scripts (node:test). */
export function findSuites(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith("/*")
      ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => join(pattern.slice(0, -2), name))
      : [pattern],
  );
  const jest = folders
    .filter((folder) => existsSync(join(root, folder, "jest.config.cjs")))
    .map((folder) => ({ name: basename(folder), folder, kind: "jest" }));
  const node = ["scripts", "charts"]
    .map((folder) => ({ name: folder, folder, kind: "node", files: testFiles(join(root, folder)) }))
    .filter(({ files }) => files.length > 0);
  return [...node, ...jest];
}

/** What takes minutes begins first, so that nothing long is left over when the rest is done. */
export function longestFirst(suites) {
  const long = ["e2e", "booking-api", "notifier", "charts", "bot"];
  const place = ({ name }) => (long.includes(name) ? long.indexOf(name) : long.length);
  return [...suites].sort((a, b) => place(a) - place(b));
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => join(folder, file))
    .sort();
}

/** Runs one suite to its end; a failure is a result, never an exception. */
export async function runSuite(suite, { root, env, stopping, print }) {
  const began = performance.now();
  const work = suite.kind === "jest" ? runJest : runNode;
  const result = await work(suite, { root, env, stopping, print });
  return { name: suite.name, ...result, seconds: (performance.now() - began) / 1000 };
}

async function runJest({ name, folder }, { root, env, stopping, print }) {
  const report = join(root, "artifacts", "jest", `${name}.json`);
  mkdirSync(join(root, "artifacts", "jest"), { recursive: true });
  rmSync(report, { force: true });
  const args = [join(root, "node_modules", "jest", "bin", "jest.js"), "--json", `--outputFile=${report}`];
  const failure = await attempt(process.execPath, args, {
    cwd: join(root, folder),
    env,
    stopping,
    onLine: print,
    timeoutMs: patienceMs,
  });
  if (!existsSync(report)) return { broken: failure?.message ?? "no report" };
  const result = fromJest(JSON.parse(readFileSync(report, "utf8")));
  // For example an open handle, a coverage threshold or a failed teardown: red, though every test is green.
  return failure && result.failed === 0 && !result.broken ? { ...result, broken: failure.message } : result;
}

async function runNode({ files }, { root, env, stopping, print }) {
  const args = ["--test", "--test-reporter=tap", ...files];
  const lines = [];
  const onLine = (line) => lines.push(line);
  const failure = await attempt(process.execPath, args, {
    cwd: root,
    env,
    stopping,
    onLine,
    timeoutMs: patienceMs,
  });
  if (failure) lines.forEach(print);
  else skipReasons(lines).forEach(print);
  const result = fromTap(lines);
  return failure && result.failed === 0 && !result.broken ? { ...result, broken: failure.message } : result;
}

async function attempt(command, args, options) {
  try {
    await run(command, args, options);
    return undefined;
  } catch (error) {
    if (error instanceof CommandFailed) return error;
    throw error;
  }
}
