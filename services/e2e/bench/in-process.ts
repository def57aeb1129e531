import { openDatabase } from "@okoshko/booking-api/database";
import { type Deps } from "@okoshko/booking-api/deps";
import { systemClock } from "@okoshko/runtime/clock";
import { createLogger } from "@okoshko/runtime/logger";

/** booking-api's use cases in this process, so that the statements they say can be recorded. */
export function openUseCases(databaseUrl: string): { deps: Deps; close: () => Promise<void> } {
  const db = openDatabase(databaseUrl, { poolSize: 10 });
  const nudges = {
    send: () => undefined,
    wait: () => Promise.resolve(),
    ended: new AbortController().signal,
    end: () => undefined,
  };
  const logger = createLogger({ service: "bench", level: "warn" });
  return { deps: { db, clock: systemClock, nudges, logger }, close: () => db.close() };
}
