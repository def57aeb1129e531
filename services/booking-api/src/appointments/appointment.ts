/** Where an appointment stands. */
export type AppointmentStatus =
  "held" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "declined" | "expired";

/** What can happen to an appointment. */
export type Transition =
  | "confirm"
  | "request"
  | "accept"
  | "decline"
  | "expire"
  | "release"
  | "cancel"
  | "move"
  | "complete"
  | "miss";

/** Those that keep the master's time; the constraint appointments_no_overlap names the same three. */
export const activeStatuses = [
  "held",
  "pending",
  "confirmed",
] as const satisfies readonly AppointmentStatus[];

/**
 * The state machine. What is not here cannot happen.
 *
 *     held → pending → confirmed → completed ⇄ no_show
 *       ↘ expired ↘ declined  ↘ cancelled
 *
 * A hold that ran out may still be confirmed while its time is free: the client was slow, nobody was harmed. A client who
 * moves a booking that needs approval asks anew: confirmed becomes pending again. What was noted of a past visit by mistake
 * can be corrected.
 */
const machine: Record<AppointmentStatus, Partial<Record<Transition, AppointmentStatus>>> = {
  held: { confirm: "confirmed", request: "pending", expire: "expired", release: "cancelled" },
  expired: { confirm: "confirmed", request: "pending", release: "cancelled" },
  pending: {
    request: "pending",
    accept: "confirmed",
    decline: "declined",
    cancel: "cancelled",
    move: "pending",
  },
  confirmed: {
    request: "pending",
    cancel: "cancelled",
    move: "confirmed",
    complete: "completed",
    miss: "no_show",
  },
  completed: { miss: "no_show" },
  no_show: { complete: "completed" },
  cancelled: {},
  declined: {},
};

/** The state after `transition`, or undefined when the state does not allow it. */
export function after(status: AppointmentStatus, transition: Transition): AppointmentStatus | undefined {
  return machine[status][transition];
}

/** Whether the appointment keeps the master's time at `now`. */
export function isActive(
  appointment: { status: AppointmentStatus; holdExpiresAt: Date | null },
  now: Date,
): boolean {
  if (appointment.status === "held") return !hasHoldEnded(appointment, now);
  return isBooked(appointment);
}

/** Whether somebody counts on it: asked for or agreed on. */
export function isBooked({ status }: { status: AppointmentStatus }): boolean {
  return status === "pending" || status === "confirmed";
}

/** Whether a hold's time has run out, whatever its row still says. */
export function hasHoldEnded(appointment: { holdExpiresAt: Date | null }, now: Date): boolean {
  return appointment.holdExpiresAt !== null && appointment.holdExpiresAt <= now;
}

/** Until when a client may move or cancel. */
export function changeableUntil(startsAt: Date, changeNoticeMinutes: number): Date {
  return new Date(startsAt.getTime() - changeNoticeMinutes * 60_000);
}
