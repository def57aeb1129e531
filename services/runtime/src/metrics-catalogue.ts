import { context, trace, TraceFlags } from "@opentelemetry/api";
import {
  Counter,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry as ClientRegistry,
} from "prom-client";

export type Registry = ClientRegistry | ClientRegistry<OpenMetricsContentType>;

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
  /** The metric in a registry; made when it is asked for the first time. */
  in(registry: Registry): Metric;
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
    in: oncePerRegistry((registry) => new Counter({ ...toOptions(described), registers: [registry] })),
  };
}

export function gauge<const Label extends string = never>(
  description: Description<Label> & { unit: Unit },
): Entry<Gauge<Label>> {
  const described = withDefaults(description, description.unit);
  return {
    ...described,
    type: "gauge",
    in: oncePerRegistry((registry) => new Gauge({ ...toOptions(described), registers: [registry] })),
  };
}

/** Where the registry can say them, each bucket has an exemplar: the sampled trace of what was observed last in it. */
export function histogram<const Label extends string = never>(
  description: Description<Label> & { unit: Unit; buckets: readonly number[] },
): Entry<Histogram<Label>> {
  const described = withDefaults(description, description.unit);
  const options = { ...toOptions(described), buckets: [...description.buckets] };
  return {
    ...described,
    type: "histogram",
    in: oncePerRegistry((registry) => {
      const enableExemplars = isOpen(registry);
      const made = new Histogram({ ...options, enableExemplars, registers: [registry] });
      return enableExemplars ? withTraces(made) : made;
    }),
  };
}

/** All metrics of a catalogue, in this registry. */
export function register<C extends Catalogue>(catalogue: C, registry: Registry): MetricsOf<C> {
  const isWhole = (metrics: Partial<MetricsOf<C>>): metrics is MetricsOf<C> =>
    Object.keys(catalogue).every((key) => key in metrics);
  const metrics: Partial<MetricsOf<C>> = {};
  for (const [key, entry] of Object.entries(catalogue)) Object.assign(metrics, { [key]: entry.in(registry) });
  if (!isWhole(metrics)) throw new Error("A metric of the catalogue was not registered");
  return metrics;
}

/**
 * Asks, once a scrape, for what some gauges show together; a gauge may be asked about by several. They stay as they were
 * when the question fails: a store that is away must not take the other metrics with it.
 */
export function askAtScrape(gauges: readonly Gauge<string>[], ask: () => Promise<void> | void): void {
  let asked: Promise<void> | undefined;
  const once = (): Promise<void> => {
    asked ??= Promise.resolve()
      .then(ask)
      .catch(() => undefined)
      .finally(() => (asked = undefined));
    return asked;
  };
  for (const gauge of gauges) {
    const others: unknown = Reflect.get(gauge, "collect");
    const collect = async (): Promise<void> => {
      await Promise.all([
        typeof others === "function" ? Reflect.apply(others, gauge, []) : undefined,
        once(),
      ]);
    };
    Object.assign(gauge, { collect });
  }
}

function oncePerRegistry<Metric>(make: (registry: Registry) => Metric): (registry: Registry) => Metric {
  const made = new WeakMap<Registry, Metric>();
  return (registry) => {
    const metric = made.get(registry) ?? make(registry);
    made.set(registry, metric);
    return metric;
  };
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

/** Only OpenMetrics has exemplars, and prom-client makes no histogram with them for another registry. */
function isOpen(registry: Registry): boolean {
  return registry.contentType === ClientRegistry.OPENMETRICS_CONTENT_TYPE;
}

/**
 * prom-client wants the exemplar from whoever observes. Here it comes from the span that is active, for a timer when it is
 * started: by the time a response is closed its span is no longer the active one.
 */
function withTraces<Label extends string>(made: Histogram<Label>): Histogram<Label> {
  const record = made.observe.bind(made);
  const observe = (labels: object, value: number, exemplarLabels: object): void =>
    void Reflect.apply(record, made, [{ labels, value, exemplarLabels }]);
  return Object.assign(made, {
    observe: (labels: object | number, value?: number): void =>
      typeof labels === "number"
        ? observe({}, labels, sampledTrace())
        : observe(labels, value ?? Number.NaN, sampledTrace()),
    startTimer: (startLabels: object = {}) => {
      const exemplar = sampledTrace();
      const startedAt = performance.now();
      return (endLabels: object = {}): number => {
        const seconds = (performance.now() - startedAt) / 1_000;
        observe({ ...startLabels, ...endLabels }, seconds, exemplar);
        return seconds;
      };
    },
  });
}

const none = {};

/** One that nobody kept would lead nowhere. */
function sampledTrace(): object {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return none;
  return { trace_id: span.traceId, span_id: span.spanId };
}
