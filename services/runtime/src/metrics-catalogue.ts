import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What is known of a metric before it is registered: enough for a table, a dashboard's test and an alert's. */
export interface Described {
  type: "counter" | "gauge" | "histogram";
  /** As Prometheus stores it; of a histogram without `_bucket`, `_sum`, `_count`. */
  name: string;
  help: string;
  /** Of one observation; a counter of events counts in 1. */
  unit: Unit;
  labels: readonly string[];
}

/** Base units, as Prometheus and OpenTelemetry name them. */
export type Unit = "seconds" | "bytes" | "ratio" | "1";

/** A line of a service's catalogue. The catalogue is the one place that says what the service measures. */
export interface Entry<Metric> extends Described {
  create(registry: Registry): Metric;
}

export type Catalogue = Record<string, Entry<unknown>>;

/** The metrics of a catalogue, registered. */
export type MetricsOf<C extends Catalogue> = { [Key in keyof C]: C[Key] extends Entry<infer M> ? M : never };

interface Description<Label extends string> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

export function counter<const Label extends string = never>(
  description: Description<Label>,
): Entry<Counter<Label>> {
  const described = withDefaults(description, "1");
  return {
    ...described,
    type: "counter",
    create: (registry) => new Counter({ ...toOptions(described), registers: [registry] }),
  };
}

/** `collect` is asked at each scrape; what it throws is the scrape's failure, so it contains its own. */
export function gauge<const Label extends string = never>(
  description: Description<Label> & { unit: Unit },
): Entry<Gauge<Label>> {
  const described = withDefaults(description, description.unit);
  return {
    ...described,
    type: "gauge",
    create: (registry) => new Gauge({ ...toOptions(described), registers: [registry] }),
  };
}

export function histogram<const Label extends string = never>(
  description: Description<Label> & { unit: Unit; buckets: readonly number[] },
): Entry<Histogram<Label>> {
  const described = withDefaults(description, description.unit);
  const buckets = [...description.buckets];
  return {
    ...described,
    type: "histogram",
    create: (registry) => new Histogram({ ...toOptions(described), buckets, registers: [registry] }),
  };
}

/** Registers each metric of a catalogue. Throws when one is there already. */
export function register<C extends Catalogue>(catalogue: C, registry: Registry): MetricsOf<C> {
  const isWhole = (metrics: Partial<MetricsOf<C>>): metrics is MetricsOf<C> =>
    Object.keys(catalogue).every((key) => key in metrics);
  const metrics: Partial<MetricsOf<C>> = {};
  for (const [key, entry] of Object.entries(catalogue))
    Object.assign(metrics, { [key]: entry.create(registry) });
  if (!isWhole(metrics)) throw new Error("A metric of the catalogue was not registered");
  return metrics;
}

function withDefaults<Label extends string>({ name, help, labels = [] }: Description<Label>, unit: Unit) {
  return { name, help, unit, labels };
}

function toOptions<Label extends string>({
  name,
  help,
  labels,
}: {
  name: string;
  help: string;
  labels: readonly Label[];
}) {
  return { name, help, labelNames: labels };
}
