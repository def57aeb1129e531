import { collectDefaultMetrics } from "prom-client";
import { type Described, type Registry } from "./metrics-catalogue";

/**
 * What prom-client measures of every process of ours, by its names. The last four of the process are known on Linux only.
 * Its counts of handles and requests are left out: `nodejs_active_resources` says the same, and its totals are gauges under
 * the names of counters.
 */
export const nodeCatalogue: readonly Described[] = [
  counter("process_cpu_user_seconds_total", "CPU time spent in code of ours"),
  counter("process_cpu_system_seconds_total", "CPU time spent in the system for us"),
  counter("process_cpu_seconds_total", "CPU time, both together"),
  gauge("process_start_time_seconds", "When the process was started, since 1970", "seconds"),
  gauge("process_resident_memory_bytes", "Memory that the process occupies", "bytes"),
  gauge("process_virtual_memory_bytes", "Addresses that the process has reserved", "bytes"),
  gauge("process_heap_bytes", "Size of the process's data segment", "bytes"),
  gauge("process_open_fds", "File descriptors that are open", "1"),
  gauge("process_max_fds", "File descriptors that may be open", "1"),
  gauge("nodejs_eventloop_lag_seconds", "How late a task set for this moment was begun", "seconds"),
  ...["min", "max", "mean", "stddev", "p50", "p90", "p99"].map((statistic) =>
    gauge(
      `nodejs_eventloop_lag_${statistic}_seconds`,
      `How late the event loop was since the last scrape: ${statistic}`,
      "seconds",
    ),
  ),
  gauge("nodejs_active_resources", "What keeps the event loop alive, by type", "1", ["type"]),
  gauge("nodejs_heap_size_total_bytes", "Heap that V8 has reserved", "bytes"),
  gauge("nodejs_heap_size_used_bytes", "Heap that is used", "bytes"),
  gauge("nodejs_external_memory_bytes", "Memory outside the heap that objects hold, as buffers do", "bytes"),
  ...["total", "used", "available"].map((part) =>
    gauge(`nodejs_heap_space_size_${part}_bytes`, `Space of the heap: ${part}`, "bytes", ["space"]),
  ),
  gauge("nodejs_version_info", "1, with the version of Node.js", "1", ["version", "major", "minor", "patch"]),
  {
    type: "histogram",
    name: "nodejs_gc_duration_seconds",
    help: "Time of collecting garbage, by kind: major, minor, incremental, weakcb",
    unit: "seconds",
    labels: ["kind"],
  },
];

const leftOut = [
  "nodejs_active_handles",
  "nodejs_active_handles_total",
  "nodejs_active_requests",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

export function measureNode(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of leftOut) registry.removeSingleMetric(name);
}

function counter(name: string, help: string): Described {
  return { type: "counter", name, help, unit: "seconds", labels: [] };
}

function gauge(
  name: string,
  help: string,
  unit: Described["unit"],
  labels: readonly string[] = [],
): Described {
  return { type: "gauge", name, help, unit, labels };
}
