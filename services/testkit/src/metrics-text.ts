import { spawnSync } from "node:child_process";

interface Described {
  name: string;
  type: string;
  labels: readonly string[];
}

/** Metrics as `name type {labels}`, in order: what catalogues say. */
export function metricsOf(catalogue: readonly Described[]): string[] {
  return catalogue.map(({ name, type, labels }) => line(name, type, labels)).sort();
}

/**
 * Metrics as `name type {labels}`, in order: what a text in Prometheus' format has. One without a sample shows no labels, so
 * those that `catalogue` says are taken.
 */
export function metricsIn(text: string, catalogue: readonly Described[]): string[] {
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    .map(([, name = "", type = ""]) => {
      const shown = labelsIn(text, name);
      return line(name, type, shown ?? catalogue.find((entry) => entry.name === name)?.labels ?? []);
    })
    .sort();
}

/** What promtool finds wrong with a text in Prometheus' format; undefined where there is no promtool. */
export function promtoolOn(text: string): string | undefined {
  const { error, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], {
    input: text,
    encoding: "utf8",
  });
  return error === undefined ? `${stdout}${stderr}` : undefined;
}

function line(name: string, type: string, labels: readonly string[]): string {
  return `${name} ${type} {${[...labels].sort().join(", ")}}`;
}

/** The names of the labels of a metric's samples, but `le`, which comes with the type; undefined when there is no sample. */
function labelsIn(text: string, name: string): string[] | undefined {
  const samples = [
    ...text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? \\S+$`, "gm")),
  ];
  if (samples.length === 0) return undefined;
  const names = samples.flatMap(([, labels = ""]) =>
    [...labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map((label) => label[1] ?? ""),
  );
  return [...new Set(names)].filter((label) => label !== "le");
}
