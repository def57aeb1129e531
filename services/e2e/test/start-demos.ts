import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import startStores from "@okoshko/testkit/jest-global-setup";
import { startSystem, type System } from "../src/system";
import { choose, namedDemo } from "./demos";

/** Kept for stop-demos.ts. */
export const started = globalThis as { demosOfStories?: { systems: System[]; logs: string } };

/** Before the first of the stories that share a demo: starts one for each worker, unless the environment names one. */
export default async function startDemos({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  const named = namedDemo(process.env);
  if (named !== undefined) {
    if (maxWorkers > 1) throw new Error("A demo has one clock: run its stories one after another, jest -i.");
    return choose(process.env, [named]);
  }
  await startStores();
  const logs = mkdtempSync(path.join(tmpdir(), "okoshko-stories-"));
  const files = Array.from({ length: maxWorkers }, (_, index) => path.join(logs, `${index + 1}.log`));
  const start = async (logFile: string) => ({ system: await startSystem({ logFile }), logFile });
  const demos = await Promise.all(files.map(start));
  started.demosOfStories = { systems: demos.map(({ system }) => system), logs };
  choose(
    process.env,
    demos.map(({ system, logFile }) => ({ ...system.addresses, logFile })),
  );
}
