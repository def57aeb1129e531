import { describe } from "../schedule";
import { type Invariant } from "./invariant";

/** Not of the system but of the run: what holds while nothing was done to it is no proof. */
export const everythingStruck: Invariant = {
  name: "all faults carried out",
  atLeast: 1,
  check({ planned, timeline: { strikes } }) {
    const done = strikes.filter(({ error }) => error === undefined);
    const violations = strikes
      .filter(({ error }) => error !== undefined)
      .map(({ fault, error }) => `${describe(fault)}: ${error}`);
    if (strikes.length < planned.length)
      violations.push(`${planned.length} were planned, and ${strikes.length} begun`);
    return { violations, looked: done.length };
  },
};
