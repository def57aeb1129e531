import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { walkInMinutes } from "../availability/plan";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { actorOf, type Caller } from "../http/caller";
import { type Business, type Shop } from "../shop/shop";
import { isTimeGone, refuseAway } from "../time-off/is-away";
import { inTransaction } from "../transaction";
import { after, hasHoldEnded, isBooked } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { needsApproval } from "./approval";
import { findAppointment, lockAppointment } from "./find";
import { freeHolds } from "./free-expired-holds";
import { lockClientById, refuseTooMany } from "./limit";
import { lockMasters } from "./lock-masters";
import { toAppointment, toEventAppointment } from "./representation";
import { slotTaken } from "./slot-taken";

interface ConfirmCommand {
  caller: Caller;
  appointmentId: string;
}

/**
 * Turns a hold into a booking, or into a request where the business wants to be asked and a client confirms. Twice is the same
 * as once. A hold that ran out is confirmed all the same as long as nobody took the time; then it is `hold-expired`, with the
 * nearest free times. Throws `phone-needed` for a client whose number the business wants and does not have.
 */
export async function confirm(deps: Deps, command: ConfirmCommand): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);
  const { business } = shop;
  const before = await findAppointment(db, command.appointmentId, command.caller, null);
  if (isBooked(before)) return toAppointment(before, business, now);
  if (before.proposalOf !== null) {
    throw new Problem("wrong-state", { detail: "It is a proposal: accept it at the request." });
  }

  try {
    const row = await inTransaction(db, { caller: command.caller, now }, async (tx) => {
      // First the client, as in hold, then the master, as in reschedule, then the row: nobody waits in a circle.
      await lockClientById(db, before.clientId, tx);
      // Bringing an expired hold back is an update under the constraint, which has no ON CONFLICT: writers that update
      // take turns per master.
      if (before.status === "expired") await lockMasters(db, [before.masterId], tx);
      const locked = await lockAppointment(db, command.appointmentId, command.caller, tx);
      if (!isBooked(locked)) await book(deps, shop, locked, { ...command, now }, tx);
      return locked;
    });
    nudges.send();
    return toAppointment(row, business, now);
  } catch (error) {
    if (!isTimeGone(error)) throw error;
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

async function book(
  deps: Deps,
  shop: Shop,
  row: AppointmentModel,
  { caller, now }: ConfirmCommand & { now: Date },
  tx: Transaction,
): Promise<void> {
  const { db } = deps;
  const { business } = shop;
  const isClient = actorOf(caller, row.client) === "client";
  const asksFirst = isClient && (await needsApproval(db, shop, row, tx));
  const status = after(row.status, asksFirst ? "request" : "confirm");
  if (!status)
    throw new Problem("wrong-state", { detail: `It is ${row.status}; only a hold can be confirmed.` });
  if (row.startsAt <= lastStart(business, isClient, now))
    throw new Problem("hold-expired", {
      detail: "This time has passed.",
      extensions: { alternatives: [] },
    });
  if (isClient && business.requiresPhone && row.client.phone === null) {
    throw new Problem("phone-needed", {
      detail: "The business wants a phone number: PUT /v1/clients/me with one, then confirm again.",
    });
  }
  // Holds that ran out can be brought back in any number, so the limit is looked at here as well.
  if (isClient) await refuseTooMany(db, row.clientId, business.maxActiveAppointmentsPerClient, now, tx);
  if (row.status === "expired" || hasHoldEnded(row, now)) await makeRoom(deps, row, now, tx);
  await row.update(
    { status, holdExpiresAt: null, holdKind: null, bookedAt: now, version: row.version + 1, updatedAt: now },
    { transaction: tx },
  );
  const type = asksFirst ? "appointment.requested" : "appointment.confirmed";
  const data = { appointment: toEventAppointment(row, shop, now) };
  await append(db, { type, ...actedBy(caller, row.client), data }, now, tx);
}

/**
 * A visit that started then or earlier cannot be confirmed any more: for a client the moment itself, for staff one that somebody
 * who had walked in could still have had held.
 */
function lastStart({ holdMinutes }: Business, isClient: boolean, now: Date): Date {
  return isClient ? now : new Date(now.getTime() - (walkInMinutes + holdMinutes) * 60_000);
}

/** For a hold that ran out: others whose holds ran out as well make way, and the master may have taken the time off since. */
async function makeRoom({ db }: Deps, row: AppointmentModel, now: Date, tx: Transaction): Promise<void> {
  const { masterId } = row;
  const [from, to] = [row.occupied[0].value, row.occupied[1].value];
  await freeHolds(db, { masterIds: [masterId], from, to, now, exceptId: row.id }, tx);
  await refuseAway(db, { masterId, from, to }, tx);
}
