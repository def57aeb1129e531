import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { inTransaction } from "../transaction";
import { type ProposalAnswer } from "./accept-proposal";
import { hasHoldEnded } from "./appointment";
import { expectVersion, lockAppointment, requireClient } from "./find";
import { endProposal } from "./proposal";
import { toAppointment, toEventAppointment } from "./representation";

/**
 * The client does not want the proposed time, which is free again; the request stays as it is. Without a proposal, or with one
 * that ran out, there is nothing to do. Throws `version-mismatch`, `forbidden`, `not-found`.
 */
export async function refuseProposal(
  deps: Deps,
  command: ProposalAnswer,
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);
  const row = await inTransaction(db, { caller, now }, async (tx) => {
    const locked = await lockAppointment(db, command.appointmentId, caller, tx);
    requireClient(caller, locked);
    if (!locked.proposal || hasHoldEnded(locked.proposal, now)) return locked;
    expectVersion(locked, command.expectedVersion);
    await endProposal(db, locked, "client", now, tx);
    await locked.update({ version: locked.version + 1, updatedAt: now }, { transaction: tx });
    const data = { appointment: toEventAppointment(locked, shop, now) };
    const by = actedBy(caller, locked.client);
    await append(db, { type: "appointment.proposal_refused", ...by, data }, now, tx);
    return locked;
  });
  nudges.send();
  return toAppointment(row, shop.business, now);
}
