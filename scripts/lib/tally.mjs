/**
 * A result is `{ name, passed, failed, skipped, seconds }`, with `broken` (a sentence) for a suite that did not run to
 * its end. Such a suite counts as one failure more: a crash must never look like "nothing failed".
 */
export function tally(results) {
  const sum = (key) => results.reduce((total, result) => total + (result[key] ?? 0), 0);
  const broken = results.filter((result) => result.broken).length;
  return { passed: sum("passed"), failed: sum("failed") + broken, skipped: sum("skipped") };
}

/** What a machine reads: the last line of the output. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Nothing tested is not a success. */
export function exitCode({ passed, failed }) {
  return failed === 0 && passed > 0 ? 0 : 1;
}

export function table(results) {
  const head = ["suite", "passed", "failed", "skipped", "seconds", ""];
  const body = results.map(({ name, passed = 0, failed = 0, skipped = 0, seconds, broken }) => [
    name,
    ...[passed, failed, skipped].map(String),
    seconds.toFixed(1),
    broken ?? "",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column].length)));
  return [head, ...body].map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** From the JSON that jest writes. */
export function fromJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    ...(report.numRuntimeErrorTestSuites > 0 && {
      broken: `${report.numRuntimeErrorTestSuites} test file(s) could not run`,
    }),
    ...(report.numTotalTests === 0 && { broken: "no tests" }),
  };
}

/** From the TAP that node:test writes. */
export function fromTap(lines) {
  const count = (word) => Number(lines.findLast((line) => line.startsWith(`# ${word} `))?.split(" ")[2] ?? 0);
  const [passed, failed] = [count("pass"), count("fail") + count("cancelled")];
  const skipped = count("skipped") + count("todo");
  return { passed, failed, skipped, ...(passed + failed + skipped === 0 && { broken: "no tests" }) };
}

/** Why tests were skipped, a line for each reason: what is not tested must be seen, not only counted. */
export function skipReasons(lines) {
  const reasons = lines.flatMap((line) => /^\s*ok \d+ .*# SKIP (.+)$/.exec(line)?.[1] ?? []);
  return [...new Set(reasons)].map(
    (reason) => `skipped: ${reason} (${reasons.filter((other) => other === reason).length})`,
  );
}
