// What `npm test` does: installs what is missing, builds, checks (lint, types, format), then runs every test there is
// on a real Postgres and a real Redis that are started once for the run. The last line says how many passed.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, install, turbo } from "./prepare.mjs";
import { CommandFailed, run } from "./run.mjs";
import { createScreen } from "./screen.mjs";
import { createStopping, Interrupted } from "./stopping.mjs";
import { startTestStores } from "./stores.mjs";
import { findSuites, longestFirst, runSuite } from "./suites.mjs";
import { exitCode, lastLine, table, tally } from "./tally.mjs";

const help = `npm test                     everything: build, lint, types, format, all tests
npm test -- --only bot       one workspace (several: --only bot --only runtime)

TEST_POSTGRES_URL=…          a Postgres of your own, whose user may create databases
TEST_REDIS_URL=…             a Redis of your own
CHROMIUM_PATH=…              the browser for the browser test, when it is not found by itself
`;

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const screen = createScreen();
const stopping = createStopping(screen);
const results = [];

async function main() {
  const { only, help: wanted } = parseOptions();
  if (wanted) return void process.stdout.write(help);
  stopping.onSignals({ exitCode: () => 130, ended: process.exit });

  await install({ root, screen, stopping });
  const suites = findSuites(root).filter(({ name }) => only.length === 0 || only.includes(name));
  const unknown = only.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`There is no suite ${unknown.join(", ")}.`);

  const workspaces = suites.filter(({ kind }) => kind === "jest").map(({ name }) => name);
  // The chart's tests read the metrics of all services.
  const all = only.length === 0 || only.includes("charts");
  const filter = all ? [] : [...workspaces, "testkit"];
  const built = await check("build", () => build({ root, screen, stopping, only: filter }));
  if (built) {
    await runChecks(suites, only.length === 0 ? undefined : workspaces);
    await runSuites(suites);
  }
  await stopping.stop();
  finish();
}

function parseOptions() {
  const options = {
    only: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", short: "h" },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

/** Without a selection also what belongs to no workspace: the scripts, and the configuration files at the top. */
async function runChecks(suites, selected) {
  const bin = (...path) => join(root, "node_modules", ...path);
  const node = (...args) => run(process.execPath, args, { cwd: root, stopping });
  const eslint = bin("eslint", "bin", "eslint.js");
  const folders = selected ? suites.map(({ folder }) => folder) : ["."];
  const step = (name, label, work) =>
    check(name, () => screen.step(label, () => work().then(() => undefined)));

  await step("lint", "Lint", async () => {
    await turbo(["lint"], { root, stopping, only: selected });
    if (!selected) await node(eslint, "scripts", "charts", "*.cjs", "*.mjs");
  });
  await step("types", "Types", () => turbo(["typecheck"], { root, stopping, only: selected }));
  await step("format", "Format", () =>
    node(bin("prettier", "bin", "prettier.cjs"), "--check", "--log-level=warn", ...folders),
  );
}

/** A check is not a test: it counts when it fails. Its output is shown then, and the run goes on. */
async function check(name, work) {
  const began = performance.now();
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    for (const line of error.lines) screen.line(line);
    results.push({ name, broken: "failed, see above", seconds: (performance.now() - began) / 1000 });
    return false;
  }
}

async function runSuites(suites) {
  const needed = suites.some(({ kind }) => kind === "jest");
  const stores = needed ? await startTestStores({ screen, stopping }) : {};
  const colour = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const env = { ...process.env, ...colour, ...stores, NODE_ENV: "test" };
  const waiting = longestFirst(suites);
  const width = Math.max(...suites.map(({ name }) => name.length));
  const runLane = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      screen.line();
      screen.line(screen.paint("bold", `── ${suite.name}`));
      const whose = suites.length > 1 ? `${screen.paint("dim", `${suite.name.padEnd(width)} │`)} ` : "";
      const print = (line) => screen.line(`${whose}${line}`.trimEnd());
      results.push(await runSuite(suite, { root, env, stopping, print }));
    }
  };
  // Two at a time: the stories wait more than they work, and most suites alone leave a core idle.
  await Promise.all([runLane(), runLane()]);
}

function finish() {
  const total = tally(results);
  screen.line();
  for (const row of table(results)) screen.line(row);
  screen.line();
  if (total.passed === 0) screen.line("Nothing was tested, which is a failure.");
  screen.line(lastLine(total));
  process.exit(exitCode(total));
}

main().catch(async (error) => {
  if (error instanceof Interrupted || stopping.begun) return;
  screen.fail(error.message);
  for (const line of error.lines ?? []) screen.line(`    ${line}`);
  await stopping.stop();
  results.push({ name: "npm test", broken: "could not run", seconds: performance.now() / 1000 });
  finish();
});
