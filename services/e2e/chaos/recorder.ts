import { setTimeout as sleep } from "node:timers/promises";
import { again } from "./again";
import { type Driver } from "@okoshko/telegram-emulator/driver";

export type Call = Awaited<ReturnType<Driver["calls"]>>[number];
export type Update = Awaited<ReturnType<Driver["updates"]>>[number];

/** Keeps what the emulator itself forgets after some thousands: every call of the Bot API and every update. */
export interface Recorder {
  calls: Call[];
  updates: Map<number, Update>;
  /** Reads what is still to be read, and ends. */
  finish(): Promise<void>;
}

const pageSize = 1000;
const pauseMs = 300;

export function startRecorder(driver: Driver): Recorder {
  const calls: Call[] = [];
  const updates = new Map<number, Update>();
  const stopping = new AbortController();
  let revision = 0;

  const readCalls = async (): Promise<void> => {
    for (;;) {
      const after = calls.at(-1)?.sequence ?? 0;
      const page = await again(() => driver.calls({ after, limit: pageSize }));
      calls.push(...page);
      if (page.length < pageSize) return;
    }
  };
  const readUpdates = async (): Promise<void> => {
    const after = revision;
    const page = await again(() => driver.updates({ after, limit: pageSize }));
    for (const update of page) {
      updates.set(update.updateId, update);
      revision = Math.max(revision, update.revision);
    }
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await readCalls();
      await readUpdates();
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await readCalls();
    await readUpdates();
  };
  const running = run();
  running.catch(() => undefined);
  return {
    calls,
    updates,
    async finish() {
      stopping.abort();
      await running;
    },
  };
}
