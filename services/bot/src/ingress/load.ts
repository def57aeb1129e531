import { Problem } from "@okoshko/runtime/problem";
import { type RequestHandler } from "express";
import { type BotMetrics } from "../metrics";

/**
 * Puts requests off while too many are under way. What waits at Telegram costs it nothing and is brought again; what waits
 * here takes memory and connections from those that are being dealt with, until none is dealt with in time.
 */
export function shedLoad(
  maxInFlight: number,
  metrics: Pick<BotMetrics, "inFlight" | "shed">,
): RequestHandler {
  let inFlight = 0;
  return (_request, response, next) => {
    if (inFlight >= maxInFlight) {
      metrics.shed.inc();
      throw new Problem("unavailable", { headers: { "Retry-After": "1" } });
    }
    inFlight += 1;
    metrics.inFlight.set(inFlight);
    // Also when the caller hung up: the update is still being worked on then, but its connection is free.
    response.once("close", () => {
      inFlight -= 1;
      metrics.inFlight.set(inFlight);
    });
    next();
  };
}
