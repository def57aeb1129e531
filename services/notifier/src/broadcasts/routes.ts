import { type Request, type Response, Router } from "express";
import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Clock } from "@okoshko/runtime/clock";
import { Problem } from "@okoshko/runtime/problem";
import { type Pool } from "../database";
import { decodePosition, encodePosition } from "../deliveries/ledger-cursor";
import { callerOf } from "../http/caller";
import { type Metrics } from "../metrics";
import { type BroadcastInput, checkBroadcast } from "./broadcast";
import { createBroadcast } from "./create";
import { type BroadcastRow, getBroadcast, listBroadcasts } from "./list";
import { previewBroadcast } from "./preview";
import { stopBroadcast } from "./stop";

type Broadcast = NotifierSchemas["Broadcast"];
type Page = { items: Broadcast[]; nextCursor: string | null };
type OfOne = { broadcastId: string };

export interface BroadcastDeps {
  pool: Pool;
  booking: BookingClient;
  clock: Clock;
  metrics: Metrics;
  /** A broadcast was ordered; its audience need not wait for the next round. */
  onBroadcast: () => void;
}

/** One message to many. The contract has checked each request, and caller.ts who asks. */
export function broadcastRoutes({ pool, booking, clock, metrics, onBroadcast }: BroadcastDeps): Router {
  const router = Router();

  router.post(
    "/v1/broadcasts/preview",
    async (
      req: Request<object, NotifierSchemas["BroadcastPreview"], BroadcastInput>,
      res: Response<NotifierSchemas["BroadcastPreview"]>,
    ) => {
      checkBroadcast(req.body);
      res.json(await previewBroadcast(booking, req.body));
    },
  );

  router.post(
    "/v1/broadcasts",
    async (req: Request<Record<string, string>, Broadcast, BroadcastInput>, res: Response<Broadcast>) => {
      const key = req.get("idempotency-key") ?? "";
      const request = { caller: callerOf(req), key, input: req.body, now: clock.now() };
      const row = await createBroadcast(pool, request);
      metrics.broadcasts.inc({ state: "sending" });
      onBroadcast();
      // The answer to a repetition is the answer to the first request.
      res
        .status(201)
        .json(toRepresentation({ ...row, state: "sending", finished_at: null, total: null, counts: null }));
    },
  );

  router.get(
    "/v1/broadcasts",
    async (req: Request<object, Page, never, { limit?: number; cursor?: string }>, res: Response<Page>) => {
      const { limit = 50, cursor } = req.query;
      const after = cursor === undefined ? undefined : decodePosition(cursor);
      const rows = await listBroadcasts(pool, { after, limit: limit + 1 });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      res.json({
        items: rows.slice(0, limit).map(toRepresentation),
        nextCursor: last ? encodePosition({ dueAt: last.created_at, id: last.id }) : null,
      });
    },
  );

  router.get("/v1/broadcasts/:broadcastId", async (req: Request<OfOne>, res: Response<Broadcast>) => {
    res.json(toRepresentation(await found(req.params.broadcastId)));
  });

  router.post("/v1/broadcasts/:broadcastId/stop", async (req: Request<OfOne>, res: Response<Broadcast>) => {
    const { broadcastId } = req.params;
    const skipped = await stopBroadcast(pool, broadcastId, clock.now());
    if (skipped !== undefined) metrics.broadcasts.inc({ state: "stopped" });
    for (let count = 0; count < (skipped ?? 0); count++)
      metrics.count("broadcast", "skipped", "broadcast_stopped");
    res.json(toRepresentation(await found(broadcastId)));
  });

  async function found(id: string): Promise<BroadcastRow> {
    const row = await getBroadcast(pool, id);
    if (!row) throw new Problem("not-found");
    return row;
  }

  return router;
}

function toRepresentation(row: BroadcastRow): Broadcast {
  const { planned = 0, queued = 0, sending = 0, ...ended } = row.counts ?? {};
  const { sent = 0, unreachable = 0, skipped = 0, failed = 0, unknown = 0 } = ended;
  return {
    id: row.id,
    state: row.state,
    text: row.text,
    audience: row.audience,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    total: row.total,
    counts: { waiting: planned + queued + sending, sent, unreachable, skipped, failed, unknown },
  };
}
