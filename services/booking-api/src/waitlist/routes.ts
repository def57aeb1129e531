import { Router } from "express";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { wishBriefing } from "./briefing";
import { findEntry } from "./find";
import { join } from "./join";
import { leave } from "./leave";
import { listEntries } from "./list";

/** Wishes for times that are taken. */
export function waitlistRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "joinWaitlist", async ({ body, caller, idempotencyKey }) => {
    const { serviceIds, masterId = null, from, to, dayParts } = body;
    return {
      status: 201,
      body: await join(deps, { caller, idempotencyKey, serviceIds, masterId, from, to, dayParts }),
    };
  });

  operation(router, "listWaitlist", async ({ query, caller }) => {
    const { scope = "own", state: states, limit = 20, cursor } = query;
    return { status: 200, body: await listEntries(deps, { caller, scope, states, limit, cursor }) };
  });

  operation(router, "getWaitlistEntry", async ({ path, caller }) => ({
    status: 200,
    body: (await findEntry(deps, path.entryId, caller)).entry,
  }));

  operation(router, "getWishBriefing", async ({ path }) => ({
    status: 200,
    body: await wishBriefing(deps, path.entryId),
  }));

  operation(router, "leaveWaitlist", async ({ path, caller }) => {
    await leave(deps, { caller, entryId: path.entryId });
    return { status: 204 };
  });

  return router;
}
