import { Router } from "express";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { readFeed } from "./feed";

/** The feed of what happened. */
export function eventRoutes(deps: Deps): Router {
  const router = Router();
  operation(router, "listEvents", async ({ query, signal }) => {
    const { after, limit = 100, waitSeconds = 0 } = query;
    return { status: 200, body: await readFeed(deps, { after, limit, waitSeconds, signal }) };
  });
  return router;
}
