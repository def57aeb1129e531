/**
 * How long Telegram waits after the nth failed attempt (n from 1), in milliseconds: the first repetition comes at once,
 * then 2, 4, 8 … seconds, up to a random cap between 60 and 120 s. A Retry-After of the answer is obeyed instead.
 */
export function retryDelayMs(failures: number, random: () => number, retryAfterSeconds?: number): number {
  if (retryAfterSeconds !== undefined) return Math.min(retryAfterSeconds, 3600) * 1000;
  if (failures <= 1) return 0;
  const capSeconds = 60 + random() * 60;
  return Math.min(2 ** (failures - 1), capSeconds) * 1000;
}

/** Seconds, or undefined when the header is absent or of no use. */
export function retryAfterOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
