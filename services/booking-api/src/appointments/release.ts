import { Problem } from "@okoshko/runtime/problem";
import { counted } from "../database";
import { type Deps } from "../deps";
import { actorOf, type Caller } from "../http/caller";
import { inTransaction } from "../transaction";
import { after } from "./appointment";
import { lockAppointment } from "./find";

/** Lets a held time go. On anything that is not a hold any more it does nothing: the caller wanted it gone, and it is. */
export async function release(deps: Deps, command: { caller: Caller; appointmentId: string }): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.db, { caller: command.caller, now }, async (tx) => {
    const row = await lockAppointment(deps.db, command.appointmentId, command.caller, tx);
    if (row.status === "held" && row.proposalOf !== null) {
      throw new Problem("wrong-state", { detail: "It is a proposal: refuse it at the request." });
    }
    const status = after(row.status, "release");
    if (!status) return;
    await row.update(
      {
        status,
        cancelledBy: actorOf(command.caller, row.client),
        holdExpiresAt: null,
        holdKind: null,
        version: row.version + 1,
        updatedAt: now,
      },
      { transaction: tx },
    );
    counted(deps.db, tx, ({ holdsEnded }) => holdsEnded.inc({ how: "released" }));
  });
}
