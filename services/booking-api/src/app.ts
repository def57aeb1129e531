import express, { type Express, type Router } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { type AccessDeps, accessRoutes } from "./access/routes";
import { appointmentRoutes } from "./appointments/routes";
import { auditRoutes } from "./audit/routes";
import { availabilityRoutes } from "./availability/routes";
import { businessRoutes } from "./business/routes";
import { calendarRoutes } from "./calendars/routes";
import { masterRoutes } from "./catalog/masters";
import { offeringRoutes } from "./catalog/offerings";
import { serviceRoutes } from "./catalog/services";
import { closureRoutes } from "./closures/routes";
import { clientRoutes } from "./clients/routes";
import { eventRoutes } from "./events/routes";
import { authenticate } from "./http/caller";
import { countRefusals } from "./http/count-refusals";
import { identifier } from "./http/identify";
import { isOpen } from "./http/operation";
import { rightsOf } from "./staff/rights";
import { docsRoutes } from "./http/docs";
import { addressOf, limitRate, type RateLimits } from "./http/rate-limits";
import { storableText } from "./http/storable-text";
import { storeFaults } from "./http/store-faults";
import { timeLimit } from "./http/time-limit";
import { privacyRoutes } from "./privacy/routes";
import { scheduleRoutes } from "./schedule/routes";
import { timeOffRoutes } from "./time-off/routes";
import { waitlistRoutes } from "./waitlist/routes";
import { staffRoutes } from "./staff/routes";

/** What the app needs beside what the use cases need. */
export interface AppDeps extends AccessDeps {
  registry: Registry;
  serviceTokens: ReadonlyMap<string, string>;
  /** In development and tests every answer is checked against the contract. */
  validateResponses: boolean;
  rateLimits: RateLimits;
  /** After this long a request is answered with `unavailable`. */
  timeLimitMs: number;
  /** How many proxies stand before this service: that many entries of X-Forwarded-For are believed. */
  trustedProxies: number;
}

/** The life of a request, top to bottom. `routes` are others than our own where the frame alone is measured. */
export function createApp(deps: AppDeps, routes: Router[] = routesOf(deps)): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", deps.trustedProxies);
  app.use(httpMetrics(deps.registry));
  app.use(docsRoutes());
  app.use("/v1", timeLimit(deps.timeLimitMs));
  app.use(
    "/v1",
    authenticate({
      identify: identifier(deps),
      rightsOf: (telegramUserId) => rightsOf(deps.reads, telegramUserId),
      isOpen,
      onStranger: (req, res) => deps.rateLimits.spend("address", addressOf(req), res),
    }),
    limitRate(deps.rateLimits),
  );
  app.use(jsonBody({ limit: "100kb" }));
  app.use(storableText);
  app.use(
    contract({
      spec: "booking-api",
      validateResponses: deps.validateResponses,
      handlers: { serviceToken: () => true },
    }),
  );
  app.use(...routes);
  app.use(notFound);
  app.use(storeFaults);
  app.use(countRefusals(deps.metrics));
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}

/** All operations of the contract. */
function routesOf(deps: AppDeps): Router[] {
  return [
    businessRoutes(deps),
    serviceRoutes(deps),
    masterRoutes(deps),
    offeringRoutes(deps),
    scheduleRoutes(deps),
    timeOffRoutes(deps),
    closureRoutes(deps),
    availabilityRoutes(deps),
    appointmentRoutes(deps),
    calendarRoutes(deps),
    waitlistRoutes(deps),
    privacyRoutes(deps),
    clientRoutes(deps),
    auditRoutes(deps),
    staffRoutes(deps),
    accessRoutes(deps),
    eventRoutes(deps),
  ];
}
