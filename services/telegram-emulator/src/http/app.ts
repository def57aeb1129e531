import { type Logger } from "@okoshko/runtime/logger";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import express, { type Express, type RequestHandler, Router } from "express";
import { type BotRouterOptions, botApiRouter } from "../bot-api/router";
import { callRoutes } from "../calls/routes";
import { clockRoutes } from "../clock/routes";
import { deliveryRoutes } from "../delivery/routes";
import { faultRoutes } from "../faults/routes";
import { observationRoutes } from "../observation/routes";
import { actionRoutes } from "../persons/action-routes";
import { personRoutes } from "../persons/routes";
import { type Control } from "./control";
import { ownOrigin } from "./own-origin";
import { page, securityHeaders } from "./page";

export interface AppOptions {
  control: Control;
  botApi: BotRouterOptions;
  logger: Logger;
  allowedHosts: readonly string[];
  /** For metrics, before everything else. */
  before?: RequestHandler[];
}

/** The life of a request, top to bottom. */
export function createApp({ control, botApi, logger, allowedHosts, before = [] }: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.locals["verifyAnswers"] = botApi.verifyAnswers;
  for (const handler of before) app.use(handler);
  app.use(securityHeaders);
  app.use(ownOrigin(allowedHosts));
  app.use(botApiRouter(botApi));
  app.use("/_emulator", noStore, ...jsonBody());
  app.use(controlApi(control));
  app.use(page());
  app.use(notFound);
  app.use(problemHandler({ logger }));
  return app;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};

function controlApi(control: Control): Router {
  const router = Router();
  const features = [
    personRoutes,
    actionRoutes,
    clockRoutes,
    deliveryRoutes,
    faultRoutes,
    callRoutes,
    observationRoutes,
  ];
  for (const routes of features) routes(router, control);
  return router;
}
