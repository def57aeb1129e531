import {
  type Attributes,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

/** The active span as a W3C `traceparent`, to be stored with an event or a job; undefined when nothing is traced. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return toTraceparent(span);
}

/** Runs `fn` in a span that continues the stored trace; a missing or malformed traceparent starts a new one. */
export async function inTraceparent<Result>(
  traceparent: string | null | undefined,
  spanName: string,
  fn: () => Result | Promise<Result>,
  attributes: Attributes = {},
): Promise<Result> {
  const parent = parseTraceparent(traceparent);
  const parentContext = parent === undefined ? context.active() : trace.setSpanContext(ROOT_CONTEXT, parent);
  return trace
    .getTracer("@okoshko/runtime")
    .startActiveSpan(spanName, { kind: SpanKind.CONSUMER, attributes }, parentContext, async (span) => {
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

/**
 * Runs `put`, which puts messages of many traces on a queue together, in a producer's span of each trace, and gives it the messages
 * as they then go on: with that span as the one to be continued. What has no trace begins none.
 */
export async function asProducer<Message extends { traceparent: string | null }, Result>(
  messages: readonly Message[],
  spanName: string,
  attributes: Attributes,
  put: (messages: Message[]) => Promise<Result>,
): Promise<Result> {
  const tracer = trace.getTracer("@okoshko/runtime");
  const spans: Span[] = [];
  const sent = messages.map((message) => {
    const parent = parseTraceparent(message.traceparent);
    if (parent === undefined) return message;
    const above = trace.setSpanContext(ROOT_CONTEXT, parent);
    const span = tracer.startSpan(spanName, { kind: SpanKind.PRODUCER, attributes }, above);
    spans.push(span);
    return { ...message, traceparent: toTraceparent(span.spanContext()) };
  });
  try {
    return await put(sent);
  } catch (error) {
    for (const span of spans) span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function toTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

const traceparentFormat = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** https://www.w3.org/TR/trace-context/#traceparent-header */
export function parseTraceparent(traceparent: string | null | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = traceparentFormat.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const parsed = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
}
