import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { pageFile, pageText, readValues } from "./values.mjs";

it("the page of values is made from values.yaml as it is", () => {
  assert.equal(readFileSync(pageFile, "utf8"), pageText(), "run: node charts/docs/values.mjs");
});

it("every value says what it does, itself or where the first component has the same", () => {
  const silent = pageText()
    .split("\n")
    .filter((line) => /^\| `.*\|\s+\|$/.test(line));
  assert.deepEqual(silent, []);
});

it("comments of several lines, named defaults, shared maps and sections are read", () => {
  const values = readValues(
    [
      "# @section Time",
      "# -- One",
      "# and two.",
      "# @default -- as it was",
      'a: ""',
      "b: &b",
      "  # -- Three.",
      "  c: 1",
      "d: *b",
      "e: { f: 1 }",
    ].join("\n"),
  );
  assert.deepEqual(
    values.map(({ path, text, named, section }) => [path.join("."), text, named, section]),
    [
      ["a", "One and two.", "as it was", "Time"],
      ["b.c", "Three.", undefined, "Time"],
      ["d.c", "Three.", undefined, "Time"],
      ["e", "", undefined, "Time"],
    ],
  );
});
