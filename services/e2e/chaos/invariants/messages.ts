import { groupBy } from "../group-by";
import { type DeliveryRow, type Evidence, type StepRow } from "../evidence";
import { type Call } from "../recorder";
import { visitsIn } from "./acknowledged";
import { type Invariant } from "./invariant";

/** The message of a delivery, as far as it is known. */
export interface Matched {
  delivery: DeliveryRow;
  call: Call;
}

/**
 * G3. Telegram holds at most one message of each delivery, and for a delivery that counts as unknown one or none.
 *
 * How a message is matched to its delivery: the emulator's log says which calls of the notifier had an effect, with chat and
 * message id. A delivery that was sent names its message id, which settles those. What is left may only belong to deliveries
 * that are unknown: in the same chat, begun before the call (the ledger's step to `sending` is committed before the message
 * leaves), by a claim that was not followed by another one before the call, and about the same visit: by the visit and
 * version in its buttons, else by the time of the visit, which every text carries. Of all ways to pair these the best is
 * looked for, so no message is called a double because another one took its place; a message that nobody can claim even
 * then was sent twice, or for a delivery that says it was not sent.
 */
export const oneMessage: Invariant = {
  name: "one message per delivery",
  atLeast: 3,
  check(evidence) {
    const { matched, unclaimed, missing } = matchMessages(evidence);
    const byDelivery = groupBy(matched, ({ delivery }) => delivery.id);
    const violations = [
      ...missing.map(
        ({ id, kind, messageId }) => `${kind} ${id} says it is message ${messageId}, which nobody sent`,
      ),
      ...unclaimed.map((call) => describeUnclaimed(call, evidence)),
      ...[...byDelivery].flatMap(([id, messages]) =>
        messages.length > 1
          ? [
              `delivery ${id} is in Telegram ${messages.length} times: ${messages.map(({ call }) => call.messageId).join(", ")}`,
            ]
          : [],
      ),
    ];
    const unknown = evidence.deliveries.filter(({ status }) => status === "unknown");
    const arrived = matched.filter(({ delivery }) => delivery.status === "unknown").length;
    const notes = [`${unknown.length} unknown, of which ${arrived} had arrived`];
    return { violations, looked: matched.length, notes };
  },
};

/** Calls of the notifier that put a message into a chat, whether or not it heard of that. */
export function messagesOf(calls: readonly Call[]): Call[] {
  return calls.filter(
    ({ caller = "", method, outcome, messageId }) =>
      caller.startsWith("notifier") &&
      method.startsWith("send") &&
      messageId !== undefined &&
      (outcome === "ok" || outcome === "dropped"),
  );
}

export function beganAt({ at, durationMs }: Pick<Call, "at" | "durationMs">): number {
  return Date.parse(at) - durationMs;
}

export function matchMessages({
  deliveries,
  steps,
  calls,
}: Pick<Evidence, "deliveries" | "steps" | "calls">): {
  matched: Matched[];
  unclaimed: Call[];
  missing: DeliveryRow[];
} {
  const messages = messagesOf(calls);
  const sent = new Map(
    deliveries
      .filter(({ status }) => status === "sent")
      .map((row) => [`${row.chatId}:${row.messageId}`, row]),
  );
  const matched: Matched[] = [];
  const left: Call[] = [];
  for (const call of messages) {
    const delivery = sent.get(`${call.personId}:${call.messageId}`);
    if (delivery) matched.push({ delivery, call });
    else left.push(call);
  }
  const found = new Set(matched.map(({ delivery }) => delivery.id));
  const missing = [...sent.values()].filter(({ id }) => !found.has(id));
  const unknown = deliveries.filter(({ status }) => status === "unknown");
  const stepsOf = groupBy(steps, ({ deliveryId }) => deliveryId);
  const pairs = pairUp(left, unknown, (call, delivery) =>
    mayBelong(call, delivery, stepsOf.get(delivery.id) ?? []),
  );
  for (const [call, delivery] of pairs) matched.push({ delivery, call });
  return { matched, unclaimed: left.filter((call) => !pairs.has(call)), missing };
}

/** Clocks of one machine, read by two processes, and a log that keeps whole milliseconds. */
const slackMs = 20;

function mayBelong(call: Call, delivery: DeliveryRow, steps: StepRow[]): boolean {
  // Who asked to be forgotten has no address in the ledger any more.
  if (delivery.chatId !== null && delivery.chatId !== call.personId) return false;
  const began = steps.filter(({ status, at }) => status === "sending" && at <= beganAt(call) + slackMs);
  const last = began.at(-1);
  if (!last) return false;
  const isOver = steps.some(
    ({ status, claim, at }) => status === "queued" && claim > last.claim && at < beganAt(call) - slackMs,
  );
  return !isOver && isAbout(call, delivery);
}

function isAbout({ parameters }: Call, { appointmentId, appointmentVersion, facts }: DeliveryRow): boolean {
  const visits = visitsIn(parameters);
  if (visits.length > 0 && appointmentId !== null)
    return visits.some(
      (visit) => visit.appointmentId === appointmentId && visit.version === appointmentVersion,
    );
  const text = textOf(parameters);
  const time = facts["localTime"];
  return typeof time !== "string" || text.includes(time);
}

function textOf(parameters: Record<string, unknown>): string {
  const text = parameters["text"] ?? parameters["caption"];
  return typeof text === "string" ? text : "";
}

/** A largest set of pairs in which nobody occurs twice (Kuhn's algorithm; there are dozens of each, not thousands). */
export function pairUp<A, B>(
  left: readonly A[],
  right: readonly B[],
  fits: (a: A, b: B) => boolean,
): Map<A, B> {
  const takenBy = new Map<B, A>();
  const place = (a: A, tried: Set<B>): boolean => {
    for (const b of right) {
      if (tried.has(b) || !fits(a, b)) continue;
      tried.add(b);
      const other = takenBy.get(b);
      if (other !== undefined && !place(other, tried)) continue;
      takenBy.set(b, a);
      return true;
    }
    return false;
  };
  for (const a of left) place(a, new Set());
  return new Map([...takenBy].map(([b, a]) => [a, b]));
}

function describeUnclaimed(call: Call, { deliveries }: Evidence): string {
  const text = textOf(call.parameters).replaceAll(/\s+/g, " ");
  const visits = visitsIn(call.parameters).map(({ appointmentId }) => appointmentId);
  const near = deliveries
    .filter(
      ({ chatId, appointmentId, facts }) =>
        chatId === call.personId &&
        (visits.length > 0
          ? appointmentId !== null && visits.includes(appointmentId)
          : text.includes(String(facts["localTime"]))),
    )
    .map(
      ({ id, kind, status, messageId }) =>
        `${kind} ${id} ${status}${messageId === null ? "" : ` #${messageId}`}`,
    );
  return (
    `message #${call.messageId} to ${call.personId} by ${call.caller} at ${call.at.slice(11, 23)} (${call.outcome}) ` +
    `belongs to no delivery: "${text.slice(0, 90)}"; near it: ${near.slice(0, 6).join(", ") || "none"}`
  );
}
