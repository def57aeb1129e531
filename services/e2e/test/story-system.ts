import { startSystem, type System, type SystemOptions } from "../src/system";

/**
 * A system for the stories of one file. After a failed one, the last words of all services are printed; after each, faults
 * are cleared and killed services started again, so that a story does not fail because of the one before it.
 */
export function storySystem(options: SystemOptions = {}): { readonly current: System } {
  let system: System | undefined;
  const current = (): System => {
    if (system === undefined) throw new Error("The system runs only inside of tests.");
    return system;
  };
  beforeAll(async () => {
    system = await startSystem(options);
  });
  afterEach(async () => {
    if (hasFailed()) process.stderr.write(`\n${expect.getState().currentTestName}\n${current().logs()}\n`);
    const { driver } = current();
    await driver.faults.clear();
    await driver.delivery.change({ copies: 1, delayMs: 0, reorder: false, paused: false });
    await current().revive();
  });
  afterAll(async () => {
    await system?.stop();
  });
  return {
    get current() {
      return current();
    },
  };
}

/** Set by environment.cjs. */
export function hasFailed(): boolean {
  return (globalThis as { testFailed?: boolean }).testFailed === true;
}
