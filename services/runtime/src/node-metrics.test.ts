import { Registry } from "prom-client";
import { measureNode, nodeCatalogue } from "./node-metrics";

// Elsewhere the system tells a process less of itself.
const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("measures of a process what the catalogue says, and nothing else", async () => {
  const registry = new Registry();
  measureNode(registry);
  const measured = (await registry.getMetricsAsJSON()).map(({ name, type }) => `${name} ${String(type)}`);
  expect(measured.sort()).toEqual(nodeCatalogue.map(({ name, type }) => `${name} ${type}`).sort());
});
