import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "@okoshko/runtime/redis";
import { collectAudiences } from "./broadcasts/collect";
import { type Pool } from "./database";
import { dispatch } from "./deliveries/dispatch";
import { createPace, longestTurn } from "./deliveries/pace";
import { type SendQueue, startSendWorker } from "./deliveries/queue";
import { createSender } from "./deliveries/send";
import { listenToNudges } from "./feed/nudges";
import { startPuller } from "./feed/pull";
import { startLoop } from "./loop";
import { type Metrics } from "./metrics";
import { reportUnreachable } from "./recipients/report-unreachable";
import { type Telegram } from "./telegram";

export interface NotifierDeps {
  pool: Pool;
  /** For commands, which give up soon when Redis is away. */
  redis: Redis;
  /** For BullMQ's worker, whose waits outlive an outage (`maxRetriesPerRequest: null`). */
  workerRedis: Redis;
  /** For Pub/Sub. */
  nudgeRedis: Redis;
  queue: SendQueue;
  booking: BookingClient;
  telegram: Telegram;
  clock: Clock;
  leaseClock: Clock;
  /** Events were planned for integrators' endpoints. */
  onWebhooksPlanned: (count: number) => void;
  random: () => number;
  metrics: Metrics;
  logger: Logger;
  leaseSeconds: number;
  telegramTimeoutSeconds: number;
  messagesPerSecond: number;
  concurrency: number;
}

export interface Notifier {
  /** Throws when Telegram refuses the token, and nothing can be sent. */
  checkTelegram(): void;
  isHalted(): boolean;
  /** Something was planned, or a broadcast was ordered: look now instead of in a moment. */
  wake(): void;
  /** Stops taking on work and lets what is under way come to its end. */
  stop(): Promise<void>;
}

/** Starts one replica: the reader of the feed, the dispatcher of what is due, the worker that sends, and the reporter. */
export function startNotifier(deps: NotifierDeps): Notifier {
  const { clock, logger, metrics } = deps;
  let haltedBy: string | undefined;
  const halt = (error: string): void => {
    if (haltedBy !== undefined) return;
    haltedBy = error;
    metrics.halted.set(1);
    logger.fatal({ error, alert: "telegram_halted" }, "Telegram refuses our token: nothing is sent any more");
    worker.halt().catch((failure: unknown) => logger.error({ err: failure }, "the worker can't be halted"));
  };

  const leaseMs = deps.leaseSeconds * 1_000;
  const longestTurnMs = longestTurn(leaseMs);
  const worker = startSendWorker({
    redis: deps.workerRedis,
    concurrency: deps.concurrency,
    messagesPerSecond: deps.messagesPerSecond,
    logger,
    process: createSender({
      ...deps,
      pace: createPace(deps.redis, longestTurnMs),
      longestTurnMs,
      halt,
      // Recording the outcome may take some attempts after Telegram's answer.
      sendLeaseMs: Math.max(deps.leaseSeconds, deps.telegramTimeoutSeconds + 15) * 1_000,
    }),
  });

  const dispatcher = startLoop({
    name: "dispatch",
    logger,
    round: () =>
      dispatch({
        ...deps,
        leaseMs,
        // What one half of a lease can send: the other half is for what comes in between.
        maxQueued: Math.max(10, Math.floor((deps.messagesPerSecond * deps.leaseSeconds) / 2)),
        canSend: () => haltedBy === undefined,
      }),
  });
  const reporter = startLoop({
    name: "reports",
    logger,
    round: async () => {
      await reportUnreachable(deps);
      return 1_000;
    },
  });
  const puller = startPuller({ ...deps, onPlanned: () => dispatcher.wake() });
  const collector = startLoop({
    name: "broadcasts",
    logger,
    round: () => collectAudiences({ ...deps, onPlanned: () => dispatcher.wake() }),
  });
  listenToNudges(deps.nudgeRedis, () => puller.nudge());
  const forgetJumps = clock.onJump(() => {
    dispatcher.wake();
    reporter.wake();
    collector.wake();
  });

  return {
    checkTelegram() {
      if (haltedBy !== undefined) throw new Error(`Telegram refuses our token: ${haltedBy}`);
    },
    isHalted: () => haltedBy !== undefined,
    wake() {
      collector.wake();
      dispatcher.wake();
    },
    async stop() {
      forgetJumps();
      await Promise.all([puller.stop(), dispatcher.stop(), reporter.stop(), collector.stop()]);
      await worker.close();
    },
  };
}
