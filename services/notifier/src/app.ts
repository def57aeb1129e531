import express, { type Express } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { type Logger } from "@okoshko/runtime/logger";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { type BroadcastDeps, broadcastRoutes } from "./broadcasts/routes";
import { deliveryRoutes, type DeliveryRoutesDeps } from "./deliveries/routes";
import { rememberCaller } from "./http/caller";
import { authorize } from "./http/permissions";
import { queueRoutes, type QueueRoutesDeps } from "./queue-routes";
import { type WebhookRouteDeps, webhookRoutes } from "./webhooks/routes";

/** What the operations need, beside who may call them. */
export type Operations = DeliveryRoutesDeps & QueueRoutesDeps & BroadcastDeps;

export function createApp(deps: {
  operations: Operations;
  webhooks: WebhookRouteDeps;
  tokens: ReadonlyMap<string, string>;
  validateResponses: boolean;
  registry: Registry;
  logger: Logger;
}): Express {
  const nameOf = tokenCheck(deps.tokens);
  const app = express();
  app.disable("x-powered-by");
  app.use(httpMetrics(deps.registry));
  app.use(jsonBody());
  app.use(
    contract({
      spec: "notifier",
      validateResponses: deps.validateResponses,
      handlers: { serviceToken: (request) => authorize(request, nameOf(request.get("authorization"))) },
    }),
  );
  app.use(rememberCaller({ nameOf, booking: deps.operations.booking }));
  app.use(deliveryRoutes(deps.operations));
  app.use(queueRoutes(deps.operations));
  app.use(broadcastRoutes(deps.operations));
  app.use(webhookRoutes(deps.webhooks));
  app.use(notFound);
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}
