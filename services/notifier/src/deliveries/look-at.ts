import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";

export type AppointmentState = BookingSchemas["AppointmentState"];

/** As many as booking-api answers at once. */
export const mostLooks = 200;

/** Appointments as they are at this moment, in one call; undefined for those that booking-api does not have. */
export async function lookAt(
  booking: BookingClient,
  appointmentIds: string[],
): Promise<(AppointmentState | undefined)[]> {
  const ids = [...new Set(appointmentIds)];
  const { items } = await unwrap(booking.GET("/v1/appointment-states", { params: { query: { ids } } }));
  const states = new Map(items.map((state) => [state.id, state]));
  return appointmentIds.map((id) => states.get(id));
}
