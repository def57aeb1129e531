import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "@okoshko/runtime/redis";
import { collectAudiences } from "./broadcasts/collect";
import { type Pool } from "./database";
import { startDispatcher } from "./deliveries/dispatch";
import { endLeases } from "./deliveries/end-leases";
import { type Limit } from "./deliveries/limit";
import { createPace, longestTurn } from "./deliveries/pace";
import { type SendQueue, startSendWorker } from "./deliveries/queue";
import { createSender } from "./deliveries/send";
import { workOff } from "./deliveries/work-off";
import { listenToNudges } from "./feed/nudges";
import { startPuller } from "./feed/pull";
import { startLoop } from "./loop";
import { type Metrics } from "./metrics";
import { reportUnreachable } from "./recipients/report-unreachable";
import { type Telegram } from "./telegram";
import { type Token, watchToken } from "./token";

export interface NotifierDeps {
  pool: Pool;
  /** For commands, which give up soon when Redis is away. */
  redis: Redis;
  /** For the worker of the send queue, whose blocking calls outlive an outage. */
  workerRedis: Redis;
  /** For Pub/Sub. */
  nudgeRedis: Redis;
  limit: Limit;
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
  /** Lots of the send queue that this replica works on at once. */
  concurrency: number;
}

export interface Notifier {
  token: Pick<Token, "check" | "checkFirst" | "isRefused">;
  /** Something was planned, or a broadcast was ordered: look now instead of in a moment. */
  wake(): void;
  /** Stops taking on work and lets what is under way come to its end. */
  stop(): Promise<void>;
}

/** Starts one replica: the reader of the feed, the dispatcher of what is due, the sending worker and the reporter. */
export function startNotifier(deps: NotifierDeps): Notifier {
  const { clock, logger, metrics } = deps;
  const orSay = (doing: Promise<void>): void =>
    void doing.catch((error: unknown) => logger.error({ err: error }, "the send worker does not obey"));
  const token = watchToken({
    ...deps,
    onRefused: () => orSay(worker.halt()),
    onTaken() {
      orSay(worker.goOn());
      dispatcher.wake();
    },
  });

  const leaseMs = deps.leaseSeconds * 1_000;
  const longestTurnMs = longestTurn(leaseMs);
  const send = createSender({
    ...deps,
    pace: createPace(deps.redis, longestTurnMs),
    longestTurnMs,
    halt: (error) => token.refuse(error),
    // Recording the outcome may take some attempts after Telegram's answer.
    sendLeaseMs: Math.max(deps.leaseSeconds, deps.telegramTimeoutSeconds + 15) * 1_000,
  });
  const worker = startSendWorker({
    redis: deps.workerRedis,
    concurrency: deps.concurrency,
    process: (lot) => workOff({ ...deps, send }, lot),
    metrics,
    logger,
  });
  const dispatcher = startDispatcher({ ...deps, leaseMs, canSend: () => !token.isRefused() });
  const leases = startLoop({
    name: "leases",
    logger,
    round: async () => {
      await endLeases({ ...deps, onPlanned: () => dispatcher.wake() });
      return 1_000;
    },
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
    token.wake();
  });

  return {
    token,
    wake() {
      collector.wake();
      dispatcher.wake();
    },
    async stop() {
      forgetJumps();
      await Promise.all([puller, dispatcher, leases, reporter, collector, token].map((loop) => loop.stop()));
      await worker.close();
    },
  };
}
