import assert from "node:assert/strict";
import { test } from "node:test";
import { exitCode, fromJest, fromTap, lastLine, skipReasons, table, tally } from "./tally.mjs";

const jest = {
  numPassedTests: 4,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numTotalTests: 5,
  numRuntimeErrorTestSuites: 0,
};

test("sums all suites; the last line names skipped tests only when there are any", () => {
  const results = [
    { name: "bot", passed: 4, failed: 0, skipped: 1, seconds: 1 },
    { name: "e2e", passed: 2, failed: 1, skipped: 0, seconds: 2 },
  ];
  assert.equal(lastLine(tally(results)), "6 passed, 1 failed, 1 skipped");
  assert.equal(lastLine({ passed: 6, failed: 0, skipped: 0 }), "6 passed, 0 failed");
  assert.match(table(results)[2], /^e2e\s+2\s+1\s+0\s+2\.0$/);
});

test("is red on a failure, on a suite that could not run, and when nothing was tested", () => {
  assert.equal(exitCode(tally([{ passed: 3, failed: 0 }])), 0);
  assert.equal(exitCode(tally([{ passed: 3, failed: 1 }])), 1);
  assert.equal(exitCode(tally([{ passed: 3 }, { broken: "exit code 1" }])), 1);
  assert.equal(exitCode(tally([])), 1);
});

test("reads jest's report, and does not take a file that could not be loaded for success", () => {
  assert.deepEqual(fromJest(jest), { passed: 4, failed: 0, skipped: 1 });
  assert.match(fromJest({ ...jest, numRuntimeErrorTestSuites: 2 }).broken, /^2 test/);
  assert.equal(fromJest({ ...jest, numTotalTests: 0 }).broken, "no tests");
});

test("reads the summary of node:test", () => {
  const lines = [
    "ok 1 - # pass 99 in a title",
    "# pass 7",
    "# fail 1",
    "# cancelled 1",
    "# skipped 2",
    "# todo 0",
  ];
  assert.deepEqual(fromTap(lines), { passed: 7, failed: 2, skipped: 2 });
  assert.equal(fromTap([]).broken, "no tests");
});

test("says why tests were skipped, each reason once", () => {
  const lines = [
    "    ok 1 - a # SKIP no Go",
    "ok 2 - b # SKIP no Go",
    "ok 3 - c",
    "ok 4 - d # SKIP no Chromium",
  ];
  assert.deepEqual(skipReasons(lines), ["skipped: no Go (2)", "skipped: no Chromium (1)"]);
});
