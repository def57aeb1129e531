import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { type Registry } from "@okoshko/runtime/metrics";
import { counter, gauge, histogram, type MetricsOf, register } from "@okoshko/runtime/metrics-catalogue";

/** Everything that booking-api measures about itself, in one place. What every service measures comes from the runtime. */
export const bookingCatalogue = {
  events: counter({
    name: "booking_events_total",
    help: "Events that were committed, by type and by who brought them about (client, staff, system)",
    labels: ["type", "actor"],
  }),
  holds: counter({
    name: "booking_holds_total",
    help: "Times that were held, by what for: a client's choice, an offer to the waitlist, a proposal to a client",
    labels: ["kind"],
  }),
  holdsEnded: counter({
    name: "booking_holds_ended_total",
    help: "Holds that came to nothing, by how: expired, or released by whoever had them; not those of wishes that were left",
    labels: ["how"],
  }),
  refusals: counter({
    name: "booking_refusals_total",
    help: "Requests that were answered by a problem, by operation and problem; slot-taken is a lost race for a time",
    labels: ["operation", "problem"],
  }),
  repeats: counter({
    name: "booking_idempotent_repeats_total",
    help: "Requests that were made before and got their first answer again",
  }),
  conflicts: counter({
    name: "booking_transaction_conflicts_total",
    help: "Transactions that Postgres ended for the sake of others: deadlock (tried again), lock_timeout (answered by 503)",
    labels: ["cause"],
  }),
  availability: histogram({
    name: "booking_availability_duration_seconds",
    help: "Time to find free times, in days (counted by day), slots (of one day), or alternatives (for who lost a race)",
    unit: "seconds",
    labels: ["answer"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
  jobRuns: counter({
    name: "booking_job_runs_total",
    help: "Runs of what is done without being asked for, by name and outcome (done, failed)",
    labels: ["name", "outcome"],
  }),
  wishesPassedOver: counter({
    name: "booking_waitlist_wishes_passed_over_total",
    help: "Wishes whose matching failed, so that they were left for a minute and the next one looked at; the log says why",
  }),
  held: gauge({
    name: "booking_holds",
    help: "Holds now: live, or leaked (over for a minute and not ended yet)",
    unit: "1",
    labels: ["state"],
  }),
  requests: gauge({
    name: "booking_pending_requests",
    help: "Requests that wait for the business's answer",
    unit: "1",
  }),
  visits: gauge({
    name: "booking_visits_next_day",
    help: "Booked visits that end in the next 24 hours",
    unit: "1",
  }),
  wishes: gauge({
    name: "booking_waitlist_wishes",
    help: "Wishes on the waitlist: waiting, passed_over (waiting, and left alone for a minute), offered",
    unit: "1",
    labels: ["state"],
  }),
};

export type BookingMetrics = MetricsOf<typeof bookingCatalogue>;

export function createBookingMetrics(registry: Registry): BookingMetrics {
  const metrics = register(bookingCatalogue, registry);
  // A series that is born with its first event hides it: to Prometheus it did not increase.
  for (const type of Object.keys(eventTypes))
    for (const actor of ["client", "staff", "system"]) metrics.events.inc({ type, actor }, 0);
  for (const kind of ["choice", "waitlist", "proposal"]) metrics.holds.inc({ kind }, 0);
  for (const how of ["expired", "released"]) metrics.holdsEnded.inc({ how }, 0);
  for (const cause of ["deadlock", "lock_timeout"]) metrics.conflicts.inc({ cause }, 0);
  return metrics;
}

/** The compiler sees to it that none is missing. */
const eventTypes: Record<DomainEvent["type"], true> = {
  "appointment.requested": true,
  "appointment.confirmed": true,
  "appointment.declined": true,
  "appointment.time_proposed": true,
  "appointment.proposal_refused": true,
  "appointment.rescheduled": true,
  "appointment.cancelled": true,
  "appointment.completed": true,
  "appointment.missed": true,
  "appointment.attendance_answered": true,
  "appointment.note_changed": true,
  "waitlist.joined": true,
  "waitlist.offered": true,
  "waitlist.offer_ended": true,
  "client.erased": true,
};
