import { type RequestHandler } from "express";
import { Problem } from "@okoshko/runtime/problem";

const longestWaitSeconds = 30;

/**
 * Answers `unavailable` when a request has not been answered after `limitMs`: whoever waits longer has given up, and a pile of
 * waiting requests helps nobody. What was begun may still be carried out; an Idempotency-Key makes asking again safe. Those
 * who ask to wait (`waitSeconds`) get that long on top.
 */
export function timeLimit(limitMs: number): RequestHandler {
  return (req, res, next) => {
    const wish = Number(req.query["waitSeconds"]);
    const waitSeconds = wish > 0 ? Math.min(wish, longestWaitSeconds) : 0;
    const timer = setTimeout(
      () => {
        if (res.headersSent) return;
        next(new Problem("unavailable", { detail: "It takes too long.", headers: { "retry-after": "2" } }));
      },
      limitMs + waitSeconds * 1000,
    );
    res.once("close", () => clearTimeout(timer));
    next();
  };
}
