import { setTimeout as sleep } from "node:timers/promises";
import { type Logger } from "./logger";

export type ShutdownStep = [name: string, run: () => Promise<unknown> | void];

/** The part of `process` that is used here, so that a test can send signals to a stand-in. */
export interface SignalSource {
  on(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): void;
  /** Whether the IPC channel to the parent is still open; undefined when there never was one. */
  connected?: boolean;
}

export interface ShutdownOptions {
  logger: Logger;
  /** How long to keep serving after readiness went off and the intake was retired. */
  delayMs: number;
  /** After this much in all, the process ends with code 1 whatever is still open. */
  timeoutMs: number;
  /** Its readiness goes off before anything else happens. */
  admin?: { setReady(ready: boolean): void };
  /** Its callers are asked to leave while it still serves. */
  intake?: { retire(): void };
  /** In this order: stop the intake, drain what is under way, close the stores. */
  steps: ShutdownStep[];
  source?: SignalSource;
}

/**
 * Ends the process in an orderly way on SIGTERM, SIGINT, or when the parent that started it with an IPC channel is
 * gone (a parent that was killed with -9 can't send a signal, and must leave nothing behind). A second signal or the
 * timeout ends it at once. An error that nobody caught is logged and ends it too: its state can't be trusted.
 */
export function onShutdown(options: ShutdownOptions): void {
  const { logger, source = process } = options;
  let stopping = false;

  const stop = (reason: string): void => {
    if (stopping) {
      // Losing the parent while already stopping is no reason to hurry; a second signal is.
      if (reason === "disconnect") return;
      logger.warn({ reason }, "stopping at once");
      source.exit(1);
      return;
    }
    stopping = true;
    logger.info({ reason }, "stopping");
    setTimeout(() => {
      logger.error({ timeoutMs: options.timeoutMs }, "stopping took too long");
      source.exit(1);
    }, options.timeoutMs).unref();
    void runSteps(options).then((clean) => {
      logger.info({ clean }, "stopped");
      source.exit(clean ? 0 : 1);
    });
  };

  source.on("SIGTERM", () => stop("SIGTERM"));
  source.on("SIGINT", () => stop("SIGINT"));
  source.on("disconnect", () => stop("disconnect"));
  // The parent may have gone while this process was still connecting to its stores; nobody would tell it again.
  if (source.connected === false) stop("disconnect");

  const crash = (kind: string) => (error: unknown) => {
    logger.fatal({ err: error }, kind);
    source.exit(1);
  };
  source.on("uncaughtException", crash("uncaught exception"));
  source.on("unhandledRejection", crash("unhandled rejection"));
}

/** A step that fails is logged and the next ones still run: a stuck drain must not leave connections open. */
async function runSteps(options: ShutdownOptions): Promise<boolean> {
  options.admin?.setReady(false);
  options.intake?.retire();
  await sleep(options.delayMs);
  let clean = true;
  for (const [name, run] of options.steps) {
    try {
      await run();
      options.logger.debug({ step: name }, "step done");
    } catch (error) {
      clean = false;
      options.logger.error({ err: error, step: name }, "a shutdown step failed");
    }
  }
  return clean;
}
