import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Logger } from "./logger";
import { within } from "./within";

/** The one source of "now". `onJump` tells those who sleep until a moment that time was moved; it returns its undo. */
export interface Clock {
  now(): Date;
  onJump(listener: () => void): () => void;
}

export interface ClosableClock extends Clock {
  close(): void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  onJump: () => () => undefined,
};

/** Picks the clock by configuration. The adjustable one exists for the demo and tests only. */
export async function createClock(
  config: { CLOCK: "system" | "adjustable"; CLOCK_URL?: string | undefined; NODE_ENV?: string | undefined },
  logger: Logger,
): Promise<ClosableClock> {
  if (config.CLOCK === "system") return { ...systemClock, close: () => undefined };
  if (config.NODE_ENV === "production") throw new Error("CLOCK=adjustable is refused in production");
  if (config.CLOCK_URL === undefined) throw new Error("CLOCK=adjustable needs CLOCK_URL");
  return adjustableClock({ url: config.CLOCK_URL, logger });
}

/**
 * The system's clock plus the offset that the emulator keeps, so that one clock bar moves time in all services.
 * Resolves when the offset is known. Later changes arrive by long poll; while the emulator is away the last known
 * offset stays, because time that jumps back would be worse than time that can't be moved.
 */
export async function adjustableClock(options: {
  url: string;
  fetch?: typeof fetch;
  logger: Logger;
}): Promise<ClosableClock> {
  const { logger } = options;
  const fetchClock = options.fetch ?? fetch;
  const listeners = new Set<() => void>();
  const stop = new AbortController();

  const read = (query: string, timeoutMs: number): Promise<ClockState> =>
    within(timeoutMs, stop.signal, async (signal) => {
      const response = await fetchClock(`${options.url.replace(/\/+$/, "")}/_emulator/clock${query}`, {
        signal,
      });
      if (!response.ok) throw new Error(`The clock answered ${response.status}`);
      return clockState.parse(await response.json());
    });

  let state = await firstRead(() => read("", firstReadTimeoutMs), logger);

  const take = (next: ClockState): void => {
    const jumped = next.offsetMs !== state.offsetMs;
    state = next;
    if (!jumped) return;
    logger.info({ offsetMs: next.offsetMs, revision: next.revision }, "the clock was moved");
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        logger.error({ err: error }, "a clock listener failed");
      }
    }
  };

  const follow = async (): Promise<void> => {
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        // After a failure the state is asked for afresh: a restarted emulator counts revisions from the start.
        const query = failures > 0 ? "" : `?after=${state.revision}&waitSeconds=${waitSeconds}`;
        take(await read(query, (waitSeconds + 5) * 1000));
        if (failures > 0) logger.info("the adjustable clock is back");
        failures = 0;
      } catch (error) {
        if (stop.signal.aborted) return;
        if (failures === 0)
          logger.warn({ err: error }, "the adjustable clock is away; its last offset is kept");
        failures += 1;
        await sleep(backoffMs(failures), undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  };
  void follow();

  return {
    now: () => new Date(Date.now() + state.offsetMs),
    onJump(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => stop.abort(),
  };
}

const clockState = z.object({ revision: z.number(), offsetMs: z.number() });
type ClockState = z.output<typeof clockState>;

const waitSeconds = 25;
const firstReadTimeoutMs = 5_000;
const firstReadAttempts = 8;

function backoffMs(failures: number): number {
  return Math.min(2_000, 50 * 2 ** failures);
}

/** Services and the emulator start side by side, so the first reads may come too early. */
async function firstRead(read: () => Promise<ClockState>, logger: Logger): Promise<ClockState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (attempt === firstReadAttempts)
        throw new Error("The adjustable clock can't be read", { cause: error });
      logger.debug({ err: error, attempt }, "the adjustable clock doesn't answer yet");
      await sleep(backoffMs(attempt));
    }
  }
}
