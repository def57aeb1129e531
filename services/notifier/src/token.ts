import { type Logger } from "@okoshko/runtime/logger";
import { startLoop } from "./loop";
import { type Metrics } from "./metrics";
import { type Telegram } from "./telegram";

/** What is known of the bot's token: nothing yet, or what Telegram said of it last. */
export interface Token {
  /** A message was not taken because of it. */
  refuse(error: string): void;
  isRefused(): boolean;
  /** Throws while Telegram refuses it, and nothing can be sent. */
  check(): void;
  /**
   * Throws while Telegram has only ever refused it, or was not asked yet. So a rollout with a wrong token replaces no replica with
   * a good one; one whose token was good before stays in service, because planning, webhooks and broadcasts' orders need none.
   * That Telegram doesn't answer is no reason to wait.
   */
  checkFirst(): void;
  /** Asks at once, should there be anything to ask. */
  wake(): void;
  stop(): Promise<void>;
}

const againMs = 30_000;
/** For a loop that has nothing to do until it is woken. */
const asGoodAsNeverMs = 24 * 3_600_000;

/** Asks Telegram at the start, and again for as long as it refuses the token: when it takes it after all, sending goes on. */
export function watchToken(options: {
  telegram: Pick<Telegram, "askToken">;
  metrics: Pick<Metrics, "halted">;
  logger: Logger;
  onRefused: () => void;
  onTaken: () => void;
}): Token {
  const { telegram, metrics, logger } = options;
  let refusedBy: string | undefined;
  let isAsked = false;
  let wasTaken = false;

  const refuse = (error: string): void => {
    if (refusedBy !== undefined) return;
    refusedBy = error;
    metrics.halted.set(1);
    logger.fatal({ error, alert: "telegram_halted" }, "Telegram refuses our token: nothing is sent any more");
    options.onRefused();
    loop.wake();
  };
  const take = (): void => {
    wasTaken = true;
    if (refusedBy === undefined) return;
    refusedBy = undefined;
    metrics.halted.set(0);
    logger.info("Telegram takes our token: sending goes on");
    options.onTaken();
  };

  const loop = startLoop({
    name: "token",
    logger,
    round: async () => {
      if (wasTaken && refusedBy === undefined) return asGoodAsNeverMs;
      const answer = await telegram.askToken();
      isAsked = true;
      if (answer.type === "taken") take();
      if (answer.type === "halted") refuse(answer.error);
      return againMs;
    },
  });

  const check = (): void => {
    if (refusedBy !== undefined) throw new Error(`Telegram refuses our token: ${refusedBy}`);
  };
  return {
    refuse,
    isRefused: () => refusedBy !== undefined,
    check,
    checkFirst() {
      if (!isAsked) throw new Error("Telegram has not been asked about our token yet");
      if (!wasTaken) check();
    },
    wake: () => loop.wake(),
    stop: () => loop.stop(),
  };
}
