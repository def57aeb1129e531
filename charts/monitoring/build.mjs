// Writes what is made from the sources here: node charts/monitoring/build.mjs, after `npm run build`. Tests compare the files.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { dashboards } from "./dashboards.mjs";
import { metricsPage } from "./metrics-page.mjs";
import { buildRules } from "./rules.mjs";

const fileAt = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** For promtool. */
export const rulesFile = fileAt("charts/okoshko/monitoring/rules.yaml");
export const dashboardsFolder = fileAt("charts/okoshko/dashboards");

/** The texts of all files, by their paths. */
export function files() {
  return {
    [rulesFile]: rulesText(),
    [fileAt("services/METRICS.md")]: metricsPage(),
    ...Object.fromEntries(
      Object.entries(dashboards).map(([name, dashboard]) => [
        `${dashboardsFolder}/${name}.json`,
        `${JSON.stringify(dashboard, null, 2)}\n`,
      ]),
    ),
  };
}

function rulesText() {
  const head = "# Made by charts/monitoring/build.mjs: change the sources there.\n";
  return head + stringify(buildRules(), { lineWidth: 0, aliasDuplicateObjects: false });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [file, text] of Object.entries(files())) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
