import express, { type Express } from "express";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { appointmentRoutes } from "./appointments/routes";
import { availabilityRoutes } from "./availability/routes";
import { businessRoutes } from "./business/routes";
import { masterRoutes } from "./catalog/masters";
import { offeringRoutes } from "./catalog/offerings";
import { serviceRoutes } from "./catalog/services";
import { closureRoutes } from "./closures/routes";
import { clientRoutes } from "./clients/routes";
import { type Deps } from "./deps";
import { eventRoutes } from "./events/routes";
import { authenticate } from "./http/caller";
import { identifier } from "./http/identify";
import { isOpen } from "./http/operation";
import { rightsOf } from "./staff/rights";
import { docsRoutes } from "./http/docs";
import { storableText } from "./http/storable-text";
import { storeFaults } from "./http/store-faults";
import { scheduleRoutes } from "./schedule/routes";
import { waitlistRoutes } from "./waitlist/routes";

/** What the app needs beside what the use cases need. */
export interface AppDeps extends Deps {
  registry: Registry;
  serviceTokens: ReadonlyMap<string, string>;
  /** In development and tests every answer is checked against the contract. */
  validateResponses: boolean;
}

/** The life of a request, top to bottom. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use(httpMetrics(deps.registry));
  app.use(docsRoutes());
  app.use(
    "/v1",
    authenticate({
      identify: identifier(deps),
      rightsOf: (telegramUserId) => rightsOf(deps.db, telegramUserId),
      isOpen,
    }),
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
  app.use(waitlistRoutes(deps));
  app.use(clientRoutes(deps));
  app.use(eventRoutes(deps));
  app.use(notFound);
  app.use(storeFaults);
  app.use(problemHandler({ logger: deps.logger }));
  return app;
}
