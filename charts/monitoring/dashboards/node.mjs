import { dashboard, lines } from "../panels.mjs";
import { of, quantile, rate } from "../queries.mjs";

const ours = 'job=~"booking-api|bot|notifier"';
const all = of("", ours);
/** Containers are known to Kubernetes by pod, which is no instance. */
const containers = '{namespace="$namespace",container=~"booking-api|bot|notifier"}';

export const node = dashboard({
  uid: "okoshko-node",
  title: "Okoshko / Node.js",
  description: "The processes: event loop, memory, CPU, and what Kubernetes gives them.",
  rows: [
    {
      title: "Event loop",
      panels: [
        lines({
          title: "Late by (p99)",
          description:
            "How long work waits until the process gets to it. A quarter of a second means it has too much to compute.",
          unit: "s",
          queries: [[`nodejs_eventloop_lag_p99_seconds${all}`, "{{job}} {{instance}}"]],
          warn: 0.1,
          alarm: 0.25,
          runbook: "OkoshkoEventLoopBlocked",
        }),
        lines({
          title: "CPU",
          description: "Cores in use. One process can hardly use more than one.",
          unit: "none",
          queries: [[rate(`process_cpu_seconds_total${all}`, "job, instance"), "{{job}} {{instance}}"]],
          warn: 0.8,
          alarm: 1,
        }),
        lines({
          title: "Collecting garbage",
          description: "Share of time. Over a tenth: the heap is too small for what is done.",
          unit: "percentunit",
          queries: [[rate(`nodejs_gc_duration_seconds_sum${all}`, "job, instance"), "{{job}} {{instance}}"]],
          warn: 0.05,
          alarm: 0.1,
        }),
      ],
    },
    {
      title: "Memory",
      panels: [
        lines({
          title: "Heap in use",
          description: "It rises and falls with each collection; a floor that rises for days is a leak.",
          unit: "bytes",
          queries: [[`nodejs_heap_size_used_bytes${all}`, "{{job}} {{instance}}"]],
        }),
        lines({
          title: "Resident memory",
          description: "What the process occupies in all.",
          unit: "bytes",
          queries: [[`process_resident_memory_bytes${all}`, "{{job}} {{instance}}"]],
        }),
        lines({
          title: "Memory of the limit",
          description: "At 1 the container is killed.",
          unit: "percentunit",
          queries: [
            [
              `max by (pod, container) (container_memory_working_set_bytes${containers}) / on (pod, container) max by (pod, container) (kube_pod_container_resource_limits{namespace="$namespace",resource="memory"})`,
              "{{pod}}",
            ],
          ],
          warn: 0.8,
          alarm: 0.95,
        }),
      ],
    },
    {
      title: "Outside",
      panels: [
        lines({
          title: "Files and sockets",
          description: "Share of what may be open.",
          unit: "percentunit",
          queries: [[`process_open_fds${all} / process_max_fds${all}`, "{{job}} {{instance}}"]],
          warn: 0.5,
          alarm: 0.8,
        }),
        lines({
          title: "CPU withheld",
          description:
            "Share of periods in which the container wanted more than its limit. The chart sets no limit of CPU.",
          unit: "percentunit",
          queries: [
            [
              `${rate(`container_cpu_cfs_throttled_periods_total${containers}`, "pod")} / ${rate(`container_cpu_cfs_periods_total${containers}`, "pod")}`,
              "{{pod}}",
            ],
          ],
          warn: 0.05,
          alarm: 0.25,
        }),
        lines({
          title: "Restarts",
          description: "Of containers, in an hour.",
          unit: "none",
          queries: [
            [`sum by (pod) (increase(kube_pod_container_status_restarts_total${containers}[1h]))`, "{{pod}}"],
          ],
          warn: 1,
          alarm: 3,
        }),
        lines({
          title: "Outgoing requests",
          description: "p95 by whom they go to.",
          unit: "s",
          queries: [
            [
              quantile(0.95, "http_client_request_duration_seconds", all, "job, server_address"),
              "{{job}} → {{server_address}}",
            ],
          ],
          warn: 0.5,
          alarm: 5,
          exemplars: true,
        }),
        lines({
          title: "Outgoing requests that failed",
          description: "No answer at all, or a 5xx.",
          unit: "ops",
          queries: [
            [
              rate(
                `http_client_request_duration_seconds_count${of("", `${ours},http_response_status_code=~"|5.."`)}`,
                "job, server_address",
              ),
              "{{job}} → {{server_address}}",
            ],
          ],
          warn: 0.1,
        }),
        lines({
          title: "What keeps the event loop alive",
          description: "Sockets, timers, requests. A count that only rises is a leak.",
          unit: "none",
          queries: [[`sum by (job, type) (nodejs_active_resources${all})`, "{{job}} {{type}}"]],
        }),
      ],
    },
  ],
});
