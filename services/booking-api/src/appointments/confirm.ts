import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { append } from "../events/append";
import { actorOf, type Caller } from "../http/caller";
import { inTransaction, violatedConstraint } from "../transaction";
import { after } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { findAppointment, lockAppointment } from "./find";
import { freeHolds } from "./free-expired-holds";
import { lockClient, refuseTooMany } from "./limit";
import { lockMasters } from "./lock-masters";
import { toAppointment, toEventAppointment } from "./representation";
import { slotTaken } from "./slot-taken";

/**
 * Turns a hold into a booking. Twice is the same as once. A hold that ran out is confirmed all the same as long as nobody
 * took the time; then it is `hold-expired`, with the nearest free times.
 */
export async function confirm(
  deps: Deps,
  command: { caller: Caller; appointmentId: string },
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const { business } = await deps.shop.exact(null);
  const before = await findAppointment(command.appointmentId, command.caller, null);
  if (before.status === "confirmed") return toAppointment(before, business, now);

  try {
    const confirmed = await inTransaction(db, { caller: command.caller, now }, async (tx) => {
      // First the client, as in hold, then the master, as in reschedule, then the row: nobody waits in a circle.
      const client = await lockClient(db, Number(before.client.telegramUserId), tx);
      // Bringing an expired hold back is an update under the constraint, which has no ON CONFLICT: writers that update
      // take turns per master.
      if (before.status === "expired") await lockMasters(db, [before.masterId], tx);
      const row = await lockAppointment(db, command.appointmentId, command.caller, tx);
      if (row.status === "confirmed") return row;
      const status = after(row.status, "confirm");
      if (!status)
        throw new Problem("wrong-state", { detail: `It is ${row.status}; only a hold can be confirmed.` });
      if (row.startsAt <= now)
        throw new Problem("hold-expired", {
          detail: "This time has passed.",
          extensions: { alternatives: [] },
        });
      // Holds that ran out can be brought back in any number, so the limit is looked at here as well.
      await refuseTooMany(db, client.id, business.maxActiveAppointmentsPerClient, now, tx);
      if (row.status === "expired") await makeRoom(deps, row, now, tx);
      await row.update(
        {
          status,
          holdExpiresAt: null,
          holdKind: null,
          bookedAt: now,
          version: row.version + 1,
          updatedAt: now,
        },
        { transaction: tx },
      );
      const appointment = toEventAppointment(row, business, now);
      await append(
        db,
        { type: "appointment.confirmed", actor: actorOf(command.caller, row.client), data: { appointment } },
        now,
        tx,
      );
      return row;
    });
    nudges.send();
    return toAppointment(confirmed, business, now);
  } catch (error) {
    if (violatedConstraint(error) !== "appointments_no_overlap") throw error;
    const serviceIds = before.services.map(({ serviceId }) => serviceId);
    const request = {
      serviceIds,
      masterId: before.masterId,
      wanted: before.startsAt,
      timeZone: business.timeZone,
    };
    throw await slotTaken(deps, "hold-expired", request, {
      now,
      choosingTelegramUserId: command.caller.onBehalfOf,
    });
  }
}

async function makeRoom({ db }: Deps, row: AppointmentModel, now: Date, tx: Transaction): Promise<void> {
  const [from, to] = row.occupied;
  await freeHolds(
    db,
    { masterIds: [row.masterId], from: from.value, to: to.value, now, exceptId: row.id },
    tx,
  );
}
