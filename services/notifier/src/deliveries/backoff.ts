const firstMs = 2_000;
const longestMs = 15 * 60_000;

/** With the growing pauses, about three hours of Telegram refusing: longer outages are rare, and reminders end sooner. */
export const maxFailures = 20;

/**
 * The pause after the nth failure (from 1), in ms: doubling from two seconds up to a quarter of an hour. `random` (0 to 1)
 * takes up to half of it away, so that what failed together does not come back together.
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(full * (1 - random() / 2));
}
