import { groupBy } from "../group-by";
import { type ChangeRow, type DeliveryRow, type Evidence, type StepRow } from "../evidence";
import { type Window } from "../timeline";
import { matchMessages } from "./messages";
import { clockTime, type Invariant } from "./invariant";

/**
 * G3. Nothing is sent of a visit as it was before a change, once that change was committed.
 *
 * What is compared: the commit of the change, as Postgres itself keeps it (`track_commit_timestamp`), and the commit of the
 * ledger's step to `sending`, the point of no return, which comes before the message leaves. Both are moments of the one
 * clock of this machine, not of the demo's. Sending is: look at the appointment, commit `sending`, call Telegram. No
 * transaction spans booking-api and the ledger, so a change that commits between the look and the step is not seen: such a
 * send was decided before the change. It has to begin within `lookMs` after the change (and for as long as its process was
 * frozen meanwhile), and the same person must be told of the change by another delivery; it is then noted, not a violation.
 * That a visit took place, or that its client did not come, is told to nobody: what was on its way is no less true for it.
 * Who confirmed a time themselves needs no word either, because it is the time of which the message tells.
 */
export const lookMs = 1_000;

export const nothingAfterCommit: Invariant = {
  name: "nothing sent of what was changed",
  atLeast: 3,
  check(evidence) {
    const changes = groupBy(evidence.changes, ({ appointmentId }) => appointmentId);
    const steps = groupBy(evidence.steps, ({ deliveryId }) => deliveryId);
    const { matched } = matchMessages(evidence);
    const violations: string[] = [];
    let inFlight = 0;
    let looked = 0;
    for (const { delivery, call } of matched) {
      const change = outdatedBy(delivery, changes.get(delivery.appointmentId ?? "") ?? []);
      looked += 1;
      if (!change) continue;
      const begun = lastBegin(steps.get(delivery.id) ?? [], Date.parse(call.at));
      if (begun === undefined) continue;
      const lateMs = begun - change.committedAt;
      const what =
        `${delivery.kind} ${delivery.id} of ${delivery.appointmentId}, version ${delivery.appointmentVersion}, begun ` +
        `${clockTime(begun)}, ${Math.round(lateMs)} ms after ${change.operation ?? "a change"} to version ${change.version}`;
      const allowedMs = lookMs + frozenMs(evidence.timeline.freezes, call.caller, change.committedAt, begun);
      if (lateMs > allowedMs) violations.push(what);
      else if (Date.parse(call.at) > change.committedAt) {
        inFlight += 1;
        if (!isPast(change) && !isFollowed(delivery, change, evidence))
          violations.push(`${what}, and nobody told ${delivery.chatId} of the change`);
      }
    }
    return { violations, looked, notes: [`${inFlight} were under way at the commit`] };
  },
};

/** What says that something is over stays true; see reasonToSkip in the notifier. */
const isEnding = ({ kind }: DeliveryRow): boolean =>
  /^(cancellation|decline|waitlist_offer_ended)/.test(kind);

const isPast = ({ status }: ChangeRow): boolean => status === "completed" || status === "no_show";

/** The first change that made the message wrong, if there is one. */
function outdatedBy(delivery: DeliveryRow, changes: ChangeRow[]): ChangeRow | undefined {
  const { appointmentVersion } = delivery;
  if (appointmentVersion === null || isEnding(delivery)) return undefined;
  return changes
    .filter(({ version, committedAt }) => version > appointmentVersion && Number.isFinite(committedAt))
    .sort((a, b) => a.committedAt - b.committedAt)[0];
}

function lastBegin(steps: StepRow[], before: number): number | undefined {
  return steps.filter(({ status, at }) => status === "sending" && at <= before + 20).at(-1)?.committedAt;
}

function frozenMs(freezes: readonly Window[], replica: string | undefined, from: number, to: number): number {
  return freezes
    .filter(({ what }) => what === replica)
    .reduce((sum, window) => sum + Math.max(0, Math.min(window.to, to) - Math.max(window.from, from)), 0);
}

/** A row that says only that nothing need be said, for its reader made the change, is no word of it. */
function isFollowed(delivery: DeliveryRow, change: ChangeRow, { deliveries }: Evidence): boolean {
  const { chatId, appointmentId, appointmentVersion } = delivery;
  return deliveries.some(
    (other) =>
      other.chatId === chatId &&
      other.appointmentId === appointmentId &&
      (other.reason !== "recipient_acted_in_chat" || change.operation === "confirmAppointment") &&
      (other.appointmentVersion ?? 0) > (appointmentVersion ?? 0),
  );
}
