import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { changeStatus, type StaffCommand } from "./change-status";

type Appointment = BookingSchemas["Appointment"];

/** The visit took place. A no-show that was noted by mistake is corrected by this. */
export function complete(deps: Deps, command: StaffCommand): Promise<Appointment> {
  return changeStatus(deps, command, {
    transition: "complete",
    to: "completed",
    refuse: refuseBeforeStart,
    event: (appointment, by) => ({ ...by, type: "appointment.completed", data: { appointment } }),
  });
}

/** The client did not come; it counts for the business's `approvalAfterNoShows`. */
export function miss(deps: Deps, command: StaffCommand): Promise<Appointment> {
  return changeStatus(deps, command, {
    transition: "miss",
    to: "no_show",
    refuse: refuseBeforeStart,
    event: (appointment, by) => ({ ...by, type: "appointment.missed", data: { appointment } }),
  });
}

function refuseBeforeStart({ startsAt }: { startsAt: Date }, now: Date): void {
  if (now >= startsAt) return;
  throw new Problem("wrong-state", { detail: `The visit begins at ${startsAt.toISOString()}.` });
}
