// The page is current, and no catalogue has what Prometheus would rename, or what two services call the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { files } from "./build.mjs";
import { catalogues } from "./catalogues.mjs";

const all = Object.values(catalogues).flat();

describe("the catalogues", () => {
  it("are on the page of metrics as the services say them", () => {
    const [[file, text]] = Object.entries(files()).filter(([path]) => path.endsWith("METRICS.md"));
    assert.equal(readFileSync(file, "utf8"), text, "Run: node charts/monitoring/build.mjs");
  });

  it("name each metric once", () => {
    const names = all.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("have no label that Prometheus gives to what it scrapes", () => {
    const taken = new Set(["job", "instance", "namespace", "pod", "container", "service", "endpoint"]);
    assert.deepEqual(
      all.filter(({ labels }) => labels.some((label) => taken.has(label))).map(({ name }) => name),
      [],
    );
  });

  it("have no label for a person, an appointment or a chat", () => {
    const labels = new Set(all.flatMap((entry) => entry.labels));
    assert.deepEqual(
      [...labels].filter((label) => /client|user|chat|phone|email|person|appointment|(^|_)id$/.test(label)),
      ["db_client_connection_pool_name", "db_client_connection_state"],
    );
  });

  it("say the unit in the name", () => {
    const named = { seconds: /_seconds(_total)?$/, bytes: /_bytes$/, ratio: /_ratio$/, 1: /./ };
    assert.deepEqual(
      all.filter(({ unit, name }) => !named[unit].test(name)).map(({ name }) => name),
      [],
    );
  });
});
