import { startLoop } from "../loop";
import { claimWebhooks, nextWebhook, requeueInterrupted } from "./claim";
import { deliver, type DeliverDeps } from "./deliver";
import { patienceMs } from "./schedule";

export interface SenderDeps extends DeliverDeps {
  /** At most so many requests at once to one endpoint, from all replicas together. */
  perEndpoint: number;
}

export interface Sender {
  /** There is something new: look at once. */
  wake(): void;
  /** Takes on nothing more and waits for what is under way, which takes no longer than a request may. */
  stop(): Promise<void>;
}

const longestPauseMs = 1_000;
/** While the next one is due but its endpoint has no room; whatever ends here wakes us earlier. */
const shortestPauseMs = 250;
/** For the record after the answer, also with a database that is away for a while. */
const slackMs = 20_000;

/**
 * Claims and sends. What is under way is bounded for each endpoint and nowhere else: any further bound could be used up by
 * receivers that hang, and the others would wait for them.
 */
export function startSender(deps: SenderDeps): Sender {
  const { pool, clock, logger } = deps;
  const underWay = new Set<Promise<void>>();

  const begin = (work: Promise<void>): void => {
    const ended = work
      .catch((error: unknown) => logger.error({ err: error }, "a webhook is left to its lease"))
      .finally(() => {
        underWay.delete(ended);
        loop.wake();
      });
    underWay.add(ended);
  };

  const round = async (): Promise<number> => {
    const now = clock.now();
    const lost = await requeueInterrupted(pool, now);
    if (lost > 0) {
      deps.metrics.interrupted.inc(lost);
      logger.warn({ count: lost }, "webhooks whose sender died are sent again");
    }
    const claimed = await claimWebhooks(pool, {
      now,
      leaseUntil: new Date(now.getTime() + deps.http.timeoutMs + slackMs),
      givesUpAt: new Date(now.getTime() + patienceMs),
      perEndpoint: deps.perEndpoint,
    });
    for (const delivery of claimed) begin(deliver(deps, delivery));
    const next = await nextWebhook(pool);
    if (!next) return longestPauseMs;
    return Math.min(longestPauseMs, Math.max(shortestPauseMs, next.getTime() - clock.now().getTime()));
  };
  const loop = startLoop({ name: "webhooks", logger, round });

  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}
