import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { type Caller } from "../http/caller";
import { inTransaction } from "../transaction";
import { expectVersion, lockAppointment, requireClient } from "./find";
import { toAppointment, toEventAppointment } from "./representation";

/** The client says that they will come. Said twice, it is one event. It is no change of the visit, so its version stays. */
export async function attend(
  deps: Deps,
  command: { caller: Caller; appointmentId: string; expectedVersion?: number | undefined },
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);
  const answered = await inTransaction(db, { caller: command.caller, now }, async (tx) => {
    const row = await lockAppointment(db, command.appointmentId, command.caller, tx);
    requireClient(command.caller, row);
    expectVersion(row, command.expectedVersion);
    if (row.status !== "confirmed") throw new Problem("wrong-state", { detail: `It is ${row.status}.` });
    if (row.startsAt <= now) throw new Problem("too-late-to-change", { detail: "The visit has begun." });
    if (row.attendance === "coming") return row;
    await row.update({ attendance: "coming", updatedAt: now }, { transaction: tx });
    const data = { appointment: toEventAppointment(row, shop, now) };
    await append(
      db,
      { type: "appointment.attendance_answered", ...actedBy(command.caller, row.client), data },
      now,
      tx,
    );
    return row;
  });
  nudges.send();
  return toAppointment(answered, shop.business, now);
}
