// The chart, rendered by Helm's own code and judged by Kubernetes' own types. Without Go, helm has to do, and what it can't is
// skipped; without either all of this is, and said so.
import { after, before, describe } from "node:test";
import { openChart } from "./test/chart.mjs";
import { testEnvironment } from "./test/environment.mjs";
import { testNetwork } from "./test/network.mjs";
import { testPods } from "./test/pods.mjs";
import { testRendering } from "./test/rendering.mjs";
import { testUpgrades } from "./test/upgrades.mjs";
import { testValues } from "./test/values.mjs";
import { tool } from "./test/it.mjs";

describe("M13: the chart", () => {
  const world = {};
  before(() => {
    if (tool.reason !== undefined) return;
    world.tool = tool.start();
    world.chart = openChart(world.tool);
  });
  after(() => {
    world.chart?.close();
    world.tool?.stop();
  });

  describe("rendering", () => testRendering(world));
  describe("values", () => testValues(world));
  describe("pods", () => testPods(world));
  describe("network", () => testNetwork(world));
  describe("environment", () => testEnvironment(world));
  describe("upgrades", () => testUpgrades(world));
});
