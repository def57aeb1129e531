import express, { type RequestHandler } from "express";
import { Problem } from "../problem";

/**
 * Parses JSON bodies of at most `limit` (100 kB unless said). Bodies of another type are left unread, and the contract
 * refuses them. Refused here: nesting deeper than any of our schemas, because recursive code must not be made to
 * overflow by a few kilobytes of brackets; and a `__proto__` key, because a later `Object.assign` would obey it.
 */
export function jsonBody(options: { limit?: string | number } = {}): RequestHandler[] {
  return [
    express.json({ limit: options.limit ?? "100kb", type: ["application/json", "+json"] }),
    refuseTraps,
  ];
}

const maxDepth = 64;

const refuseTraps: RequestHandler = (request, _response, next) => {
  let level: unknown[] = [request.body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw refusal("The body is nested too deeply.");
    const below: unknown[] = [];
    for (const node of level) {
      if (typeof node !== "object" || node === null) continue;
      if (Object.hasOwn(node, "__proto__")) throw refusal("The key __proto__ is not allowed.");
      for (const value of Object.values(node)) if (typeof value === "object") below.push(value);
    }
    level = below;
  }
  next();
};

function refusal(detail: string): Problem {
  return new Problem("invalid-request", { errors: [{ pointer: "", detail }] });
}
