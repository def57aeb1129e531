// What `npm run screenshots` does: builds, starts a Postgres and a Redis, and takes pictures of the main screens of clients,
// masters and owners, in each language, as a phone shows them. They come to lie in artifacts/screenshots.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, install } from "./prepare.mjs";
import { CommandFailed, run } from "./run.mjs";
import { createScreen } from "./screen.mjs";
import { createStopping, Interrupted } from "./stopping.mjs";
import { startTestStores } from "./stores.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const screen = createScreen();
const stopping = createStopping(screen);

async function main() {
  stopping.onSignals({ exitCode: () => 130, ended: process.exit });
  await install({ root, screen, stopping });
  await build({ root, screen, stopping });
  const e2e = join(root, "services", "e2e");
  await screen.step("Building the camera", async () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    await run(process.execPath, [tsc, "-p", "tsconfig.screenshots.json"], { cwd: e2e, stopping });
    return "Camera built";
  });
  const stores = await startTestStores({ screen, stopping });
  await run(process.execPath, [join(e2e, "dist", "screenshots", "screenshots", "main.js")], {
    cwd: e2e,
    env: { ...process.env, ...stores },
    stopping,
    onLine: (line) => screen.line(line),
  });
  await stopping.stop();
}

main().catch(async (error) => {
  if (error instanceof Interrupted || stopping.begun) return;
  screen.fail(error.message);
  if (error instanceof CommandFailed) for (const line of error.lines.slice(-40)) screen.line(`    ${line}`);
  await stopping.stop();
  process.exit(1);
});
