import { type Evidence } from "../evidence";

export interface Verdict {
  /** Each a sentence with the ids that are needed to look it up. */
  violations: string[];
  /** How many things were looked at: an invariant that holds for nothing says nothing. */
  looked: number;
  /** What is allowed and worth knowing. */
  notes?: string[];
}

export interface Invariant {
  name: string;
  /** The least that must have been looked at for the answer to mean anything, in a run of chaos. */
  atLeast: number;
  check: (evidence: Evidence) => Verdict;
}

export function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
