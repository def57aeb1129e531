import { Router } from "express";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { listAudit } from "./list";

/** Who changed what. */
export function auditRoutes({ db }: Deps): Router {
  const router = Router();
  operation(router, "listAudit", async ({ query }) => {
    const { subject, actor, from, to, limit = 20, cursor } = query;
    return { status: 200, body: await listAudit(db, { subject, actor, from, to, limit, cursor }) };
  });
  return router;
}
