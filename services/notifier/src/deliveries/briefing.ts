import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";

export type Briefing = BookingSchemas["Briefing"];
export type WishBriefing = BookingSchemas["WishBriefing"];

/** What lies around a visit at this moment. It is asked for when a master is told, and never kept. */
export async function readBriefing(booking: BookingClient, appointmentId: string): Promise<Briefing> {
  return unwrap(
    booking.GET("/v1/appointments/{appointmentId}/briefing", { params: { path: { appointmentId } } }),
  );
}

/** Who waits for a time of this master, and for what; undefined for a wish that is not there. */
export async function readWish(booking: BookingClient, entryId: string): Promise<WishBriefing | undefined> {
  try {
    return await unwrap(booking.GET("/v1/waitlist/{entryId}/briefing", { params: { path: { entryId } } }));
  } catch (error) {
    if (isProblem(error, "not-found")) return undefined;
    throw error;
  }
}
