import { catalogues } from "./catalogues.mjs";

const intros = {
  "every service": "As far as it has such a thing: the bot has no pool of connections.",
  "every process": "By prom-client, of Node.js and the process.",
};

/** The page that tells people what is measured. */
export function metricsPage() {
  const sections = Object.entries(catalogues).map(([service, catalogue]) => {
    const intro = intros[service] ? `${intros[service]}\n\n` : "";
    return `## ${service}\n\n${intro}${table(catalogue)}`;
  });
  return `# Metrics

<!-- Made by charts/monitoring/build.mjs from the catalogues of the services: change them there. -->

What each service says at \`/metrics\` of its admin port. Labels have few values by design: no metric names a person, an
appointment, a chat or an endpoint. Where the scraper speaks OpenMetrics, histograms carry the trace of an observation of each
bucket as exemplar. Dashboards and alerts are made from the same catalogues in \`charts/monitoring\`.

${sections.join("\n")}`;
}

function table(catalogue) {
  const lines = catalogue.map(
    ({ name, type, unit, labels, help }) =>
      `| \`${name}\` | ${type} | ${unit === "1" ? "" : unit} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help.replaceAll("|", "\\|")} |`,
  );
  return `| metric | type | unit | labels | what it says |\n| --- | --- | --- | --- | --- |\n${lines.join("\n")}\n`;
}
