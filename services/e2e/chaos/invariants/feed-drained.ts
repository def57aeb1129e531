import { type Invariant } from "./invariant";

/** Of these every one is told to somebody, if only to be skipped with a reason. */
const told = new Set([
  "appointment.confirmed",
  "appointment.rescheduled",
  "appointment.cancelled",
  "appointment.requested",
  "appointment.declined",
  "waitlist.offered",
]);

/** The notifier has read everything, parked nothing, and made deliveries of what has to be told. */
export const feedDrained: Invariant = {
  name: "feed drained",
  atLeast: 5,
  check({ feed, events, deliveries }) {
    const violations: string[] = [];
    if (feed.cursor !== feed.head)
      violations.push(`the notifier has read up to ${feed.cursor}, and the feed goes to ${feed.head}`);
    for (const parked of feed.parked) violations.push(`an event could not be planned: ${parked}`);
    const planned = new Set(
      deliveries.map(({ appointmentId, appointmentVersion }) => `${appointmentId}:${appointmentVersion}`),
    );
    for (const { id, type, appointmentId, version } of events)
      if (told.has(type) && !planned.has(`${appointmentId}:${version}`))
        violations.push(`nothing was planned for ${type} ${id} (visit ${appointmentId}, version ${version})`);
    return { violations, looked: events.length };
  },
};
