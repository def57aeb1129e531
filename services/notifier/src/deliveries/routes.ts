import { type Request, type Response, Router } from "express";
import { type operations } from "@okoshko/contracts/generated/notifier";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Clock } from "@okoshko/runtime/clock";
import { type Pool } from "../database";
import { type Metrics } from "../metrics";
import { cancelDelivery } from "./cancel";
import { decodePosition, encodePosition } from "./ledger-cursor";
import { getDelivery, listDeliveries } from "./list";
import { retryDelivery } from "./retry";
import { toRepresentation } from "./representation";

type Query = NonNullable<operations["listDeliveries"]["parameters"]["query"]>;
type Page = { items: NotifierSchemas["Delivery"][]; nextCursor: string | null };

export interface DeliveryRoutesDeps {
  pool: Pool;
  clock: Clock;
  metrics: Metrics;
  onPlanned: () => void;
}

/** The ledger, to be read, and what operators may do with a row. The contract has checked each request. */
export function deliveryRoutes({ pool, clock, metrics, onPlanned }: DeliveryRoutesDeps): Router {
  const router = Router();

  router.get("/v1/deliveries", async (req: Request<object, Page, never, Query>, res: Response<Page>) => {
    const { limit = 50, cursor, ...filter } = req.query;
    const after = cursor === undefined ? undefined : decodePosition(cursor);
    // One more than asked for says whether there is another page.
    const rows = await listDeliveries(pool, filter, { after, limit: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    res.json({
      items: rows.slice(0, limit).map(toRepresentation),
      nextCursor: last ? encodePosition({ dueAt: last.due_at, id: last.id }) : null,
    });
  });

  router.get("/v1/deliveries/:deliveryId", async (req, res) => {
    const row = await getDelivery(pool, req.params.deliveryId);
    if (!row) throw new Problem("not-found");
    res.json(toRepresentation(row));
  });

  router.post("/v1/deliveries/:deliveryId/retry", async (req, res) => {
    const row = await retryDelivery(pool, req.params.deliveryId, clock.now());
    metrics.repeats.inc({ kind: row.kind });
    onPlanned();
    res.status(201).json(toRepresentation(row));
  });

  router.post("/v1/deliveries/:deliveryId/cancel", async (req, res) => {
    const row = await cancelDelivery(pool, req.params.deliveryId, clock.now());
    metrics.count(row.kind, "skipped", "cancelled_by_operator");
    res.json(toRepresentation(row));
  });

  return router;
}
