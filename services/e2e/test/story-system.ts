import { readFileSync } from "node:fs";
import { type Demo, reachDemo, startSystem, type System, type SystemOptions } from "../src/system";
import { demoOfWorker } from "./demos";

/**
 * The demo of the stories that any demo can live through, again and again: the one that the environment names, or the one that
 * was started for this run (start-demos.ts). It has a past and other people in it; who plays in a story is made by `castOf`.
 */
export function sharedDemo(): Demo {
  const { logFile, ...addresses } = demoOfWorker(process.env);
  const demo = reachDemo(addresses);
  const elsewhere = `The services run elsewhere, the chat at ${demo.url}.`;
  leavesInOrder(
    () => demo,
    () =>
      logFile === undefined ? elsewhere : readFileSync(logFile, "utf8").split("\n").slice(-120).join("\n"),
  );
  return demo;
}

/**
 * A system for the stories of one file that need more than a person and an administrator can do: that look into the stores,
 * end processes, or want a shop, a time or settings of their own. They stand in stories/own/.
 */
export function ownSystem(options: SystemOptions = {}): { readonly current: System } {
  let system: System | undefined;
  const current = (): System => {
    if (system === undefined) throw new Error("The system runs only inside of tests.");
    return system;
  };
  beforeAll(async () => void (system = await startSystem(options)));
  leavesInOrder(current, () => current().logs());
  afterEach(() => current().revive());
  afterAll(() => system?.stop());
  return {
    get current() {
      return current();
    },
  };
}

/** After a failed story, the last words of all services; after each, no faults, so that it spoils no other. */
function leavesInOrder(demo: () => Demo, logs: () => string): void {
  afterEach(async () => {
    if (hasFailed()) process.stderr.write(`\n${expect.getState().currentTestName}\n${logs()}\n`);
    const { driver } = demo();
    await driver.faults.clear();
    await driver.delivery.change({ copies: 1, delayMs: 0, reorder: false, paused: false });
  });
}

/** Set by environment.cjs. */
export function hasFailed(): boolean {
  return (globalThis as { testFailed?: boolean }).testFailed === true;
}
