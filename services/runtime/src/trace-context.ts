import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

/** The active span as a W3C `traceparent`, to be stored with an event or a job; undefined when nothing is traced. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
}

/** Runs `fn` in a span that continues the stored trace; a missing or malformed traceparent starts a new one. */
export async function inTraceparent<Result>(
  traceparent: string | null | undefined,
  spanName: string,
  fn: () => Result | Promise<Result>,
): Promise<Result> {
  const parent = parseTraceparent(traceparent);
  const parentContext = parent === undefined ? context.active() : trace.setSpanContext(ROOT_CONTEXT, parent);
  return trace
    .getTracer("@okoshko/runtime")
    .startActiveSpan(spanName, { kind: SpanKind.CONSUMER }, parentContext, async (span) => {
      try {
        return await fn();
      } catch (error) {
        if (error instanceof Error) span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
}

const traceparentFormat = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** https://www.w3.org/TR/trace-context/#traceparent-header */
export function parseTraceparent(traceparent: string | null | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = traceparentFormat.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const parsed = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
}
