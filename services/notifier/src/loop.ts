import { type Logger } from "@okoshko/runtime/logger";

export interface Loop {
  /** Does the next round at once, or once more if one is under way. */
  wake(): void;
  /** Ends the loop after the round under way. */
  stop(): Promise<void>;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/**
 * Repeats `round` until it is stopped, with the pause that it asks for (ms). A round that throws is logged, once for a row of
 * failures, and tried again with growing pauses: whatever is away, the loop is there when it comes back.
 */
export function startLoop(options: { name: string; round: () => Promise<number>; logger: Logger }): Loop {
  const logger = options.logger.child({ loop: options.name });
  let isStopped = false;
  let isWoken = false;
  let endPause: () => void = () => undefined;
  let failures = 0;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const turn = async (): Promise<number> => {
    try {
      const pauseMs = await options.round();
      if (failures > 0) logger.info({ failures }, "works again");
      failures = 0;
      return pauseMs;
    } catch (error) {
      failures += 1;
      logger[failures === 1 ? "warn" : "debug"]({ err: error, failures }, "failed; it is tried again");
      return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
    }
  };

  const run = async (): Promise<void> => {
    while (!isStopped) {
      isWoken = false;
      const pauseMs = await turn();
      if (pauseMs > 0 && !isStopped && !isWoken) await pause(pauseMs);
    }
  };
  const ended = run();

  return {
    wake() {
      isWoken = true;
      endPause();
    },
    async stop() {
      isStopped = true;
      endPause();
      await ended;
    },
  };
}
