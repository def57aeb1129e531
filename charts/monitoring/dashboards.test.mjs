// Every dashboard can be loaded, laid out and understood, and asks for nothing that nobody measures.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, it as test } from "node:test";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { dashboardsFolder, files } from "./build.mjs";
import { known } from "./catalogues.mjs";
import { dashboards } from "./dashboards.mjs";
import { check, noPromtool } from "./promtool.mjs";
import { metricsAskedFor } from "./promql.mjs";
import { buildRules } from "./rules.mjs";

const recorded = new Set(buildRules().groups.flatMap(({ rules }) => rules.map(({ record }) => record)));
const panelsOf = ({ panels }) => panels.filter(({ type }) => type !== "row");
/** As Prometheus gets it, for some choice in the variables. */
const asked = (expr) =>
  expr.replaceAll("$__rate_interval", "2m").replaceAll("$namespace", "shop").replaceAll("$instance", ".*");
const queriesOf = (dashboard) =>
  panelsOf(dashboard).flatMap(({ targets }) => targets.map(({ expr }) => asked(expr)));

describe("the dashboards", () => {
  test("are in the chart as their sources say, and no others", () => {
    const made = Object.entries(files()).filter(([path]) => path.startsWith(dashboardsFolder));
    assert.deepEqual(readdirSync(dashboardsFolder).sort(), made.map(([path]) => basename(path)).sort());
    for (const [path, text] of made)
      assert.equal(readFileSync(path, "utf8"), text, "Run: node charts/monitoring/build.mjs");
  });

  test("each have an address of their own that stays", () => {
    const uids = Object.values(dashboards).map(({ uid }) => uid);
    assert.equal(new Set(uids).size, 7);
    for (const uid of uids) assert.match(uid, /^okoshko-[a-z-]{1,30}$/);
  });

  test("ask all together nothing that promtool refuses", { skip: noPromtool ?? false }, () => {
    const queries = Object.values(dashboards).flatMap(queriesOf);
    const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
    const folder = mkdtempSync(join(tmpdir(), "okoshko-queries-"));
    const file = join(folder, "queries.yaml");
    writeFileSync(file, stringify({ groups: [{ name: "queries", rules }] }));
    try {
      assert.match(check("rules", file), new RegExp(`SUCCESS: ${queries.length} rules`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [name, dashboard] of Object.entries(dashboards))
    describe(name, () => {
      test("asks only for what is measured", () => {
        const names = queriesOf(dashboard).flatMap(metricsAskedFor);
        assert.ok(names.length >= panelsOf(dashboard).length);
        assert.deepEqual(
          names.filter((metric) => !known.has(metric) && !recorded.has(metric)),
          [],
        );
      });

      test("says of each panel what it is, in what unit, and what is normal", () => {
        const titles = panelsOf(dashboard).map(({ title }) => title);
        assert.equal(new Set(titles).size, titles.length);
        for (const { title, description, fieldConfig, targets } of panelsOf(dashboard)) {
          assert.ok(title.length > 2 && title.length < 60, title);
          assert.match(description, /[.)]$/, title);
          assert.ok(fieldConfig.defaults.unit, title);
          const steps = fieldConfig.defaults.thresholds.steps.map(({ value }) => value);
          assert.equal(steps[0], null, title);
          assert.deepEqual(
            steps.slice(1),
            steps.slice(1).toSorted((a, b) => a - b),
            title,
          );
          for (const { legendFormat, refId } of targets) assert.ok(legendFormat && refId, title);
        }
      });

      test("links to runbooks that exist", () => {
        for (const [, runbook] of JSON.stringify(dashboard).matchAll(/RUNBOOKS\/(\w+)\.md/g))
          assert.ok(
            existsSync(fileURLToPath(new URL(`../../k8s/runbooks/${runbook}.md`, import.meta.url))),
            runbook,
          );
      });

      test("has panels with numbers of their own, beside and below each other", () => {
        const ids = dashboard.panels.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        const taken = new Map();
        for (const { id, gridPos } of dashboard.panels) {
          assert.ok(gridPos.w > 0 && gridPos.h > 0 && gridPos.x + gridPos.w <= 24);
          for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
            for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
              assert.equal(taken.get(`${x},${y}`), undefined, `panels ${taken.get(`${x},${y}`)} and ${id}`);
              taken.set(`${x},${y}`, id);
            }
        }
      });

      test("lets choose where it looks, and uses each choice", () => {
        const variables = dashboard.templating.list.map((variable) => variable.name);
        assert.deepEqual(variables, ["datasource", "namespace", "instance"]);
        for (const { datasource, title } of panelsOf(dashboard))
          assert.equal(datasource.uid, "${datasource}", title);
        const used = panelsOf(dashboard)
          .flatMap(({ targets }) => targets.map(({ expr }) => expr))
          .join();
        for (const variable of ["$namespace", "$instance"]) assert.ok(used.includes(variable), variable);
      });
    });
});
