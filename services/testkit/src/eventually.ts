import { setTimeout as pause } from "node:timers/promises";

/**
 * Calls `attempt` until it stops throwing (or rejecting, or returning `false`) and returns what it gave. When time is
 * up, throws the last failure, so that the assertion inside is what the reader of a red test sees.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 20 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      const result = await attempt();
      if (result !== false) return result;
      throw new Error("the condition stayed false");
    } catch (error) {
      if (performance.now() >= deadline) throw explained(error, timeoutMs);
    }
    await pause(intervalMs);
  }
}

function explained(error: unknown, timeoutMs: number): Error {
  const failure = error instanceof Error ? error : new Error(String(error));
  failure.message = `Not within ${timeoutMs} ms: ${failure.message}`;
  return failure;
}
