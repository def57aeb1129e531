import { listen } from "@okoshko/runtime/http/listen";
import { parse } from "protobufjs";

export interface Span {
  service: string;
  traceId: string;
  spanId: string;
  /** Undefined of the first span of a trace. */
  parentSpanId: string | undefined;
  name: string;
  attributes: Record<string, string>;
  /** What happened in it, an exception for example. */
  events: { name: string; attributes: Record<string, string> }[];
}

export interface OtlpReceiver {
  url: string;
  spans: Span[];
  close(): Promise<void>;
}

/** Takes traces the way a collector does: OTLP over HTTP, as protobuf, which is what the services send in production. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: Span[] = [];
  const server = await listen(
    (request, answer) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        if (request.url !== "/v1/traces") return answer.writeHead(404).end();
        spans.push(...spansOf(Buffer.concat(chunks)));
        return answer.writeHead(200, { "content-type": "application/x-protobuf" }).end();
      });
    },
    { host: "127.0.0.1", port: 0 },
  );
  return { url: `http://127.0.0.1:${server.port}`, spans, close: () => server.close() };
}

/** As much of opentelemetry-proto's `trace/v1` as is looked at here; fields have the numbers that they have there. */
const request = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
    repeated KeyValue attributes = 9; repeated Event events = 11;
  }
  message Event { string name = 2; repeated KeyValue attributes = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
`).root.lookupType("Request");

interface KeyValue {
  key: string;
  value?: object;
}
interface Decoded {
  resourceSpans: {
    resource: { attributes: KeyValue[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId: string;
        name: string;
        attributes: KeyValue[];
        events: { name: string; attributes: KeyValue[] }[];
      }[];
    }[];
  }[];
}

function spansOf(body: Buffer): Span[] {
  const options = { arrays: true, bytes: String, longs: String, defaults: true } as const;
  const decoded = request.toObject(request.decode(body), options) as Decoded;
  return decoded.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = attributesOf(resource.attributes)["service.name"] ?? "";
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        service,
        traceId: hex(span.traceId),
        spanId: hex(span.spanId),
        parentSpanId: hex(span.parentSpanId) || undefined,
        name: span.name,
        attributes: attributesOf(span.attributes),
        events: span.events.map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
      }));
  });
}

function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}

/** Values as text: a list becomes JSON. */
function attributesOf(attributes: KeyValue[]): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value = {} }) => {
      const [plain] = Object.values(value) as unknown[];
      return [key, typeof plain === "string" ? plain : JSON.stringify(plain)];
    }),
  );
}
