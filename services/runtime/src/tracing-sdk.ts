import { type Attributes } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { ExpressInstrumentation, ExpressLayerType } from "@opentelemetry/instrumentation-express";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { IORedisInstrumentation } from "@opentelemetry/instrumentation-ioredis";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { NodeSDK, tracing } from "@opentelemetry/sdk-node";
import { redactText } from "./redact";

export interface Tracing {
  /** Sends what is still buffered. The last step of a shutdown. */
  shutdown(): Promise<void>;
}

/**
 * Traces only; metrics are scraped from the admin port and logs are read from stdout. Sampler, propagators, limits and
 * batching follow OpenTelemetry's variables. Bodies, headers, what a query asks for, SQL parameters and Redis arguments are
 * never recorded.
 */
export function startSdk(service: string, exporter: string): Tracing {
  const sdk = new NodeSDK({
    serviceName: service,
    metricReaders: [],
    logRecordProcessors: [],
    spanProcessors: [redactingSpans, ...exporter.split(",").map((name) => exportingSpans(name.trim()))],
    instrumentations: [
      // Polls (the clock, the event feed, Telegram's updates) run outside of any span and would each be a trace.
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => url !== undefined && probes.test(url),
        requireParentforOutgoingSpans: true,
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      // A span for each of a dozen middleware says nothing that the request's own span doesn't.
      new ExpressInstrumentation({
        ignoreLayersType: [ExpressLayerType.MIDDLEWARE, ExpressLayerType.ROUTER],
      }),
      new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
      new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (command) => command }),
    ],
  });
  sdk.start();
  return { shutdown: () => sdk.shutdown() };
}

const probes = /^\/(livez|readyz|metrics)(\?|$)/;

function exportingSpans(exporter: string): tracing.SpanProcessor {
  switch (exporter) {
    case "otlp":
      return new tracing.BatchSpanProcessor(new OTLPTraceExporter());
    case "console":
      return new tracing.SimpleSpanProcessor(new tracing.ConsoleSpanExporter());
    default:
      throw new Error(`OTEL_TRACES_EXPORTER is ${exporter}; known are otlp, console and none`);
  }
}

/**
 * Stands before the exporters and takes secrets out of finished spans. At the end, not at the start: an exception event
 * may quote a URL too, and Telegram's URLs hold the bot's token.
 */
export const redactingSpans: tracing.SpanProcessor = {
  onStart: () => undefined,
  onEnd(span) {
    redactAttributes(span.attributes);
    for (const event of span.events) if (event.attributes !== undefined) redactAttributes(event.attributes);
    if (span.status.message !== undefined) span.status.message = redactText(span.status.message);
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

function redactAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === "string")
      attributes[name] = redactText(urls.has(name) ? withoutAnswers(value) : value);
}

const urls = new Set(["url.full", "url.query"]);

/** Clients are searched for by name and by number, so of a query only the names of its parameters are kept. */
function withoutAnswers(url: string): string {
  return url.replace(/=[^&#]*/g, "=<redacted>");
}
