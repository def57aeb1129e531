import { groupBy } from "../group-by";
import { type Invariant } from "./invariant";

const endWithinMs = 120_000;
const p99WithinMs = 60_000;
const ended = new Set(["sent", "skipped", "failed", "unknown"]);

/** M6, for runs in which nobody moves the clock before the end: each of `count` reminders ends soon after it is due, nearly all at once. */
export const remindersInTime = (count: number): Invariant => ({
  name: "reminders in time",
  atLeast: count,
  check({ deliveries, steps, timeline, now, endedAt }) {
    const toReal = (due: Date): number => due.getTime() - now.getTime() + endedAt;
    const byDelivery = groupBy(steps, ({ deliveryId }) => deliveryId);
    const due = deliveries.filter(
      ({ kind, reason, repeatOf }) =>
        kind === "reminder" && reason !== "lead_already_past" && repeatOf === null,
    );
    const violations = timeline.jumps.map(
      ({ what }) => `the clock was moved by ${what}: lateness says nothing`,
    );
    const lateness: number[] = [];
    for (const { id, dueAt } of due) {
      if (toReal(dueAt) > endedAt) continue;
      const end = byDelivery.get(id)?.findLast(({ status }) => ended.has(status));
      const lateMs = (end?.at ?? Number.POSITIVE_INFINITY) - toReal(dueAt);
      lateness.push(lateMs);
      if (lateMs > endWithinMs)
        violations.push(
          `reminder ${id}, due ${dueAt.toISOString()}, ended ${(lateMs / 1000).toFixed(1)} s later`,
        );
    }
    lateness.sort((a, b) => a - b);
    const p99 = lateness[Math.floor(lateness.length * 0.99)] ?? 0;
    if (p99 > p99WithinMs) violations.push(`one in a hundred is later than ${(p99 / 1000).toFixed(1)} s`);
    const seconds = (share: number) =>
      ((lateness[Math.floor(lateness.length * share)] ?? 0) / 1000).toFixed(2);
    return {
      violations,
      looked: lateness.length,
      notes: [
        `late by p50 ${seconds(0.5)} s, p99 ${seconds(0.99)} s, at most ${((lateness.at(-1) ?? 0) / 1000).toFixed(2)} s`,
      ],
    };
  },
});
