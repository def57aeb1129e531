import { alerts } from "./alerts.mjs";
import { clusterAlerts } from "./cluster-alerts.mjs";
import { inNamespace } from "./promql.mjs";
import { slos } from "./slos.mjs";

/** Where runbooks are; the chart puts the address in. */
export const runbooks = "RUNBOOKS";

/**
 * Each release has its own copy of the rules, and the chart puts its namespace in: whatever else is called "bot" in the cluster is
 * none of its business, and what is absent is known by name.
 */
export const namespace = "NAMESPACE";

/**
 * Two windows each: the long one so that a blip wakes nobody, the short one so that the alert ends when the errors do.
 * Factors and windows: Google's Site Reliability Workbook, chapter 5, for an objective over thirty days.
 */
const burns = [
  { long: "1h", short: "5m", factor: 14.4, severity: "page", for: "2m" },
  { long: "6h", short: "30m", factor: 6, severity: "page", for: "15m" },
  { long: "1d", short: "2h", factor: 3, severity: "ticket", for: "1h" },
  { long: "3d", short: "6h", factor: 1, severity: "ticket", for: "3h" },
];
const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

/**
 * Fewer errors than these in the long window alert nobody: with twenty requests an hour a single one is a share that would. What
 * breaks for good in a shop as small as that is told of by its cause.
 */
const fewest = 10;

/** All rules, as one file for Prometheus. */
export function buildRules() {
  const groups = [
    ...slos.map((slo) => ({
      name: `okoshko-slo-${slo.name}`,
      rules: [...records(slo), ...burnAlerts(slo)],
    })),
    // Looked at often: a Prometheus that evaluates every half a minute would round each `for` up to the next one.
    { name: "okoshko-causes", interval: "15s", rules: alerts.map(causeAlert) },
    { name: "okoshko-cluster", rules: clusterAlerts.map(causeAlert) },
  ];
  return {
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ({ ...rule, expr: inNamespace(namespace, rule.expr) })),
    })),
  };
}

/** Errors as a share of all; nothing when there was nothing, and 0 when there were no errors. */
function records({ name, errors, total }) {
  return windows.map((window) => {
    const all = total.replaceAll("WINDOW", window);
    const bad = errors.replaceAll("WINDOW", window);
    return {
      record: recordOf(window),
      expr: `(${bad} or ${all} * 0) / (${all} > 0)`,
      labels: { slo: name },
    };
  });
}

function burnAlerts({ name, objective, errors, sentence, runbook }) {
  const budget = Number((1 - objective).toPrecision(6));
  return burns.map(({ long, short, factor, severity, for: pending }) => {
    const over = (window) => `${recordOf(window)}{slo="${name}"} > ${factor} * ${budget}`;
    const enough = `${errors.replaceAll("WINDOW", long)} * ${seconds(long)} >= ${fewest}`;
    return {
      alert: runbook,
      expr: `${over(long)} and ${over(short)} and on (namespace) ${enough}`,
      for: pending,
      labels: { severity, slo: name, window: long },
      annotations: {
        summary: `${name}: {{ $value | humanizePercentage }} of the last ${long} went wrong`,
        description: `${sentence} At this pace the errors allowed for thirty days are used up in ${pace(factor)}.`,
        runbook_url: `${runbooks}/${runbook}.md`,
      },
    };
  });
}

function causeAlert({ alert, expr, for: pending, severity, summary, description }) {
  return {
    alert,
    expr,
    for: pending,
    labels: { severity },
    annotations: { summary, description, runbook_url: `${runbooks}/${alert}.md` },
  };
}

function recordOf(window) {
  return `okoshko:slo_errors:ratio_rate${window}`;
}

function seconds(window) {
  return Number.parseInt(window) * { h: 3600, d: 86_400 }[window.at(-1)];
}

function pace(factor) {
  const days = 30 / factor;
  return days < 5 ? `${Math.round(days * 24)} hours` : `${Math.round(days)} days`;
}
