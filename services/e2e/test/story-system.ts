import { type Addresses, reachSystem, startSystem, type System, type SystemOptions } from "../src/system";

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
    const elsewhere = addressesOf(process.env);
    system = elsewhere ? await reachSystem(elsewhere, options.startsAt) : await startSystem(options);
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

/** Of a system that runs already, as scripts/e2e-cluster.sh has one. */
function addressesOf(env: NodeJS.ProcessEnv): Addresses | undefined {
  const {
    STORY_EMULATOR_URL: emulator,
    STORY_BOOKING_API_URL: booking,
    STORY_NOTIFIER_URL: notifier,
    STORY_ADMIN_TOKEN: adminToken,
  } = env;
  if (emulator === undefined) return undefined;
  if (booking === undefined || notifier === undefined || adminToken === undefined)
    throw new Error(
      "STORY_EMULATOR_URL needs STORY_BOOKING_API_URL, STORY_NOTIFIER_URL and STORY_ADMIN_TOKEN beside it.",
    );
  return { emulator, booking, notifier, adminToken };
}

/** Set by environment.cjs. */
export function hasFailed(): boolean {
  return (globalThis as { testFailed?: boolean }).testFailed === true;
}
