import { Router } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { ClientModel } from "../clients/client.model";
import { findClient } from "../clients/find";
import { type Deps } from "../deps";
import { type Caller, personOf } from "../http/caller";
import { operation } from "../http/operation";
import { inTransaction } from "../transaction";
import { erase } from "./erase";
import { exportClient } from "./export";

/** What a person may ask of those who keep their data. */
export function privacyRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "exportMe", async ({ caller }) => {
    const client = await ClientModel.findOne({ where: { telegramUserId: personOf(caller) } });
    if (!client) throw new Problem("not-found", { detail: "Nothing is kept about this person." });
    return { status: 200, body: await exportClient(deps, client, { hidesOthers: true }) };
  });

  operation(router, "eraseMe", async ({ caller }) => {
    const client = await ClientModel.findOne({ where: { telegramUserId: personOf(caller) } });
    if (client) await forget(deps, client.id, caller);
    return { status: 204 };
  });

  operation(router, "exportClient", async ({ path }) => ({
    status: 200,
    body: await exportClient(deps, await findClient(path.clientId), { hidesOthers: false }),
  }));

  operation(router, "eraseClient", async ({ path, caller }) => {
    const client = await findClient(path.clientId);
    await forget(deps, client.id, caller);
    return { status: 204 };
  });

  return router;
}

async function forget(deps: Deps, clientId: string, caller: Caller): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.db, { caller, now }, (tx) => erase(deps, { clientId, caller, now }, tx));
  deps.nudges.send();
}
