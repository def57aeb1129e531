// The frame of what is run by hand on the built services: chaos, the bench, pictures.
import { fileURLToPath } from "node:url";
import { build, install } from "./prepare.mjs";
import { CommandFailed } from "./run.mjs";
import { createScreen } from "./screen.mjs";
import { createStopping, Interrupted } from "./stopping.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/**
 * Installs, builds, does the work and stops what it started: also on Ctrl-C, which ends with 130, and on a failure, which
 * ends with 1 and the last words of the command that failed, unless they were shown as they came.
 */
export async function runProgram(work, screenOptions = {}) {
  const screen = createScreen(screenOptions);
  const stopping = createStopping(screen);
  try {
    stopping.onSignals({ exitCode: () => 130, ended: process.exit });
    await install({ root, screen, stopping });
    await build({ root, screen, stopping });
    await work({ root, screen, stopping });
    await stopping.stop();
  } catch (error) {
    if (error instanceof Interrupted || stopping.begun) return;
    screen.fail(error.message);
    if (error instanceof CommandFailed && !error.isShown)
      for (const line of error.lines.slice(-40)) screen.line(`    ${line}`);
    await stopping.stop();
    process.exit(1);
  }
}
