import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { repository } from "../src/service-process";

export const chart = path.join(repository, "charts/okoshko");

interface Workload {
  terminationGracePeriodSeconds: number;
  preStopSleepSeconds: number;
}

/** What the tests of operations take from the chart's own values. */
export const chartValues = parse(readFileSync(path.join(chart, "values.yaml"), "utf8")) as {
  bookingApi: Workload;
  bot: Workload;
  monitoring: { serviceMonitor: { interval: string } };
};
