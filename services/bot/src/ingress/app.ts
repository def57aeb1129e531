import { createHash, timingSafeEqual } from "node:crypto";
import { contract } from "@okoshko/runtime/http/contract";
import { jsonBody } from "@okoshko/runtime/http/json-body";
import { notFound, problemHandler } from "@okoshko/runtime/http/problem-handler";
import { type Logger } from "@okoshko/runtime/logger";
import { httpMetrics, type Registry } from "@okoshko/runtime/metrics";
import { Problem } from "@okoshko/runtime/problem";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from "express";
import { type Update } from "grammy/types";
import { Away } from "../infrastructure";
import { type BotMetrics } from "../metrics";
import { classOf } from "./failure";
import { shedLoad } from "./load";
import { type Receive } from "./receive";

export interface IngressDeps {
  receive: Receive;
  secret: string;
  /** How many updates may be under way in this process. */
  maxInFlight: number;
  registry: Registry;
  metrics: Pick<BotMetrics, "inFlight" | "shed" | "parked">;
  logger: Logger;
}

/** The life of a webhook request, top to bottom. */
export function createIngress(deps: IngressDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(httpMetrics(deps.registry));
  // Before the body is read: strangers shall not make us parse a megabyte.
  app.use("/telegram/webhook", secretToken(deps.secret));
  // Also before the body, and after the secret, so that no stranger fills the places.
  app.use("/telegram/webhook", shedLoad(deps.maxInFlight, deps.metrics));
  app.use(readUpdate(deps));
  app.post("/telegram/webhook", take(deps.receive));
  app.use(notFound);
  // What is put off has been told of by the receiver, and what is shed is counted.
  app.use(problemHandler({ logger: deps.logger, told: ["unavailable"] }));
  return app;
}

/**
 * A body that can't be read will not be readable the next time, and Telegram brings whatever is not 2xx for a day. Behind the
 * secret there is nobody else who could learn from a 400: it is counted, logged without its words, and taken off Telegram.
 */
function readUpdate({ metrics, logger }: IngressDeps): Router {
  const acknowledge: ErrorRequestHandler = (error: unknown, request, response, next) => {
    // Nobody is there to be answered, and Telegram brings it again by itself.
    const isCutOff = request.readableAborted;
    if (request.method !== "POST" || request.path !== "/telegram/webhook" || isCutOff) return next(error);
    metrics.parked.inc({ kind: "other", reason: "unreadable" });
    const bytes = request.get("Content-Length");
    logger.error({ error: classOf(error), bytes }, "an update can't be read, and is not asked for again");
    response.json({});
  };
  return Router()
    .use(jsonBody({ limit: "1mb" }), contract({ spec: "bot", validateResponses: false }))
    .use(acknowledge);
}

function take(receive: Receive): RequestHandler<object, object, Update> {
  return async (request, response) => {
    try {
      await receive(request.body);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      throw new Problem("unavailable", {
        cause: error,
        headers: { "Retry-After": String(Math.max(1, Math.ceil(error.retryAfterSeconds))) },
      });
    }
    response.json({});
  };
}

function secretToken(secret: string): RequestHandler {
  const expected = digest(secret);
  return (request, _response, next) => {
    const given = request.get("X-Telegram-Bot-Api-Secret-Token") ?? "";
    // Digests, because timingSafeEqual wants equal lengths and a shortcut for others would tell the length.
    if (!timingSafeEqual(digest(given), expected)) throw new Problem("unauthorized");
    next();
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
