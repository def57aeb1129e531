import express, { type Express } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { type Logger } from "@okoshko/runtime/logger";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { type Pool } from "./database";
import { deliveryRoutes } from "./deliveries/routes";

export function createApp(deps: {
  pool: Pool;
  tokens: ReadonlyMap<string, string>;
  validateResponses: boolean;
  registry: Registry;
  logger: Logger;
}): Express {
  const nameOf = tokenCheck(deps.tokens);
  const app = express();
  app.disable("x-powered-by");
  app.use(httpMetrics(deps.registry));
  app.use(
    contract({
      spec: "notifier",
      validateResponses: deps.validateResponses,
      // Who has a token may read the ledger.
      handlers: { serviceToken: (request) => nameOf(request.get("authorization")) !== undefined },
    }),
  );
  app.use(deliveryRoutes(deps.pool));
  app.use(notFound);
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}
