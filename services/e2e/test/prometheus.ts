import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stopChild, untilReady } from "@okoshko/testkit/child-process";
import { freePort } from "@okoshko/testkit/free-port";

/** One process to look at. */
export interface Target {
  job: string;
  namespace: string;
  adminUrl: string;
}

export interface Alert {
  name: string;
  namespace: string;
  job: string | undefined;
  severity: string;
  state: "pending" | "firing";
}

export interface Prometheus {
  alerts(): Promise<Alert[]>;
  /** How many targets have answered. */
  scraped(): Promise<number>;
  stop(): Promise<void>;
}

/** `prometheus` on PATH, where there is one (Debian: apt-get install prometheus). */
export const hasPrometheus = spawnSync("prometheus", ["--version"]).error === undefined;

/** Looks at the targets every so often, with the chart's rules for each namespace, as each release installs them. */
export async function startPrometheus(options: {
  rulesFile: string;
  scrapeInterval: string;
  targets: Target[];
}): Promise<Prometheus> {
  const directory = mkdtempSync(path.join(tmpdir(), "okoshko-prometheus-"));
  const port = await freePort();
  const config = path.join(directory, "prometheus.yml");
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration(options)));
  const rules = readFileSync(options.rulesFile, "utf8");
  for (const namespace of new Set(options.targets.map((target) => target.namespace)))
    writeFileSync(path.join(directory, `${namespace}.rules.yml`), rules.replaceAll("NAMESPACE", namespace));
  const child = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  await untilReady(child, {
    name: "Prometheus",
    sign: /Server is ready to receive web requests/,
    log: undefined,
  });
  const ask = async <Data>(question: string): Promise<Data> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${question}`);
    return ((await answer.json()) as { data: Data }).data;
  };
  return {
    async alerts() {
      const { alerts } = await ask<{ alerts: { labels: Record<string, string>; state: Alert["state"] }[] }>(
        "alerts",
      );
      return alerts.map(({ labels, state }) => ({
        name: labels["alertname"] ?? "",
        namespace: labels["namespace"] ?? "",
        job: labels["job"],
        severity: labels["severity"] ?? "",
        state,
      }));
    },
    async scraped() {
      const { result } = await ask<{ result: { value: [number, string] }[] }>("query?query=sum(up)");
      return Number(result[0]?.value[1] ?? 0);
    },
    async stop() {
      await stopChild(child, { signal: "SIGTERM", timeoutMs: 10_000 });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configuration({ scrapeInterval, targets }: Parameters<typeof startPrometheus>[0]) {
  const jobs = [...new Set(targets.map(({ job }) => job))];
  return {
    global: { scrape_interval: scrapeInterval, evaluation_interval: scrapeInterval },
    rule_files: ["*.rules.yml"],
    scrape_configs: jobs.map((name) => ({
      job_name: name,
      static_configs: targets
        .filter(({ job }) => job === name)
        .map(({ namespace, adminUrl }) => ({ targets: [new URL(adminUrl).host], labels: { namespace } })),
    })),
  };
}
