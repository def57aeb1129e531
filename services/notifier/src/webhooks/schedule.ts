/** For how long a delivery is tried, from its first attempt on. */
export const patienceMs = 24 * 3_600_000;
/** An endpoint at which this many attempts failed in a row, over all that time, is dead. */
export const deadAfterFailures = 10;

const firstMs = 10_000;
const longestMs = 4 * 3_600_000;
const shortestMs = 1_000;
/** What a receiver may ask for: more would let it keep deliveries until they are given up. */
const longestRestMs = 3_600_000;

/**
 * When a delivery is tried again after its nth failure (from 1), or undefined to give it up. The pause is drawn evenly from
 * zero (`random`, 0 to 1) to a bound that doubles from ten seconds to four hours, after the rest that the receiver asked for:
 * what failed together comes back spread out. The last attempt is when the patience ends; if that fails, it is given up.
 */
export function nextAttempt(options: {
  startedAt: Date;
  now: Date;
  failures: number;
  givesUpAt: Date;
  restMs: number;
  random: () => number;
}): Date | undefined {
  const { startedAt, now, failures, givesUpAt, restMs, random } = options;
  if (startedAt >= givesUpAt) return undefined;
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  const soonest = now.getTime() + shortestMs;
  const drawn = now.getTime() + restMs + random() * bound;
  return new Date(Math.max(soonest, Math.min(drawn, givesUpAt.getTime())));
}

/** `Retry-After` in ms, seconds or a date, within bounds; undefined when there is none that can be read. */
export function restOf(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const isSeconds = /^\d{1,9}$/.test(text);
  // Dates of HTTP end in GMT; without that, a computer finds a date in almost anything.
  if (!isSeconds && !/ GMT$/.test(text)) return undefined;
  const ms = isSeconds ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(longestRestMs, Math.max(0, ms));
}

/** Whether every attempt of a whole day failed, and not just a few of a receiver that hears little. */
export function isDead(
  endpoint: { failingSince: Date | null; failures: number },
  attempt: { startedAt: Date },
): boolean {
  const { failingSince, failures } = endpoint;
  if (failingSince === null || failures < deadAfterFailures) return false;
  return attempt.startedAt.getTime() - failingSince.getTime() >= patienceMs;
}
