import { Router } from "express";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { accept } from "./accept";
import { acceptProposal } from "./accept-proposal";
import { attend } from "./attend";
import { briefing } from "./briefing";
import { cancel } from "./cancel";
import { confirm } from "./confirm";
import { decline } from "./decline";
import { getDesk, listDesk } from "./desk";
import { findAppointment } from "./find";
import { hold } from "./hold";
import { list } from "./list";
import { complete, miss } from "./mark";
import { propose } from "./propose";
import { refuseProposal } from "./refuse-proposal";
import { release } from "./release";
import { toAppointment } from "./representation";
import { readStates } from "./states";
import { reschedule } from "./reschedule";
import { setNote } from "./set-note";

/** Holds and appointments. */
export function appointmentRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "createHold", async ({ body, caller, idempotencyKey }) => {
    const { serviceIds, masterId = null, startsAt, clientId, source } = body;
    // What is left out must not be there: it would make another request of a repetition.
    const rest = { ...(clientId ? { clientId } : {}), ...(source ? { source } : {}) };
    return {
      status: 201,
      body: await hold(deps, { caller, idempotencyKey, serviceIds, masterId, startsAt, ...rest }),
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

  operation(router, "listAppointmentStates", async ({ query }) => ({
    status: 200,
    body: { items: await readStates(deps, query.ids) },
  }));

  operation(router, "getBriefing", async ({ path, caller }) => ({
    status: 200,
    body: await briefing(deps, { caller, ...path }),
  }));

  operation(router, "getAppointment", async ({ path, caller }) => {
    const row = await findAppointment(deps.db, path.appointmentId, caller, null);
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

  operation(router, "setNote", async ({ path, body, caller }) => ({
    status: 200,
    body: await setNote(deps, { caller, ...path, ...body }),
  }));

  operation(router, "answerAttendance", async ({ path, body, caller }) => ({
    status: 200,
    body: await attend(deps, { caller, ...path, expectedVersion: body.expectedVersion }),
  }));

  operation(router, "acceptAppointment", async ({ path, body, caller }) => ({
    status: 200,
    body: await accept(deps, { caller, ...path, ...body }),
  }));

  operation(router, "declineAppointment", async ({ path, body, caller }) => ({
    status: 200,
    body: await decline(deps, { caller, ...path, ...body }),
  }));

  operation(router, "proposeTime", async ({ path, body, caller }) => ({
    status: 200,
    body: await propose(deps, { caller, ...path, ...body }),
  }));

  operation(router, "acceptProposal", async ({ path, body, caller }) => ({
    status: 200,
    body: await acceptProposal(deps, { caller, ...path, ...body }),
  }));

  operation(router, "refuseProposal", async ({ path, body, caller }) => ({
    status: 200,
    body: await refuseProposal(deps, { caller, ...path, ...body }),
  }));

  operation(router, "completeAppointment", async ({ path, body, caller }) => ({
    status: 200,
    body: await complete(deps, { caller, ...path, ...body }),
  }));

  operation(router, "markNoShow", async ({ path, body, caller }) => ({
    status: 200,
    body: await miss(deps, { caller, ...path, ...body }),
  }));

  operation(router, "listDeskAppointments", async ({ query, caller }) => {
    const { limit = 20, ...filter } = query;
    return { status: 200, body: await listDesk(deps, { caller, ...filter, limit }) };
  });

  operation(router, "getDeskAppointment", async ({ path, caller }) => ({
    status: 200,
    body: await getDesk(deps, { caller, ...path }),
  }));

  return router;
}
