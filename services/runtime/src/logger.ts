import { isSpanContextValid, trace } from "@opentelemetry/api";
import pino, { type DestinationStream } from "pino";
import { isSecretName, redactText } from "./redact";

export type Logger = pino.Logger;

/**
 * JSON lines on stdout with `service`, and `trace_id`/`span_id` while a span is active. Secrets are taken out of
 * the finished line, so it doesn't matter whether they came by a field, a child's binding, an error or a message.
 */
export function createLogger(options: {
  service: string;
  level: string;
  destination?: DestinationStream;
}): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields, error: errorFields },
      mixin: traceFields,
      hooks: { streamWrite: redactLine },
    },
    // Synchronous writes: the last lines before a crash are the ones that matter.
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/**
 * What may be told of an error, at whatever depth of its causes. Anything else may be what a client wrote: Postgres quotes
 * the row that it refuses (`detail`), Sequelize adds the values of the statement, grammY the message that was not sent.
 */
const toldOfErrors = new Set([
  ...["type", "name", "message", "stack", "code", "status", "cause", "parent", "error", "aggregateErrors"],
  ...["errno", "syscall", "address", "port", "hostname", "method", "error_code"],
  ...["severity", "schema", "table", "column", "constraint", "routine", "sql"],
]);

function errorFields(error: unknown): unknown {
  return error instanceof Error ? toldOnly(pino.stdSerializers.err(error)) : error;
}

function toldOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toldOnly);
  if (typeof value !== "object" || value === null) return value;
  const told = Object.entries(value).filter(([name]) => toldOfErrors.has(name));
  return Object.fromEntries(told.map(([name, field]) => [name, toldOnly(field)]));
}

function traceFields(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span)
    ? { trace_id: span.traceId, span_id: span.spanId }
    : {};
}

/** A line is parsed again only when it has a field with a telling name, which is rare. */
function redactLine(line: string): string {
  return redactText(secretField.test(line) ? redactFields(line) : line);
}

const secretField = /"[^"\\]*(?:authorization|token|secret|password|passphrase|phone|cookie)[^"\\]*":/i;

function redactFields(line: string): string {
  const redacted = JSON.stringify(JSON.parse(line), (name, value: unknown) =>
    isSecretName(name) && value !== null && value !== undefined ? "<redacted>" : value,
  );
  return `${redacted}\n`;
}
