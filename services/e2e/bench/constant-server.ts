import { authenticate } from "@okoshko/booking-api/http/caller";
import { identifier } from "@okoshko/booking-api/http/identify";
import { isOpen } from "@okoshko/booking-api/http/operation";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { listen } from "@okoshko/runtime/http/listen";
import { createMetrics, httpMetrics } from "@okoshko/runtime/metrics";
import express from "express";

/** What booking-api answered; here it is answered without being worked out. */
export interface Constants {
  token: string;
  slots: unknown;
  appointment: unknown;
}

/** booking-api's own middleware, in its order, before routes that do nothing: the price of the frame alone. */
async function serve({ token, slots, appointment }: Constants): Promise<void> {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use(httpMetrics(createMetrics("bench").registry));
  app.use(
    "/v1",
    authenticate({
      identify: identifier({ serviceTokens: new Map([["bot", token]]) }),
      rightsOf: () => Promise.resolve({}),
      isOpen,
    }),
  );
  app.use(jsonBody({ limit: "100kb" }));
  app.use(
    contract({ spec: "booking-api", validateResponses: false, handlers: { serviceToken: () => true } }),
  );
  app.get("/v1/availability/slots", (_request, response) => void response.json(slots));
  app.post("/v1/holds", (_request, response) => void response.status(201).json(appointment));
  app.post("/v1/appointments/:id/confirm", (_request, response) => void response.json(appointment));
  const { port } = await listen(app, { host: "127.0.0.1", port: 0 });
  process.send?.(port);
}

process.once("message", (constants: Constants) => void serve(constants));
process.once("disconnect", () => process.exit());
