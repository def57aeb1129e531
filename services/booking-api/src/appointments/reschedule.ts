import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { planForWriting } from "../availability/find-offers";
import { toDate, toMinute } from "../availability/local-day";
import { type Candidate } from "../availability/plan";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { actorOf, type Caller, maySee } from "../http/caller";
import { type Shop } from "../shop/shop";
import { isTimeGone } from "../time-off/is-away";
import { inTransaction } from "../transaction";
import { after, isBooked } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { needsApproval } from "./approval";
import { expectVersion, findAppointment, lockAppointment } from "./find";
import { lockMasters } from "./lock-masters";
import { moveRow } from "./move-row";
import { refuseTooLate } from "./policy";
import { endProposal } from "./proposal";
import { toAppointment, toEventAppointment, toPrevious } from "./representation";
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
 * Moves a booking in one step: it has the new time, or it still has the old one. A client's move of what the business wants to
 * be asked about is a request again. Throws `slot-taken` with alternatives, `slot-not-offered`, `too-late-to-change`,
 * `wrong-state`, `version-mismatch`, `forbidden`, `not-found`.
 */
export async function reschedule(
  deps: Deps,
  command: RescheduleCommand,
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const startsAt = new Date(command.startsAt);
  const shop = await deps.shop.exact(null);
  const { business } = shop;
  const before = await findAppointment(db, command.appointmentId, caller, null);
  const masterId = command.masterId ?? before.masterId;
  const serviceIds = before.services.map(({ serviceId }) => serviceId);
  await refuseForeignChair(caller, before, masterId);
  const atDesk = actorOf(caller, before.client) === "staff";
  const [target, notOffered] = targetOf(shop, { serviceIds, masterId, startsAt }, now, atDesk);

  try {
    const moved = await inTransaction(db, { caller, now }, async (tx) => {
      await lockMasters(db, [before.masterId, masterId], tx);
      const row = await lockAppointment(db, command.appointmentId, caller, tx);
      if (isBooked(row) && row.masterId === masterId && row.startsAt.getTime() === startsAt.getTime())
        return row;
      expectVersion(row, command.expectedVersion);
      if (!after(row.status, "move"))
        throw new Problem("wrong-state", { detail: `It is ${row.status} and cannot be moved.` });
      refuseTooLate(row, business, actorOf(caller, row.client), now);
      if (!target) throw notOffered;
      return move(deps, shop, row, { caller, target, startsAt, now }, tx);
    });
    nudges.send();
    return toAppointment(moved, business, now);
  } catch (error) {
    if (!isTimeGone(error)) throw error;
    const request = { serviceIds, masterId, wanted: startsAt, timeZone: business.timeZone };
    throw await slotTaken(deps, "slot-taken", request, {
      now,
      movingId: before.id,
      choosingTelegramUserId: atDesk ? undefined : caller.onBehalfOf,
      atDesk,
    });
  }
}

/** A client may choose any master; a master does not put visits into a colleague's day. */
async function refuseForeignChair(caller: Caller, row: AppointmentModel, masterId: string): Promise<void> {
  if (actorOf(caller, row.client) === "client" || (await maySee(caller, masterId))) return;
  throw new Problem("forbidden", { detail: "A master moves visits within their own day." });
}

async function move(
  { db }: Deps,
  shop: Shop,
  row: AppointmentModel,
  { caller, target, startsAt, now }: { caller: Caller; target: Candidate; startsAt: Date; now: Date },
  tx: Transaction,
): Promise<AppointmentModel> {
  const { business } = shop;
  const by = actedBy(caller, row.client);
  const byClient = by.actor === "client";
  const asksAgain = byClient && (row.status === "pending" || (await needsApproval(db, shop, row, tx)));
  const previous = toPrevious(row, business);
  await endProposal(db, row, byClient ? "client" : "staff", now, tx);
  const start = toMinute(startsAt);
  const { visit, master } = target;
  const end = start + visit.durationMinutes;
  await moveRow(
    db,
    row,
    {
      status: asksAgain || row.status === "pending" ? "pending" : "confirmed",
      masterId: master.id,
      startsAt,
      // The visit takes on the durations of its master.
      endsAt: toDate(end),
      from: toDate(start - visit.bufferBeforeMinutes),
      to: toDate(end + visit.bufferAfterMinutes),
      byClient,
      isPromised: false,
    },
    now,
    tx,
  );
  const fresh = await findAppointment(db, row.id, caller, tx);
  const data = { appointment: toEventAppointment(fresh, shop, now), previous };
  const type = asksAgain ? "appointment.requested" : "appointment.rescheduled";
  await append(db, { type, ...by, data }, now, tx);
  return fresh;
}

/**
 * The master as they would do the visit then, or the problem that says why not. Who may not move at all, or has moved
 * already, hears of that first, so the problem waits.
 */
function targetOf(
  shop: Shop,
  request: { serviceIds: string[]; masterId: string; startsAt: Date },
  now: Date,
  atDesk: boolean,
): [Candidate, undefined] | [undefined, Problem] {
  try {
    const { plan } = planForWriting(shop, request, now, atDesk);
    const [candidate] = plan.candidates;
    return candidate ? [candidate, undefined] : [undefined, new Problem("slot-not-offered")];
  } catch (error) {
    if (error instanceof Problem) return [undefined, error];
    throw error;
  }
}
