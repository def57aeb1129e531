// What `npm run screenshots` does: builds, starts a Postgres and a Redis, and takes pictures of the main screens of clients,
// masters and owners, in each language, as a phone shows them. They come to lie in artifacts/screenshots.
import { join } from "node:path";
import { runProgram } from "./program.mjs";
import { run } from "./run.mjs";
import { startTestStores } from "./stores.mjs";

await runProgram(async ({ root, screen, stopping }) => {
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
});
