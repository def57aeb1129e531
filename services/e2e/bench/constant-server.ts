import { createApp } from "@okoshko/booking-api/app";
import { createRateLimits } from "@okoshko/booking-api/http/rate-limits";
import { createLogger } from "@okoshko/runtime/logger";
import { listen } from "@okoshko/runtime/http/listen";
import { createMetrics } from "@okoshko/runtime/metrics";
import { createRedis } from "@okoshko/runtime/redis";
import { Router } from "express";
import { openUseCases } from "./in-process";

/** What booking-api answered; here it is answered without being worked out. */
export interface Constants {
  token: string;
  databaseUrl: string;
  redisUrl: string;
  slots: unknown;
  days: unknown;
  appointment: unknown;
}

/** booking-api's own frame before routes that do nothing: the price of the frame alone. */
async function serve({ token, databaseUrl, redisUrl, slots, days, appointment }: Constants): Promise<void> {
  const routes = Router();
  routes.get("/v1/availability/slots", (_request, response) => void response.json(slots));
  routes.get("/v1/availability/days", (_request, response) => void response.json(days));
  routes.post("/v1/holds", (_request, response) => void response.status(201).json(appointment));
  routes.post("/v1/appointments/:id/confirm", (_request, response) => void response.json(appointment));
  const logger = createLogger({ service: "bench", level: "warn" });
  const redis = createRedis(redisUrl, { name: "bench-limits", logger });
  const limits = { person: 1_000_000_000, key: 1_000_000_000, address: 1_000_000_000 };
  const app = createApp(
    {
      ...openUseCases({ url: databaseUrl, redisUrl }).deps,
      registry: createMetrics("bench").registry,
      serviceTokens: new Map([["bot", token]]),
      validateResponses: false,
      sessions: undefined,
      initDataChecks: {},
      rateLimits: createRateLimits({ redis, limits, logger }),
      timeLimitMs: 10_000,
      trustedProxies: 0,
    },
    [routes],
  );
  const { port } = await listen(app, { host: "127.0.0.1", port: 0 });
  process.send?.(port);
}

process.once("message", (constants: Constants) => void serve(constants));
process.once("disconnect", () => process.exit());
