// Causes around the services: what Kubernetes, the stores and the collector say of themselves through their exporters. Where an
// exporter is not installed there are no series, and its alerts keep still. Exporters have to leave the namespace of what they
// tell of as it is (honorLabels), as those of kube-prometheus-stack do; cert-manager's chart has to be told. All are tickets but what
// stops people at once.

const collector = '{namespace=~".+",job="collector"}';

export const clusterAlerts = [
  {
    alert: "OkoshkoMigrationFailed",
    // kube-state-metrics
    expr: 'max by (namespace, job_name) (kube_job_failed{condition="true",job_name=~".+-(booking|notifier)-migrate(-.+)?"}) > 0',
    for: "0s",
    severity: "ticket",
    summary: "{{ $labels.job_name }} has given up",
    description:
      "The schema stayed as it was. Pods of the release before go on; new ones wait for the schema.",
  },
  {
    alert: "OkoshkoCrashLoop",
    // kube-state-metrics. Between two starts a container is running for a moment, one that waits for the schema for five minutes:
    // a look back of ten holds on.
    expr: `max by (namespace, pod, container) (${["kube_pod_container", "kube_pod_init_container"]
      .map((of) => `max_over_time(${of}_status_waiting_reason{reason="CrashLoopBackOff"}[10m])`)
      .join(" or ")}) > 0`,
    for: "15m",
    severity: "ticket",
    summary: "{{ $labels.container }} in {{ $labels.pod }} ends soon after each start",
    description:
      "Kubernetes starts it again, and waits longer each time. With other replicas left nobody notices.",
  },
  {
    alert: "OkoshkoAutoscalerAtMax",
    // kube-state-metrics; KEDA works through such an autoscaler, too. One whose minimum is its maximum was told to stay there.
    expr: `${autoscaler("status_desired")} >= ${autoscaler("spec_max")} unless ${autoscaler("spec_min")} >= ${autoscaler("spec_max")}`,
    for: "15m",
    severity: "ticket",
    summary: "{{ $labels.horizontalpodautoscaler }} wants all of its {{ $value }} replicas",
    description: "It may want more than it is allowed. What comes on top of this makes people wait.",
  },
  {
    alert: "OkoshkoPostgresConnections",
    // postgres_exporter beside the bundled Postgres, or CloudNativePG's own figures; each server by itself.
    expr:
      "max by (namespace) (sum by (namespace, instance) (pg_stat_activity_count) / max by (namespace, instance) (pg_settings_max_connections)" +
      ' or sum by (namespace, instance) (cnpg_backends_total) / max by (namespace, instance) (cnpg_pg_settings_setting{name="max_connections"})) > 0.8',
    for: "5m",
    severity: "ticket",
    summary: "{{ $value | humanizePercentage }} of Postgres' connections are taken",
    description: "When all are, pods that start or grow get none, and answer nothing.",
  },
  {
    alert: "OkoshkoRedisEvicts",
    // redis_exporter
    expr: "sum by (namespace) (increase(redis_evicted_keys_total[15m])) > 0",
    for: "0s",
    severity: "ticket",
    summary: "Redis throws keys away to make room",
    description:
      "Drafts of dialogues and jobs of the queue are among them. Nothing is lost for good, but people begin anew and messages come late.",
  },
  {
    alert: "OkoshkoRedisRefusesWrites",
    // redis_exporter. Without evictions, as it should be, a full Redis answers OOM; one that can't write its disk MISCONF.
    expr:
      'sum by (namespace) (increase(redis_errors_total{err=~"OOM|MISCONF"}[5m])) > 0' +
      " or sum by (namespace) (increase(redis_rejected_connections_total[5m])) > 0",
    for: "1m",
    severity: "page",
    summary: "Redis refuses writes or connections",
    description: "The bot puts updates off, and messages wait in the ledger. Bookings through the API go on.",
  },
  {
    alert: "OkoshkoVolumeFilling",
    // The kubelet
    expr: "max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes) > 0.85",
    for: "10m",
    severity: "ticket",
    summary: "{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full",
    description: "A Postgres without room stops, and with it all bookings.",
  },
  {
    alert: "OkoshkoTracesLost",
    // The collector of k8s/platform, which is in another namespace: all releases raise the same alert, which is one.
    // Whether its counters end in _total depends on its configuration.
    expr: ["otelcol_exporter_send_failed_spans_total", "otelcol_exporter_send_failed_spans"]
      .map((name) => `sum by (namespace) (rate(${name}${collector}[10m])) > 0`)
      .join(" or "),
    for: "15m",
    severity: "ticket",
    summary: "The collector can't hand traces on",
    description:
      "Where traces are kept is away or refuses them. The services don't mind; who looks for a trace does.",
  },
  {
    alert: "OkoshkoCertificateExpires",
    // cert-manager. Renewal is overdue as well: there are certificates that never live for a week.
    expr: "min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time() < 7 * 86400 and certmanager_certificate_renewal_timestamp_seconds < time() - 3600)",
    for: "15m",
    severity: "ticket",
    summary:
      "The certificate {{ $labels.name }} expires in {{ $value | humanizeDuration }} and is not renewed",
    description: "From then on Telegram delivers nothing to the bot, and no integrator reaches the API.",
  },
];

function autoscaler(figure) {
  return `max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_${figure}_replicas)`;
}
