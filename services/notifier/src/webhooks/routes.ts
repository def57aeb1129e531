import { type Request, type Response, Router } from "express";
import { type operations } from "@okoshko/contracts/generated/notifier";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Logger } from "@okoshko/runtime/logger";
import { Problem } from "@okoshko/runtime/problem";
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  type EditDeps,
  pauseEndpoint,
  readEndpoint,
  resumeEndpoint,
  rotateSecret,
  vaultOf,
} from "./edit-endpoint";
import { listEndpoints } from "./endpoint";
import { type DetailsRow, getFromLog, listAttempts, listLog } from "./log";
import { type WebhookMetrics } from "./metrics";
import { planTest, replayOne, replayRange } from "./replay";
import { toDelivery, toDetails, toEndpoint } from "./representation";

export interface WebhookRouteDeps extends EditDeps {
  metrics: WebhookMetrics;
  logger: Logger;
  /** There is something to send: it should not wait for the next look. */
  wake: () => void;
}

type Schemas = NotifierSchemas;
type Query = NonNullable<operations["listWebhookDeliveries"]["parameters"]["query"]>;
type Log = { items: Schemas["WebhookDelivery"][]; nextCursor: string | null };
type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { "application/json": infer Content } };
}
  ? Content
  : never;

/** What integrators' people do with endpoints and their log. The contract has checked each request, and the app who asks. */
export function webhookRoutes(deps: WebhookRouteDeps): Router {
  const router = Router();
  const { pool, clock, logger } = deps;
  const shown = async (id: string): Promise<Schemas["WebhookEndpoint"]> =>
    toEndpoint(await readEndpoint(pool, id, clock.now()));

  router.get("/v1/webhook-endpoints", async (_req, res) => {
    res.json({ items: (await listEndpoints(pool, clock.now())).map(toEndpoint) });
  });

  router.post(
    "/v1/webhook-endpoints",
    async (req: Request<object, unknown, Schemas["WebhookEndpointInput"]>, res) => {
      const { secret, ...row } = await createEndpoint(deps, req.body, req.get("idempotency-key") ?? "");
      logger.info({ endpoint: row.id }, "a webhook endpoint was added");
      res.status(201).json({ ...toEndpoint(row), secret });
    },
  );

  router.get("/v1/webhook-endpoints/:endpointId", async (req, res) => {
    res.json(await shown(req.params.endpointId));
  });

  router.patch(
    "/v1/webhook-endpoints/:endpointId",
    async (req: Request<{ endpointId: string }, unknown, Schemas["WebhookEndpointChange"]>, res) => {
      res.json(toEndpoint(await changeEndpoint(deps, req.params.endpointId, req.body)));
    },
  );

  router.delete("/v1/webhook-endpoints/:endpointId", async (req, res) => {
    await deleteEndpoint(deps, req.params.endpointId);
    logger.info({ endpoint: req.params.endpointId }, "a webhook endpoint was removed");
    res.status(204).end();
  });

  router.post(
    "/v1/webhook-endpoints/:endpointId/rotate-secret",
    async (req: Request<{ endpointId: string }, unknown, Body<"rotateWebhookSecret">>, res) => {
      const { previousValidHours = 24 } = req.body;
      const rotated = await rotateSecret(deps, req.params.endpointId, previousValidHours);
      logger.info({ endpoint: req.params.endpointId, previousValidHours }, "a webhook's key was rotated");
      res.json({
        secret: rotated.secret,
        previousSecretValidUntil: rotated.previousSecretValidUntil?.toISOString() ?? null,
      });
    },
  );

  router.post("/v1/webhook-endpoints/:endpointId/pause", async (req, res) => {
    const { endpoint, isChanged } = await pauseEndpoint(deps, req.params.endpointId);
    if (isChanged) deps.metrics.pauses.inc({ reason: "by_operator" });
    res.json(toEndpoint(endpoint));
  });

  router.post(
    "/v1/webhook-endpoints/:endpointId/resume",
    async (req: Request<{ endpointId: string }, unknown, Body<"resumeWebhookEndpoint">>, res) => {
      const row = await resumeEndpoint(deps, req.params.endpointId, req.body.held ?? "send");
      deps.wake();
      res.json(toEndpoint(row));
    },
  );

  router.post("/v1/webhook-endpoints/:endpointId/test", async (req, res) => {
    vaultOf(deps);
    const deliveryId = await planTest(pool, req.params.endpointId, clock.now());
    if (deliveryId === undefined) throw new Problem("not-found", { detail: "There is no such endpoint." });
    deps.wake();
    res.status(202).json(toDelivery(await foundInLog(deliveryId)));
  });

  router.post(
    "/v1/webhook-endpoints/:endpointId/replay",
    async (req: Request<{ endpointId: string }, unknown, Body<"replayWebhookDeliveries">>, res) => {
      const { endpointId } = req.params;
      const { status = "failed" } = req.body;
      const range = {
        from: instant(req.body.from, "/from"),
        to: instant(req.body.to, "/to"),
        statuses: status === "all" ? (["failed", "delivered"] as const).slice() : [status],
      };
      await shown(endpointId);
      const replayed = await replayRange(pool, endpointId, range, clock.now());
      logger.info({ endpoint: endpointId, replayed }, "webhook deliveries are sent once more");
      deps.wake();
      res.status(202).json({ replayed });
    },
  );

  router.get(
    "/v1/webhook-endpoints/:endpointId/deliveries",
    async (req: Request<{ endpointId: string }, Log, never, Query>, res: Response<Log>) => {
      const { limit = 50, cursor, from, to, ...filter } = req.query;
      const { endpointId } = req.params;
      await shown(endpointId);
      // One more than asked for says whether there is another page.
      const rows = await listLog(
        pool,
        endpointId,
        {
          ...filter,
          from: from === undefined ? undefined : instant(from, "query/from"),
          to: to === undefined ? undefined : instant(to, "query/to"),
        },
        { before: cursor === undefined ? undefined : decodeCursor(cursor), limit: limit + 1 },
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      res.json({
        items: rows.slice(0, limit).map(toDelivery),
        nextCursor: last ? encodeCursor(last.position) : null,
      });
    },
  );

  router.get("/v1/webhook-deliveries/:webhookDeliveryId", async (req, res) => {
    const row = await foundInLog(req.params.webhookDeliveryId);
    res.json(toDetails(row, await listAttempts(pool, row.id)));
  });

  router.post("/v1/webhook-deliveries/:webhookDeliveryId/replay", async (req, res) => {
    const { webhookDeliveryId } = req.params;
    await replayOne(pool, webhookDeliveryId, clock.now());
    deps.wake();
    res.status(202).json(toDelivery(await foundInLog(webhookDeliveryId)));
  });

  async function foundInLog(id: string): Promise<DetailsRow> {
    const row = await getFromLog(pool, id);
    if (!row) throw new Problem("not-found", { detail: "The log has no such delivery." });
    return row;
  }

  return router;
}

/** RFC 3339 allows leap seconds, which dates of computers do not have. */
function instant(text: string, pointer: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new Problem("invalid-request", { errors: [{ pointer, detail: "is no moment that a clock shows" }] });
}

function encodeCursor(position: number): string {
  return Buffer.from(`w${position}`).toString("base64url");
}

function decodeCursor(cursor: string): number {
  const [, position] = /^w(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (position !== undefined) return Number(position);
  throw new Problem("invalid-request", {
    errors: [{ pointer: "query/cursor", detail: "is none of ours; take `nextCursor` as it is" }],
  });
}
