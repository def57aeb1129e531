import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/** Installs what is missing. `npm ci` takes what package-lock.json says and nothing else. */
export async function install({ root, screen, stopping }) {
  const reason = whyInstall(root);
  if (reason === undefined) return;
  await screen.step(`Installing packages: ${reason}; the first time this takes a minute`, async () => {
    const npm = process.env.npm_execpath;
    const [command, ...before] = npm ? [process.execPath, npm] : ["npm"];
    const args = [...before, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(command, args, { cwd: root, stopping });
    return "Packages installed";
  });
}

/** Compares what npm says it installed with what the lockfile asks for. */
export function whyInstall(root) {
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) return "there are none yet";
  const wanted = read("package-lock.json");
  const installed = read("node_modules/.package-lock.json");
  const stale = Object.entries(wanted).find(([path, { version, optional, devOptional }]) => {
    if (!path.includes("node_modules/")) return false;
    const present = installed[path];
    return present ? present.version !== version : !optional && !devOptional;
  });
  return stale === undefined ? undefined : "package-lock.json has changed";
}

/** Builds what is not built yet; turbo's cache makes this quick when nothing has changed. */
export async function build({ root, screen, stopping, only = [] }) {
  await screen.step("Building", async () => {
    await turbo(["build"], { root, stopping, only });
    return "Built";
  });
}

export function turbo(tasks, { root, stopping, only = [], onLine }) {
  const filters = only.map((name) => `--filter=@okoshko/${name}`);
  const args = [join(root, "node_modules", "turbo", "bin", "turbo"), "run", ...tasks, ...filters];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return run(process.execPath, [...args, "--output-logs=errors-only", "--continue"], {
    cwd: root,
    env,
    stopping,
    onLine,
  });
}
