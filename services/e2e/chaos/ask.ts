import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "@okoshko/contracts/problem-error";

/** What became of a request. */
export type Outcome<T> =
  | { type: "acknowledged"; data: T; attempts: number }
  /** It says no. `wasUncertain`: an earlier attempt may have had its effect all the same. */
  | { type: "refused"; problem: string; attempts: number; wasUncertain: boolean }
  /** Nobody knows whether it had its effect. */
  | { type: "uncertain"; error: string; attempts: number };

/** An answer that no caller should ever get. */
export interface Fault {
  at: number;
  operation: string;
  status: number;
  title: string;
}

const patienceMs = 15_000;

/**
 * Asks until there is an answer, as a client has to: what is broken on the way is asked again, which every operation here
 * bears (the same Idempotency-Key, the same expected version).
 */
export async function ask<T>(
  request: () => Promise<T>,
  options: { operation: string; faults: Fault[]; patience?: number },
): Promise<Outcome<T>> {
  const until = performance.now() + (options.patience ?? patienceMs);
  let wasUncertain = false;
  for (let attempts = 1; ; attempts += 1) {
    let error: unknown;
    try {
      return { type: "acknowledged", data: await request(), attempts };
    } catch (caught) {
      error = caught;
    }
    if (error instanceof ProblemError && error.status >= 500)
      options.faults.push({
        at: Date.now(),
        operation: options.operation,
        status: error.status,
        title: error.problem.title,
      });
    if (error instanceof ProblemError && error.status < 500 && error.status !== 429)
      return {
        type: "refused",
        problem: error.problemName ?? String(error.status),
        attempts,
        wasUncertain,
      };
    // Also a 503 may come after the commit: when it takes too long, or the connection to Postgres breaks at that moment.
    if (!(error instanceof ProblemError && error.status === 429)) wasUncertain = true;
    const pauseMs = Math.min(200 * 2 ** Math.min(attempts - 1, 3), 1_600);
    if (performance.now() + pauseMs > until) return { type: "uncertain", error: String(error), attempts };
    await sleep(pauseMs);
  }
}
