import { Router } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { findMaster } from "../catalog/masters";
import { rows } from "../database";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { expectOwnHours } from "../schedule/own-hours";
import { changeRules } from "../shop/change-rules";
import { takeTimeOff } from "./take";
import { type TimeOffRow, toTimeOff } from "./time-off";

/** When masters are away, besides their free hours. Why is nobody's business but the staff's. */
export function timeOffRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listTimeOff", async ({ path, query, caller }) => {
    await expectOwnHours(caller, path.masterId);
    await findMaster(path.masterId);
    const [from, to] = [new Date(query.from), new Date(query.to)];
    refusePeriod(from, to);
    const text = `
      select id, master_id as "masterId", lower(during) as "startsAt", upper(during) as "endsAt", note,
             created_at as "createdAt"
      from booking.time_off
      where master_id = $1 and during && tstzrange($2, $3)
      order by lower(during), id`;
    const values = [path.masterId, from, to];
    const found = await deps.reads.query<TimeOffRow>({ name: "time-off", text, values });
    return { status: 200, body: { items: found.map(toTimeOff) } };
  });

  operation(router, "createTimeOff", async ({ path, body, caller, idempotencyKey }) => {
    await expectOwnHours(caller, path.masterId);
    const { note = null, ...times } = body;
    return {
      status: 201,
      body: await takeTimeOff(deps, { caller, idempotencyKey, ...path, ...times, note }),
    };
  });

  operation(router, "deleteTimeOff", async ({ path, caller }) => {
    await expectOwnHours(caller, path.masterId);
    await findMaster(path.masterId);
    const sql = `delete from booking.time_off where id = $1 and master_id = $2`;
    await changeRules(deps, caller, (tx) => rows(deps.db, sql, [path.timeOffId, path.masterId], tx));
    return { status: 204 };
  });

  return router;
}

const longestPeriodMs = 400 * 24 * 3_600_000;

function refusePeriod(from: Date, to: Date): void {
  if (to > from && to.getTime() - from.getTime() <= longestPeriodMs) return;
  throw new Problem("invalid-request", {
    detail: "`to` must be after `from`, and at most 400 days later.",
    errors: [{ pointer: "query/to", detail: to > from ? "is too late" : "is not after `from`" }],
  });
}
