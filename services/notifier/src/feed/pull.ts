import { type BookingClient } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Pool } from "../database";
import { type Loop, startLoop } from "../loop";
import { readCursor } from "./cursor";
import { feedName, planPage, type PlanDeps } from "./plan-page";

export interface PullDeps extends PlanDeps {
  pool: Pool;
  booking: BookingClient;
  /** Something was planned; what is due at once should not wait. */
  onPlanned: () => void;
}

/** How long booking-api may wait for an event before it answers, and so how late a lost nudge can make us. */
const waitSeconds = 2;
const pageSize = 200;

export interface Puller {
  /** There may be something new: ask now instead of waiting. */
  nudge(): void;
  stop(): Promise<void>;
}

/**
 * Reads the event feed for as long as it runs. A wait for news is broken off by a nudge and the next question does not wait,
 * so a storm of nudges can't keep us from ever getting an answer.
 */
export function startPuller(deps: PullDeps): Puller {
  // One controller for each question and none that outlives it: on Node 20 a signal that joins a short-lived one with a long-lived
  // one (`AbortSignal.any`) is never freed, which was 1.3 kB for every question, 50 MB a day.
  let asking: AbortController | undefined;
  let isWaiting = false;
  let isNudged = false;
  let isStopped = false;

  const round = async (): Promise<number> => {
    const call = new AbortController();
    asking = call;
    isWaiting = !isNudged;
    isNudged = false;
    // It may have been stopped between two rounds, when there was no question to break off.
    if (isStopped) return 0;
    try {
      await pullOnce(deps, { waitSeconds: isWaiting ? waitSeconds : 0, signal: call.signal });
    } catch (error) {
      if (call.signal.aborted) return 0;
      deps.metrics.pulls.inc({ outcome: "failed" });
      throw error;
    } finally {
      isWaiting = false;
    }
    return 0;
  };
  const loop: Loop = startLoop({ name: "feed", round, logger: deps.logger });

  return {
    nudge() {
      isNudged = true;
      if (isWaiting) asking?.abort();
      loop.wake();
    },
    async stop() {
      isStopped = true;
      asking?.abort();
      await loop.stop();
    },
  };
}

/** Reads and plans the next page, if there is one. True when something was planned. */
export async function pullOnce(
  deps: PullDeps,
  options: { waitSeconds: number; signal?: AbortSignal },
): Promise<boolean> {
  const after = await readCursor(deps.pool, feedName);
  const { items, cursor } = await unwrap(
    deps.booking.GET("/v1/events", {
      params: {
        query: {
          limit: pageSize,
          waitSeconds: options.waitSeconds,
          ...(after === undefined ? {} : { after }),
        },
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }),
  );
  deps.metrics.feedReadAt.set(deps.leaseClock.now().getTime() / 1_000);
  const last = items.at(-1);
  if (!last || cursor === null) {
    deps.metrics.feedLag.set(0);
    deps.metrics.pulls.inc({ outcome: "empty" });
    return false;
  }
  const isOurs = await planPage(deps, { after, items, cursor });
  deps.metrics.pulls.inc({ outcome: isOurs ? "planned" : "raced" });
  const ageMs = deps.clock.now().getTime() - new Date(last.event.occurredAt).getTime();
  deps.metrics.feedLag.set(Math.max(0, ageMs) / 1_000);
  if (isOurs) deps.onPlanned();
  return isOurs;
}
