import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { changeStatus, type StaffCommand } from "./change-status";

/** The business turns a request down; its time and one that was proposed for it are free again. */
export function decline(
  deps: Deps,
  command: StaffCommand & { reason?: string | undefined },
): Promise<BookingSchemas["Appointment"]> {
  const { reason } = command;
  return changeStatus(deps, command, {
    transition: "decline",
    to: "declined",
    columns: { cancellationReason: reason ?? null },
    event: (appointment, by) => ({
      ...by,
      type: "appointment.declined",
      data: { appointment, ...(reason === undefined ? {} : { reason }) },
    }),
  });
}
