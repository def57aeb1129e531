import { Router } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { personOf } from "../http/caller";
import { edit, show } from "../http/edit";
import { once } from "../http/idempotency";
import { operation } from "../http/operation";
import { changeRules } from "../shop/change-rules";
import { inTransaction, violatedConstraint } from "../transaction";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  openInvitation,
  revokeInvitation,
} from "./invitations";
import { expectToManage, listStaff, removeStaff, rename, staffMember } from "./staff";

/** Who works here, and how they come to. */
export function staffRoutes(deps: Deps): Router {
  const { db, clock } = deps;
  const router = Router();

  operation(router, "listStaff", async () => ({ status: 200, body: { items: await listStaff(db, null) } }));

  operation(router, "getStaffMember", async ({ path }) =>
    show(staffMember(db, path.telegramUserId), "member of the staff"),
  );

  operation(router, "updateStaffMember", async ({ path, body, ...request }) =>
    edit(deps, request, staffMember(db, path.telegramUserId), (tx) =>
      rename(db, request.caller, { telegramUserId: path.telegramUserId, name: body.name.trim() }, tx),
    ),
  );

  operation(router, "removeStaff", async ({ path, caller }) => {
    await changeRules(deps, caller, (tx) => removeStaff(db, caller, path.telegramUserId, tx));
    return { status: 204 };
  });

  operation(router, "createInvitation", async ({ body, caller, idempotencyKey }) => {
    await expectToManage(caller, body.role);
    const now = clock.now();
    const request = { caller, key: idempotencyKey, body, now, sealed: true };
    return { status: 201, body: await once(db, request, (tx) => createInvitation(db, body, now, tx)) };
  });

  operation(router, "listInvitations", async () => ({
    status: 200,
    body: { items: await listInvitations(db, clock.now()) },
  }));

  operation(router, "revokeInvitation", async ({ path, caller }) => {
    await inTransaction(db, { caller, now: clock.now() }, async (tx) => {
      const invitation = await openInvitation(db, path.invitationId, tx);
      if (!invitation) throw new Problem("not-found", { detail: "There is no such invitation any more." });
      await expectToManage(caller, invitation.role);
      await revokeInvitation(db, path.invitationId, tx);
    });
    return { status: 204 };
  });

  operation(router, "acceptInvitation", async ({ body, caller }) => {
    const now = clock.now();
    const telegramUserId = personOf(caller);
    const member = await changeRules(deps, caller, (tx) =>
      acceptInvitation(db, { code: body.code, telegramUserId, now }, tx),
    ).catch(refuseSecondMaster);
    return { status: 200, body: member };
  });

  return router;
}

function refuseSecondMaster(error: unknown): never {
  if (violatedConstraint(error) !== "masters_telegram_user_once") throw error;
  throw new Problem("already-exists", { detail: "You are another master already.", cause: error });
}
