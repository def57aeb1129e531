import { type ErrorRequestHandler } from "express";
import { ConnectionAcquireTimeoutError, ConnectionError, DatabaseError } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { sqlState } from "../transaction";

/** Postgres being away is `unavailable`, worth a retry, not an error of ours. */
export const storeFaults: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  if (isAway(error)) next(new Problem("unavailable", { cause: error, headers: { "retry-after": "2" } }));
  else next(error);
};

/** pg's own words for a connection that broke, or could not be had. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = "code" in error ? error.code : undefined;
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/.test(String(code)) ||
    /^Connection terminated|not queryable|^timeout exceeded when trying to connect/.test(error.message)
  );
}

function isAway(error: unknown): boolean {
  const state = sqlState(error);
  if (error instanceof ConnectionError || error instanceof ConnectionAcquireTimeoutError) return true;
  // 57P01–57P03: shut down or starting; 08xxx: connection lost; 25P03: idle too long; 57014: took too long; 53300: too many.
  if (state !== undefined) return /^(57P0[1-3]|08...|25P03|57014|53300)$/.test(state);
  return isOfConnection(error) || (error instanceof DatabaseError && isOfConnection(error.parent));
}
