import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { type Caller } from "../http/caller";
import { inTransaction } from "../transaction";
import { isActive } from "./appointment";
import { lockAppointment } from "./find";
import { toAppointment, toEventAppointment } from "./representation";

/**
 * What the master should know of a visit, said by its client or by staff. It is no change of the visit, so its version stays
 * and a reminder that is under way stays good. What is said of a hold is nobody's news before the hold is confirmed. Throws
 * `wrong-state`, `not-found`.
 */
export async function setNote(
  deps: Deps,
  command: { caller: Caller; appointmentId: string; note: string | null },
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const note = command.note?.trim() || null;
  const shop = await deps.shop.exact(null);
  const row = await inTransaction(db, { caller, now }, async (tx) => {
    const locked = await lockAppointment(db, command.appointmentId, caller, tx);
    if (!isActive(locked, now) || locked.proposalOf !== null) {
      const { status } = toAppointment(locked, shop.business, now);
      const what = locked.proposalOf === null ? status : "a proposal; the note belongs to its request";
      throw new Problem("wrong-state", { detail: `It is ${what}.` });
    }
    if (locked.note === note) return locked;
    await locked.update({ note, updatedAt: now }, { transaction: tx });
    if (locked.status === "held") return locked;
    const data = { appointment: toEventAppointment(locked, shop, now) };
    const by = actedBy(caller, locked.client);
    await append(db, { type: "appointment.note_changed", ...by, data }, now, tx);
    return locked;
  });
  nudges.send();
  return toAppointment(row, shop.business, now);
}
