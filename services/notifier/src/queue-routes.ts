import { type Request, type Response, Router } from "express";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Pool } from "./database";
import { queueState } from "./deliveries/queue-state";
import { countParkedEvents, listParkedEvents, replayParkedEvent } from "./feed/parked-events";
import { type Metrics } from "./metrics";

export interface QueueRoutesDeps {
  pool: Pool;
  clock: Clock;
  metrics: Metrics;
  /** How much longer nobody may send, in ms. */
  pausedMs: () => Promise<number>;
  isHalted: () => boolean;
  onPlanned: () => void;
}

/** What waits, and what could not be planned. */
export function queueRoutes({
  pool,
  clock,
  metrics,
  pausedMs,
  isHalted,
  onPlanned,
}: QueueRoutesDeps): Router {
  const router = Router();

  router.get("/v1/queue", async (_req, res: Response<NotifierSchemas["Queue"]>) => {
    const now = clock.now();
    const [state, paused, parkedEvents] = await Promise.all([
      queueState(pool, now),
      pausedMs(),
      countParkedEvents(pool),
    ]);
    res.json({
      ...state,
      pausedUntil: paused > 0 ? new Date(now.getTime() + paused).toISOString() : null,
      halted: isHalted(),
      parkedEvents,
    });
  });

  router.get("/v1/parked-events", async (req: Request<object, object, never, { limit?: number }>, res) => {
    const { limit = 50 } = req.query;
    const [rows, total] = await Promise.all([listParkedEvents(pool, limit), countParkedEvents(pool)]);
    const items = rows.map((row) => ({
      id: row.event_id,
      type: row.event.type,
      error: row.error,
      parkedAt: row.parked_at.toISOString(),
      event: row.event,
    }));
    res.json({ items, total });
  });

  router.post("/v1/parked-events/:eventId/replay", async (req, res) => {
    const planned = await replayParkedEvent({ pool, clock, metrics }, req.params.eventId);
    onPlanned();
    res.json({ planned });
  });

  return router;
}
