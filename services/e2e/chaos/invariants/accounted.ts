import { groupBy } from "../group-by";
import { type Invariant } from "./invariant";

const ended = new Set(["sent", "skipped", "failed", "unknown"]);

/** G3. What is due has come to its end, with a reason where one belongs; and no row has vanished. */
export const accounted: Invariant = {
  name: "every due delivery is accounted for",
  atLeast: 5,
  check({ deliveries, steps, now }) {
    const due = deliveries.filter(({ dueAt }) => dueAt <= now);
    const violations = due
      .filter(({ status }) => !ended.has(status))
      .map(
        ({ id, kind, status, dueAt, lastError }) =>
          `${kind} ${id}, due ${dueAt.toISOString()}, is still ${status}${lastError === null ? "" : ` (${lastError})`}`,
      );
    for (const { id, kind, status, reason } of due)
      if ((status === "skipped" || status === "failed") && !reason)
        violations.push(`${kind} ${id} is ${status} without a reason`);
    const present = new Set(deliveries.map(({ id }) => id));
    const known = new Set(steps.map(({ deliveryId }) => deliveryId));
    for (const id of known)
      if (!present.has(id)) violations.push(`delivery ${id} has vanished from the ledger`);
    const counts = groupBy(due, ({ status, reason }) => [status, reason].filter(Boolean).join(" "));
    return {
      violations,
      looked: due.length,
      notes: [[...counts].map(([what, rows]) => `${rows.length} ${what}`).join(", ")],
    };
  },
};
