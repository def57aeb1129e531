import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { type ActedBy, actedBy } from "../events/acted-by";
import { append, type NewEvent } from "../events/append";
import { type Caller } from "../http/caller";
import { inTransaction } from "../transaction";
import { after, type AppointmentStatus, type Transition } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { expectVersion, lockAppointment, requireStaff } from "./find";
import { endProposal } from "./proposal";
import { toAppointment, toEventAppointment } from "./representation";

/** Staff decide on an appointment, having seen it as of `expectedVersion`. */
export interface StaffCommand {
  caller: Caller;
  appointmentId: string;
  expectedVersion?: number | undefined;
}

/** One step of the state machine that staff take, and what follows from it. */
export interface StatusChange {
  transition: Transition;
  /** Where it leads; who is there already is answered as they are. */
  to: AppointmentStatus;
  /** Throws when this appointment cannot take the step yet. */
  refuse?: (row: AppointmentModel, now: Date) => void;
  /** Other columns that change with the status. */
  columns?: { cancellationReason: string | null };
  event: (appointment: BookingSchemas["EventAppointment"], by: ActedBy) => NewEvent;
}

/** Takes the step. Throws `not-found`, `forbidden`, `version-mismatch`, `wrong-state`. */
export async function changeStatus(
  deps: Deps,
  command: StaffCommand,
  change: StatusChange,
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);
  const row = await inTransaction(db, { caller, now }, async (tx) => {
    const locked = await lockAppointment(db, command.appointmentId, caller, tx);
    await requireStaff(caller, locked);
    if (locked.status === change.to) return locked;
    expectVersion(locked, command.expectedVersion);
    if (after(locked.status, change.transition) !== change.to) {
      throw new Problem("wrong-state", { detail: `It is ${locked.status}.` });
    }
    change.refuse?.(locked, now);
    await write(deps, locked, change, now, tx);
    const appointment = toEventAppointment(locked, shop, now);
    await append(db, change.event(appointment, actedBy(caller, locked.client)), now, tx);
    return locked;
  });
  nudges.send();
  return toAppointment(row, shop.business, now);
}

async function write(
  { db }: Deps,
  row: AppointmentModel,
  { to, columns }: StatusChange,
  now: Date,
  tx: Transaction,
): Promise<void> {
  await endProposal(db, row, "staff", now, tx);
  await row.update({ ...columns, status: to, version: row.version + 1, updatedAt: now }, { transaction: tx });
}
