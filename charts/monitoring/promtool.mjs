// promtool, where there is one: it comes with Prometheus (Debian: apt-get install prometheus).
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { rulesFile } from "./build.mjs";
import { namespace } from "./rules.mjs";

const isThere = spawnSync("promtool", ["--version"]).error === undefined;

/** Why rules can't be tested here; undefined when they can. */
export const noPromtool = isThere ? undefined : "promtool is not installed, so the alerts were not tested";

/** What promtool says of the file. */
export function check(...args) {
  return promtool("check", ...args);
}

/**
 * The alerts that fire at `at`, given these series (in promtool's notation, a value a minute), as `name severity` or, of another
 * namespace than "shop", `name severity namespace`. `releases` are the namespaces that have the rules. Throws with promtool's
 * words when it is anything else than `expected`.
 */
export function assertFiring({ name, at, series, expected, releases = ["shop"] }) {
  const folder = mkdtempSync(join(tmpdir(), "okoshko-rules-"));
  const file = join(folder, "test.yaml");
  const samples = expected.map((alert) => {
    const [alertname, severity, of = "shop"] = alert.split(" ");
    return { labels: `{alertname="${alertname}", namespace="${of}", severity="${severity}"}`, value: 1 };
  });
  const question = 'group by (alertname, namespace, severity) (ALERTS{alertstate="firing"})';
  const test = {
    rule_files: releases.map((release) => {
      const rules = join(folder, `${release}.yaml`);
      writeFileSync(rules, readFileSync(rulesFile, "utf8").replaceAll(namespace, release));
      return rules;
    }),
    // Each evaluation of the long windows costs; what waits for minutes need not be looked at four times a minute.
    evaluation_interval: evaluationInterval(Number.parseInt(at)),
    tests: [
      {
        name,
        interval: "1m",
        input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
        promql_expr_test: [{ expr: question, eval_time: at, exp_samples: samples }],
      },
    ],
  };
  writeFileSync(file, stringify(test));
  try {
    promtool("test", "rules", file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function evaluationInterval(minutes) {
  if (minutes <= 60) return "15s";
  return minutes <= 600 ? "2m" : "10m";
}

function promtool(...args) {
  const { status, stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}
