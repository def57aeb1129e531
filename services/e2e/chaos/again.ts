import { setTimeout as sleep } from "node:timers/promises";

/** Asks the emulator again that did not answer: on a machine that is out of breath, also the test's own tools are slow. */
export async function again<T>(work: () => Promise<T>, attempts = 6): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
      await sleep(250 * attempt);
    }
  }
}
