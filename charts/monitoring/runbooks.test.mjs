// What runbooks tell people to type at night fits the chart, the metrics and the tools.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { alerts } from "./alerts.mjs";
import { known } from "./catalogues.mjs";
import { clusterAlerts } from "./cluster-alerts.mjs";
import { metricsAskedFor } from "./promql.mjs";
import { slos } from "./slos.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file) => readFileSync(`${root}/${file}`, "utf8");
const values = parse(read("charts/okoshko/values.yaml"));
const pages = readdirSync(`${root}/k8s/runbooks`).map((file) => [file, read(`k8s/runbooks/${file}`)]);

/** Places where a page says something of the kind, as [page, what it says]. */
const said = (pattern) =>
  pages.flatMap(([file, text]) =>
    [...text.matchAll(pattern)].map(([whole, first]) => [file, first ?? whole]),
  );

/** The metrics of a query; of what is none, as SQL or a command, nothing. */
function askedBy(text) {
  try {
    return metricsAskedFor(text).filter((name) => name.includes("_"));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

describe("the runbooks", () => {
  it("are of alerts that there are", () => {
    const names = [
      ...[...alerts, ...clusterAlerts].map(({ alert }) => alert),
      ...slos.map(({ runbook }) => runbook),
    ];
    for (const [file] of pages)
      assert.ok(file === "README.md" || names.includes(file.replace(".md", "")), file);
    for (const [file, name] of said(/\bOkoshko[A-Z]\w+/g))
      assert.ok(names.includes(name), `${file}: ${name}`);
  });

  it("ask for metrics that somebody measures", () => {
    const queries = said(/`([^`]+)`/g).flatMap(([file, text]) => {
      // A query, or a metric by its name alone; a histogram's is that of its series without their ends.
      if (/[({[]/.test(text)) return askedBy(text).map((name) => [file, name]);
      return /^(bot|booking|notifier|nodejs|process|dependency|kubelet)_[a-z0-9]+_[a-z0-9_]+$/.test(text)
        ? [[file, known.has(`${text}_bucket`) ? `${text}_bucket` : text]]
        : [];
    });
    assert.ok(queries.length > 40);
    // A cause of postponement, which reads like a metric.
    assert.deepEqual(
      queries.filter(([, name]) => !known.has(name) && name !== "booking_api_away"),
      [],
    );
  });

  it("name values that the chart has", () => {
    const named = said(
      /`((?:bot|bookingApi|notifier|networkPolicy|monitoring|externalDatabase|externalRedis|telegram|secrets|migrations|httpRoute|ingress)\.[A-Za-z.]+)`/g,
    );
    assert.ok(named.length > 8);
    for (const [file, path] of named) {
      const keys = path.split(".");
      const last = keys.pop();
      const parent = keys.reduce((at, key) => at?.[key], values);
      assert.ok(parent !== undefined && last in Object(parent), `${file}: ${path}`);
    }
  });

  it("give commands whole: with a namespace, and with all lines of a log", () => {
    const commands = said(/`((?:kubectl|helm|cmctl) [^`]+)`|^((?:kubectl|helm) .+)$/gm);
    assert.ok(commands.length > 25);
    for (const [file, command] of commands) {
      assert.match(command, / -n (okoshko|observability|databases)\b/, `${file}: ${command}`);
      if (/ logs -l /.test(command)) assert.match(command, / --tail=-1 /, `${file}: ${command}`);
    }
  });

  it("point to pods, Deployments and sections that there are", () => {
    const components = ["bot", "booking-api", "notifier", "register"];
    for (const [file, component] of said(/component=([\w-]+)/g))
      assert.ok(components.includes(component), `${file}: ${component}`);
    for (const [file, name] of said(/(?:deployment|deploy)\/okoshko-([\w-]+)/g))
      assert.ok(components.includes(name), `${file}: ${name}`);
    const headings = [...read("charts/okoshko/README.md").matchAll(/^## (.+)$/gm)].map(([, text]) => text);
    for (const [file, section] of said(/\(charts\/okoshko\/README\.md, ([^)]+)\)/g))
      assert.ok(headings.includes(section), `${file}: ${section}`);
  });
});
