import { type ErrorRequestHandler } from "express";
import { ConnectionAcquireTimeoutError, ConnectionError, DatabaseError } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { sqlState } from "../transaction";

/** Postgres being away is `unavailable`, worth a retry, not an error of ours. */
export const storeFaults: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  if (isAway(error)) next(new Problem("unavailable", { cause: error, headers: { "retry-after": "2" } }));
  else next(error);
};

function isAway(error: unknown): boolean {
  const state = sqlState(error);
  if (error instanceof ConnectionError || error instanceof ConnectionAcquireTimeoutError) return true;
  // 57P01–57P03: shut down or starting; 08xxx: connection lost; 25P03: idle too long; 57014: took too long; 53300: too many.
  if (state !== undefined) return /^(57P0[1-3]|08...|25P03|57014|53300)$/.test(state);
  return error instanceof DatabaseError && /Connection terminated|ECONNRESET|EPIPE/.test(error.message);
}
