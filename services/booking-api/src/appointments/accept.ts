import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { changeStatus, type StaffCommand } from "./change-status";

/** The business agrees to a request; another time that it had proposed is free again. */
export function accept(deps: Deps, command: StaffCommand): Promise<BookingSchemas["Appointment"]> {
  return changeStatus(deps, command, {
    transition: "accept",
    to: "confirmed",
    event: (appointment, by) => ({ ...by, type: "appointment.confirmed", data: { appointment } }),
  });
}
