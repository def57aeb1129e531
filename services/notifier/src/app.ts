import express, { type Express } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { type Logger } from "@okoshko/runtime/logger";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { type Pool } from "./database";
import { deliveryRoutes } from "./deliveries/routes";
import { authorize } from "./http/permissions";
import { type WebhookRouteDeps, webhookRoutes } from "./webhooks/routes";

export function createApp(deps: {
  pool: Pool;
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
  app.use(deliveryRoutes(deps.pool));
  app.use(webhookRoutes(deps.webhooks));
  app.use(notFound);
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}
