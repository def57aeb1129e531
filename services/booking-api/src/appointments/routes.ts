import { Router } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { attend } from "./attend";
import { cancel } from "./cancel";
import { confirm } from "./confirm";
import { findAppointment } from "./find";
import { hold } from "./hold";
import { list } from "./list";
import { release } from "./release";
import { toAppointment } from "./representation";
import { reschedule } from "./reschedule";

/** Holds and appointments. */
export function appointmentRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "createHold", async ({ body, caller, idempotencyKey }) => {
    const { serviceIds, masterId = null, startsAt } = body;
    return {
      status: 201,
      body: await hold(deps, { caller, idempotencyKey, serviceIds, masterId, startsAt }),
    };
  });

  operation(router, "releaseHold", async ({ path, caller }) => {
    await release(deps, { caller: caller, appointmentId: path.appointmentId });
    return { status: 204 };
  });

  operation(router, "listAppointments", async ({ query, caller }) => {
    const { when = "upcoming", limit = 20, cursor } = query;
    return { status: 200, body: await list(deps, { caller: caller, when, limit, cursor }) };
  });

  operation(router, "getAppointment", async ({ path, caller }) => {
    const row = await findAppointment(path.appointmentId, caller, null);
    const { business } = await deps.shop.current();
    return { status: 200, body: toAppointment(row, business, deps.clock.now()) };
  });

  operation(router, "confirmAppointment", async ({ path, caller }) => ({
    status: 200,
    body: await confirm(deps, { caller: caller, ...path }),
  }));

  operation(router, "cancelAppointment", async ({ path, body, caller }) => ({
    status: 200,
    body: await cancel(deps, { caller: caller, ...path, ...body }),
  }));

  operation(router, "rescheduleAppointment", async ({ path, body, caller }) => ({
    status: 200,
    body: await reschedule(deps, { caller: caller, ...path, ...body }),
  }));

  operation(router, "answerAttendance", async ({ path, body, caller }) => {
    if (caller.onBehalfOf === undefined) {
      throw new Problem("forbidden", { detail: "Only the client can say that they will come." });
    }
    return {
      status: 200,
      body: await attend(deps, { caller, ...path, expectedVersion: body.expectedVersion }),
    };
  });

  return router;
}
