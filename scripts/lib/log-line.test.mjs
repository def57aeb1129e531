import assert from "node:assert/strict";
import { test } from "node:test";
import { readLogLine } from "./log-line.mjs";

test("shows what a person wants of a JSON line: time, level, message and its own fields", () => {
  const time = new Date(2026, 0, 1, 9, 5, 7).toISOString();
  const line = JSON.stringify({
    level: "warn",
    time,
    pid: 1,
    hostname: "h",
    service: "bot",
    msg: "slow",
    chat: 1001,
  });
  assert.deepEqual(readLogLine(line), { level: 40, text: "09:05:07 warn slow  chat=1001" });
});

test("adds an error's message, and its stack when it is serious", () => {
  const err = {
    type: "TypeError",
    message: "no such thing",
    stack: "TypeError: no such thing\n    at x.ts:1",
  };
  const warning = readLogLine(JSON.stringify({ level: "warn", msg: "retrying", err }));
  assert.match(warning.text, /retrying {2}TypeError: no such thing$/);
  assert.match(readLogLine(JSON.stringify({ level: "fatal", msg: "ending", err })).text, /at x\.ts:1$/);
});

test("takes everything else for a warning, for it was not meant to be written", () => {
  assert.deepEqual(readLogLine("Segmentation fault"), { level: 40, text: "Segmentation fault" });
  assert.deepEqual(readLogLine('{"broken":'), { level: 40, text: '{"broken":' });
  assert.equal(readLogLine('{"level":30}').level, 40);
  assert.equal(readLogLine("").level, 30);
});
