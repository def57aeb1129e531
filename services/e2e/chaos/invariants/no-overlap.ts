import { groupBy } from "../group-by";
import { type AppointmentRow } from "../evidence";
import { type Invariant } from "./invariant";

const active = new Set(["held", "pending", "confirmed"]);

/** G1. What Postgres finds without its constraint, and what plain arithmetic on the rows finds: both must be nothing. */
export const noOverlap: Invariant = {
  name: "no overlap",
  atLeast: 5,
  check({ appointments, overlaps }) {
    const booked = appointments.filter(({ status }) => active.has(status));
    const found = new Set([...overlaps.map(({ a, b }) => pair(a, b)), ...overlapping(booked)]);
    return {
      looked: booked.length,
      violations: [...found].map((ids) => `two active visits of one master overlap: ${ids}`),
    };
  },
};

function overlapping(booked: AppointmentRow[]): string[] {
  const found: string[] = [];
  const byMaster = groupBy(booked, ({ masterId }) => masterId);
  for (const visits of byMaster.values()) {
    const sorted = visits.sort((a, b) => a.occupiedFrom.getTime() - b.occupiedFrom.getTime());
    for (const [index, visit] of sorted.entries())
      for (const next of sorted.slice(index + 1)) {
        if (next.occupiedFrom >= visit.occupiedTo) break;
        found.push(pair(visit.id, next.id));
      }
  }
  return found;
}

function pair(a: string, b: string): string {
  return a < b ? `${a} and ${b}` : `${b} and ${a}`;
}
