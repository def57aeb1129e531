import { Problem } from "@okoshko/runtime/problem";
import { changeableUntil } from "./appointment";

/** Clients may move or cancel until the business's notice; staff may until the visit begins. */
export function refuseTooLate(
  appointment: { startsAt: Date },
  business: { changeNoticeMinutes: number },
  actor: "client" | "staff",
  now: Date,
): void {
  const until =
    actor === "client"
      ? changeableUntil(appointment.startsAt, business.changeNoticeMinutes)
      : appointment.startsAt;
  if (now <= until) return;
  throw new Problem("too-late-to-change", { detail: `It could be changed until ${until.toISOString()}.` });
}
