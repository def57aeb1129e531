// A copy of the chart that can be rendered: charts of dependencies are not in the repository, so stubs stand in for them.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { documentsOf } from "./documents.mjs";

export const chartFolder = fileURLToPath(new URL("../okoshko", import.meta.url));
export const readYaml = (file) => parse(readFileSync(join(chartFolder, file), "utf8"));

const repository = fileURLToPath(new URL("../..", import.meta.url));
export const readFrom = (...path) => parse(readFileSync(join(repository, ...path), "utf8"));

/** Values with others on top, as Helm lays one file over another. */
export function merged(base, change) {
  if (typeof base !== "object" || typeof change !== "object" || Array.isArray(change) || !base) return change;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(change)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in change ? merged(base[key], change[key]) : base[key]]),
  );
}

/** The values of each installation in ci/, by name, and of those that k8s/ describes. */
export const installations = {
  ...Object.fromEntries(
    readdirSync(join(chartFolder, "ci")).map((file) => [
      basename(file, "-values.yaml"),
      readYaml(join("ci", file)),
    ]),
  ),
  "k8s/demo": readFrom("k8s", "values", "demo.yaml"),
  "k8s/dev": merged(readFrom("k8s", "values", "demo.yaml"), readFrom("k8s", "values", "dev.yaml")),
  "k8s/monitored": merged(
    readFrom("k8s", "values", "demo.yaml"),
    readFrom("k8s", "values", "monitored.yaml"),
  ),
  "k8s/production": readFrom("k8s", "values", "production.yaml"),
};

export function openChart(tool) {
  const copy = mkdtempSync(join(tmpdir(), "okoshko-chart-"));
  cpSync(chartFolder, copy, { recursive: true });
  for (const { name, version } of readYaml("Chart.yaml").dependencies) {
    const stub = join(copy, "charts", name);
    rmSync(stub, { recursive: true, force: true });
    mkdirSync(stub, { recursive: true });
    writeFileSync(join(stub, "Chart.yaml"), `apiVersion: v2\nname: ${name}\nversion: ${version}\n`);
  }
  return {
    close: () => rmSync(copy, { recursive: true }),
    lint: async (values) =>
      (await tool.ask({ chart: copy, values, namespace: "shop", lint: true })).complaints,
    /** The rendered files, or an Error with Helm's sentence. */
    async render(values, options = {}) {
      const question = { chart: copy, values, release: "okoshko", namespace: "shop", ...options };
      const { error, files } = await tool.ask(question);
      if (error) throw new Error(error);
      const text = Object.entries(files)
        .filter(([name]) => name.endsWith(".yaml"))
        .map(([, content]) => content)
        .join("\n---\n");
      return {
        text,
        get notes() {
          return tool.notes(files);
        },
        objects: documentsOf(text).filter(Boolean),
      };
    },
  };
}

/** Every pod that the objects would make, with the name of what makes it. */
export function podsOf(objects) {
  return objects.flatMap((object) => {
    const owner = `${object.kind} ${object.metadata.name}`;
    if (object.kind === "Pod") return [{ owner, metadata: object.metadata, spec: object.spec }];
    const template = object.spec?.template;
    return template?.spec?.containers ? [{ owner, metadata: template.metadata, spec: template.spec }] : [];
  });
}

export const containersOf = ({ spec }) => [...(spec.initContainers ?? []), ...spec.containers];
export const named = (objects, kind, name) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
export const isHook = ({ metadata }) => metadata.annotations?.["helm.sh/hook"] !== undefined;
