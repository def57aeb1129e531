import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { planForWriting } from "../availability/find-offers";
import { toDate, toMinute, wallClock } from "../availability/local-day";
import { type Candidate } from "../availability/plan";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { append } from "../events/append";
import { actorOf, type Caller } from "../http/caller";
import { type Business, type Shop } from "../shop/shop";
import { inTransaction, violatedConstraint } from "../transaction";
import { after } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { expectVersion, findAppointment, lockAppointment } from "./find";
import { freeHolds } from "./free-expired-holds";
import { lockMasters } from "./lock-masters";
import { refuseTooLate } from "./policy";
import { toAppointment, toEventAppointment, toEventMaster } from "./representation";
import { slotTaken } from "./slot-taken";

/** A booking shall have another time, perhaps with another master. */
export interface RescheduleCommand {
  caller: Caller;
  appointmentId: string;
  startsAt: string;
  masterId?: string | undefined;
  expectedVersion: number;
}

/**
 * Moves a booking in one step: it has the new time, or it still has the old one. Throws `slot-taken` with alternatives,
 * `slot-not-offered`, `too-late-to-change`, `wrong-state`, `version-mismatch`, `not-found`.
 */
export async function reschedule(
  deps: Deps,
  command: RescheduleCommand,
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const startsAt = new Date(command.startsAt);
  const shop = await deps.shop.exact(null);
  const { business } = shop;
  const before = await findAppointment(command.appointmentId, command.caller, null);
  const masterId = command.masterId ?? before.masterId;
  const serviceIds = before.services.map(({ serviceId }) => serviceId);

  const [target, notOffered] = targetOf(shop, { serviceIds, masterId, startsAt }, now);

  try {
    const moved = await inTransaction(db, { caller: command.caller, now }, async (tx) => {
      await lockMasters(db, [before.masterId, masterId], tx);
      const row = await lockAppointment(db, command.appointmentId, command.caller, tx);
      if (isAlreadyThere(row, startsAt, masterId)) return row;
      expectVersion(row, command.expectedVersion);
      const status = after(row.status, "move");
      if (!status) throw new Problem("wrong-state", { detail: `It is ${row.status} and cannot be moved.` });
      refuseTooLate(row, business, actorOf(command.caller, row.client), now);
      if (!target) throw notOffered;
      const previous = previousOf(row, business);
      await moveRow(
        db,
        row,
        { target, startsAt, now, mayTakeHolds: command.caller.onBehalfOf !== undefined },
        tx,
      );
      const fresh = await findAppointment(row.id, command.caller, tx);
      const appointment = toEventAppointment(fresh, business, now);
      const data = { appointment, previous };
      await append(
        db,
        { type: "appointment.rescheduled", actor: actorOf(command.caller, row.client), data },
        now,
        tx,
      );
      return fresh;
    });
    nudges.send();
    return toAppointment(moved, business, now);
  } catch (error) {
    if (violatedConstraint(error) !== "appointments_no_overlap") throw error;
    const request = { serviceIds, masterId, wanted: startsAt, timeZone: business.timeZone };
    throw await slotTaken(deps, "slot-taken", request, {
      now,
      movingId: before.id,
      choosingTelegramUserId: command.caller.onBehalfOf,
    });
  }
}

function isAlreadyThere(row: AppointmentModel, startsAt: Date, masterId: string): boolean {
  return (
    row.status === "confirmed" && row.masterId === masterId && row.startsAt.getTime() === startsAt.getTime()
  );
}

function previousOf(row: AppointmentModel, business: Business) {
  const wall = wallClock(row.startsAt, business.timeZone);
  return {
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    masterId: row.masterId,
    master: toEventMaster(row.master),
  };
}

/**
 * The master as they would do the visit then, or the problem that says why not. Who may not move at all, or has moved
 * already, hears of that first, so the problem waits.
 */
function targetOf(
  shop: Shop,
  request: { serviceIds: string[]; masterId: string; startsAt: Date },
  now: Date,
): [Candidate, undefined] | [undefined, Problem] {
  try {
    const { plan } = planForWriting(shop, request, now);
    const [candidate] = plan.candidates;
    return candidate ? [candidate, undefined] : [undefined, new Problem("slot-not-offered")];
  } catch (error) {
    if (error instanceof Problem) return [undefined, error];
    throw error;
  }
}

/**
 * One UPDATE under the constraint. The visit takes on the durations of its master; the price stays as agreed. A client's own
 * hold makes way, because their free times were shown to them without it.
 */
async function moveRow(
  db: Database,
  row: AppointmentModel,
  move: { target: Candidate; startsAt: Date; now: Date; mayTakeHolds: boolean },
  tx: Transaction,
): Promise<void> {
  const { startsAt, now } = move;
  const { visit, master } = move.target;
  const start = toMinute(startsAt);
  const end = start + visit.durationMinutes;
  const from = toDate(start - visit.bufferBeforeMinutes);
  const to = toDate(end + visit.bufferAfterMinutes);
  const holdsOf = move.mayTakeHolds ? { clientId: row.clientId } : {};
  await freeHolds(db, { masterIds: [master.id], from, to, now, exceptId: row.id, ...holdsOf }, tx);
  const sql = `
    update booking.appointments
    set master_id = $2, starts_at = $3, ends_at = $4, occupied = tstzrange($5, $6),
        attendance = 'unanswered', version = version + 1, updated_at = $7
    where id = $1`;
  await rows(db, sql, [row.id, master.id, startsAt, toDate(end), from, to, now], tx);
}
