// What can be asked for: the metrics of the services' own catalogues, and by name those of exporters and of Kubernetes that
// dashboards and alerts use.
import { bookingCatalogue } from "@okoshko/booking-api/metrics";
import { botCatalogue } from "@okoshko/bot/metrics";
import { notifierCatalogue } from "@okoshko/notifier/metrics";
import { commonCatalogue } from "@okoshko/runtime/metrics";
import { nodeCatalogue } from "@okoshko/runtime/node-metrics";

/** Of each service, in the order of its file. */
export const catalogues = {
  "booking-api": Object.values(bookingCatalogue),
  bot: Object.values(botCatalogue),
  notifier: notifierCatalogue,
  "every service": Object.values(commonCatalogue),
  "every process": nodeCatalogue,
};

/**
 * By who has them. Read in the sources of redis_exporter, postgres_exporter 0.20, CloudNativePG's default queries, cert-manager,
 * kube-state-metrics and the Collector, whose counters end in _total only where its configuration turns off `without_type_suffix`.
 */
export const foreign = {
  Prometheus: ["ALERTS", "up"],
  "postgres_exporter 0.20": [
    "pg_up",
    "pg_settings_max_connections",
    "pg_stat_activity_count",
    "pg_stat_activity_max_tx_duration",
    "pg_stat_database_blks_hit",
    "pg_stat_database_blks_read",
    "pg_stat_database_deadlocks",
    "pg_stat_database_xact_commit",
    "pg_stat_database_xact_rollback",
    "pg_database_size_bytes",
  ],
  "redis_exporter 1.89": [
    "redis_up",
    "redis_connected_clients",
    "redis_commands_processed_total",
    "redis_evicted_keys_total",
    "redis_memory_max_bytes",
    "redis_memory_used_bytes",
    "redis_errors_total",
    "redis_rejected_connections_total",
    "redis_aof_last_write_status",
  ],
  CloudNativePG: ["cnpg_backends_total", "cnpg_pg_settings_setting"],
  kubelet: [
    "kubelet_volume_stats_available_bytes",
    "kubelet_volume_stats_capacity_bytes",
    "kubelet_volume_stats_used_bytes",
  ],
  "cert-manager": [
    "certmanager_certificate_expiration_timestamp_seconds",
    "certmanager_certificate_renewal_timestamp_seconds",
  ],
  "OpenTelemetry Collector": [
    "otelcol_exporter_send_failed_spans",
    "otelcol_exporter_send_failed_spans_total",
  ],
  cAdvisor: [
    "container_cpu_cfs_periods_total",
    "container_cpu_cfs_throttled_periods_total",
    "container_memory_working_set_bytes",
  ],
  "kube-state-metrics": [
    "kube_horizontalpodautoscaler_spec_max_replicas",
    "kube_horizontalpodautoscaler_spec_min_replicas",
    "kube_horizontalpodautoscaler_status_desired_replicas",
    "kube_job_failed",
    "kube_pod_container_resource_limits",
    "kube_pod_container_status_restarts_total",
    "kube_pod_container_status_waiting_reason",
    "kube_pod_init_container_status_waiting_reason",
  ],
};

const suffixes = { counter: [""], gauge: [""], histogram: ["_bucket", "_sum", "_count"] };

/** Every name of a series that a query may use, but those of recording rules. */
export const known = new Set([
  ...Object.values(catalogues)
    .flat()
    .flatMap(({ name, type }) => suffixes[type].map((suffix) => `${name}${suffix}`)),
  ...Object.values(foreign).flat(),
]);
