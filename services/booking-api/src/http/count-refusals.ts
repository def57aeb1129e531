import { type ErrorRequestHandler } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { type BookingMetrics } from "../metrics";

/** Counts the problems with which operations answer. What matched no operation is not counted: HTTP's metrics have it. */
export function countRefusals(metrics: Pick<BookingMetrics, "refusals">): ErrorRequestHandler {
  return (error: unknown, req, _res, next) => {
    const operation: unknown = Reflect.get(req.openapi?.schema ?? {}, "operationId");
    if (error instanceof Problem && typeof operation === "string")
      metrics.refusals.inc({ operation, problem: error.problem });
    next(error);
  };
}
