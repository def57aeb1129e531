import { type Invariant } from "./invariant";

/** Time for the sweep that says of holds that they ran out; it comes every second, and at once when the clock jumps. */
const graceMs = 10_000;

/** No time is kept for nobody: holds that ran out are gone, and those of the waitlist and of proposals have their other half. */
export const noOrphanHolds: Invariant = {
  name: "no orphan holds",
  atLeast: 5,
  check({ appointments, strayHolds, now }) {
    const overdue = appointments.filter(
      ({ status, holdExpiresAt }) =>
        status === "held" && (holdExpiresAt === null || holdExpiresAt.getTime() + graceMs < now.getTime()),
    );
    return {
      looked: appointments.length,
      violations: [
        ...overdue.map(
          ({ id, holdKind, holdExpiresAt }) =>
            `the ${holdKind} hold ${id} ran out at ${holdExpiresAt?.toISOString()} and is still held`,
        ),
        ...strayHolds,
      ],
    };
  },
};
