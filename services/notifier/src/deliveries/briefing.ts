import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";

export type Briefing = BookingSchemas["Briefing"];

/** What lies around a visit at this moment. It is asked for when a master is told, and never kept. */
export async function readBriefing(booking: BookingClient, appointmentId: string): Promise<Briefing> {
  return unwrap(
    booking.GET("/v1/appointments/{appointmentId}/briefing", { params: { path: { appointmentId } } }),
  );
}
