import express, { type Express } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { type AccessDeps, accessRoutes } from "./access/routes";
import { appointmentRoutes } from "./appointments/routes";
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
import { identifier } from "./http/identify";
import { isOpen } from "./http/operation";
import { rightsOf } from "./staff/rights";
import { docsRoutes } from "./http/docs";
import { addressOf, limitRate, type RateLimits } from "./http/rate-limits";
import { storableText } from "./http/storable-text";
import { storeFaults } from "./http/store-faults";
import { timeLimit } from "./http/time-limit";
import { scheduleRoutes } from "./schedule/routes";
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

/** The life of a request, top to bottom. */
export function createApp(deps: AppDeps): Express {
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
  app.use(businessRoutes(deps));
  app.use(serviceRoutes(deps));
  app.use(masterRoutes(deps));
  app.use(offeringRoutes(deps));
  app.use(scheduleRoutes(deps));
  app.use(closureRoutes(deps));
  app.use(availabilityRoutes(deps));
  app.use(appointmentRoutes(deps));
  app.use(calendarRoutes(deps));
  app.use(waitlistRoutes(deps));
  app.use(clientRoutes(deps));
  app.use(staffRoutes(deps));
  app.use(accessRoutes(deps));
  app.use(eventRoutes(deps));
  app.use(notFound);
  app.use(storeFaults);
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}
