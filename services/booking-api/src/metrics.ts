import { Counter, type Registry } from "prom-client";

/** Everything that booking-api measures about itself, in one place. HTTP metrics come from the runtime. */
export type BookingMetrics = ReturnType<typeof createBookingMetrics>;

export function createBookingMetrics(registry: Registry) {
  const registers = [registry];
  return {
    wishesPassedOver: new Counter({
      name: "booking_waitlist_wishes_passed_over_total",
      help: "Wishes whose matching failed, so that they were left for a minute and the next one looked at; the log says why",
      registers,
    }),
  };
}
