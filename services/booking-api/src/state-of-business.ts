import { type Clock } from "@okoshko/runtime/clock";
import { askAtScrape } from "@okoshko/runtime/metrics-catalogue";
import { type BookingMetrics } from "./metrics";
import { type Reads } from "./reads";

/** Each number is read from a partial index that holds little else: it is asked for at every scrape of every replica. */
const text = `
  select
    (select count(*) from booking.appointments where status = 'held' and hold_expires_at > $1)::int as live,
    (
      select count(*) from booking.appointments where status = 'held' and hold_expires_at <= $1 - interval '1 minute'
    )::int as leaked,
    (select count(*) from booking.appointments where status = 'pending')::int as requests,
    (
      select count(*)
      from booking.appointments
      where status in ('pending', 'confirmed') and ends_at > $1 and ends_at <= $1 + interval '1 day'
    )::int as visits,
    (
      select count(*)
      from booking.waitlist_entries
      where state = 'waiting' and (faulty_until is null or faulty_until <= $1)
    )::int as waiting,
    (select count(*) from booking.waitlist_entries where state = 'waiting' and faulty_until > $1)::int as passed_over,
    (select count(*) from booking.waitlist_offers where outcome is null)::int as offered`;

type State = Record<
  "live" | "leaked" | "requests" | "visits" | "waiting" | "passed_over" | "offered",
  number
>;

/** Shows at each scrape how the business stands. All replicas show the same. */
export function showStateOfBusiness(
  metrics: BookingMetrics,
  { reads, clock }: { reads: Reads; clock: Clock },
): void {
  const { held, requests, visits, wishes } = metrics;
  askAtScrape([held, requests, visits, wishes], async () => {
    const [state] = await reads.query<State>({ name: "state-of-business", text, values: [clock.now()] });
    if (!state) return;
    held.set({ state: "live" }, state.live);
    held.set({ state: "leaked" }, state.leaked);
    requests.set(state.requests);
    visits.set(state.visits);
    for (const name of ["waiting", "passed_over", "offered"] as const)
      wishes.set({ state: name }, state[name]);
  });
}
