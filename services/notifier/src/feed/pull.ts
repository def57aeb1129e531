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
  const stopping = new AbortController();
  let waiting: AbortController | undefined;
  let isNudged = false;

  const round = async (): Promise<number> => {
    const wait = !isNudged;
    isNudged = false;
    waiting = wait ? new AbortController() : undefined;
    try {
      await pullOnce(deps, {
        waitSeconds: wait ? waitSeconds : 0,
        signal: AbortSignal.any(waiting ? [stopping.signal, waiting.signal] : [stopping.signal]),
      });
    } catch (error) {
      if (waiting?.signal.aborted || stopping.signal.aborted) return 0;
      deps.metrics.pulls.inc({ outcome: "failed" });
      throw error;
    } finally {
      waiting = undefined;
    }
    return 0;
  };
  const loop: Loop = startLoop({ name: "feed", round, logger: deps.logger });

  return {
    nudge() {
      isNudged = true;
      waiting?.abort();
      loop.wake();
    },
    async stop() {
      stopping.abort();
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
