import { type Evidence } from "./evidence";
import { invariants } from "./invariants/all";
import { remindersInTime } from "./invariants/reminders-in-time";
import { type Verdict } from "./invariants/invariant";

export interface Judged extends Verdict {
  name: string;
}

/**
 * Every invariant's word on a run. One that had nothing to look at is violated, too: such a run proves nothing. Where nobody
 * books and so many `reminders` are all there is, those are what has to be looked at.
 */
export function judge(evidence: Evidence, reminders?: number): Judged[] {
  const asked =
    reminders === undefined
      ? invariants
      : [...invariants.map((each) => ({ ...each, atLeast: 0 })), remindersInTime(reminders)];
  return asked.map(({ name, atLeast, check }) => {
    const verdict = check(evidence);
    const isEmpty = verdict.looked < atLeast;
    const violations = isEmpty
      ? [
          ...verdict.violations,
          `only ${verdict.looked} things to look at, and at least ${atLeast} are needed`,
        ]
      : verdict.violations;
    return { name, ...verdict, violations };
  });
}

export function isBroken(verdicts: readonly Judged[]): boolean {
  return verdicts.some(({ violations }) => violations.length > 0);
}

export function asTable(verdicts: readonly Judged[]): string {
  const width = Math.max(0, ...verdicts.map(({ name }) => name.length));
  return verdicts
    .map(({ name, looked, violations, notes = [] }) =>
      [
        violations.length === 0 ? "  ✓" : "  ✗",
        name.padEnd(width),
        String(looked).padStart(6),
        violations.length === 0 ? "holds   " : `${violations.length} violated`,
        notes.filter(Boolean).join("; "),
      ]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A few of each: a broken invariant tends to be broken a hundred times. */
export function asList(verdicts: readonly Judged[], most = 8): string {
  return verdicts
    .filter(({ violations }) => violations.length > 0)
    .map(({ name, violations }) => {
      const shown = violations.slice(0, most).map((violation) => `    · ${violation}`);
      const rest = violations.length > most ? [`    · … and ${violations.length - most} more`] : [];
      return [`  ${name}:`, ...shown, ...rest].join("\n");
    })
    .join("\n");
}
