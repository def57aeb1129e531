import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { actorOf, type Caller } from "../http/caller";
import { inTransaction } from "../transaction";
import { after } from "./appointment";
import { expectVersion, lockAppointment } from "./find";
import { refuseTooLate } from "./policy";
import { endProposal } from "./proposal";
import { toAppointment, toEventAppointment } from "./representation";

/** Somebody calls a booking off. */
export interface CancelCommand {
  caller: Caller;
  appointmentId: string;
  expectedVersion?: number | undefined;
  reason?: string | undefined;
}

/** Cancels a booking; twice is the same as once. Throws `too-late-to-change`, `wrong-state`, `version-mismatch`, `not-found`. */
export async function cancel(deps: Deps, command: CancelCommand): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);

  const cancelled = await inTransaction(db, { caller: command.caller, now }, async (tx) => {
    const row = await lockAppointment(db, command.appointmentId, command.caller, tx);
    if (row.status === "cancelled") return row;
    const actor = actorOf(command.caller, row.client);
    expectVersion(row, command.expectedVersion);
    const status = after(row.status, "cancel");
    if (!status) throw new Problem("wrong-state", { detail: `It is ${row.status} and cannot be cancelled.` });
    refuseTooLate(row, shop.business, actor, now);
    await endProposal(db, row, actor, now, tx);
    await row.update(
      {
        status,
        cancelledBy: actor,
        cancellationReason: command.reason ?? null,
        version: row.version + 1,
        updatedAt: now,
      },
      { transaction: tx },
    );
    const appointment = toEventAppointment(row, shop, now);
    const reason = command.reason === undefined ? {} : { reason: command.reason };
    const by = actedBy(command.caller, row.client);
    await append(db, { type: "appointment.cancelled", ...by, data: { appointment, ...reason } }, now, tx);
    return row;
  });
  nudges.send();
  return toAppointment(cancelled, shop.business, now);
}
