// Writes what the chart ships for Prometheus: node charts/monitoring/build.mjs. A test compares the file with the sources.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import yaml from "js-yaml";
import { buildRules } from "./rules.mjs";

export const rulesFile = fileURLToPath(new URL("../okoshko/monitoring/rules.yaml", import.meta.url));

/** The file's text. */
export function rulesText() {
  const head = "# Made by charts/monitoring/build.mjs: change the sources there.\n";
  return head + yaml.dump(buildRules(), { lineWidth: -1, noRefs: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(fileURLToPath(new URL("../okoshko/monitoring", import.meta.url)), { recursive: true });
  writeFileSync(rulesFile, rulesText());
}
