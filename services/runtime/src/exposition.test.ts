import { context, trace, TraceFlags } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { expose } from "./exposition";
import { createMetrics } from "./metrics";
import { counter, histogram, register } from "./metrics-catalogue";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

const catalogue = {
  orders: counter({ name: "orders_total", help: "Orders by dish", labels: ["dish"] }),
  waiting: histogram({
    name: "waiting_seconds",
    help: "From order to plate",
    unit: "seconds",
    labels: ["dish"],
    buckets: [1, 2],
  }),
};

function inSpan(traceFlags: TraceFlags, work: () => void): void {
  context.with(trace.setSpanContext(context.active(), { traceId, spanId, traceFlags }), work);
}

describe("what is scraped", () => {
  const { registry } = createMetrics("kitchen");
  const { orders, waiting } = register(catalogue, registry);

  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    orders.inc({ dish: "soup # {of the day} 1 2" });
    inSpan(TraceFlags.SAMPLED, () => waiting.observe({ dish: "soup" }, 1.5));
    inSpan(TraceFlags.NONE, () => waiting.observe({ dish: "soup" }, 0.5));
    let end: (labels: { dish: string }) => void = () => undefined;
    inSpan(TraceFlags.SAMPLED, () => (end = waiting.startTimer()));
    end({ dish: "tea" });
  });
  afterAll(() => context.disable());

  const openMetrics = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2";

  it("names the sampled trace of a bucket, where the scraper knows OpenMetrics", async () => {
    const { type, text } = await expose(registry, openMetrics);
    expect(type).toContain("application/openmetrics-text");
    const exemplar = `# {trace_id="${traceId}",span_id="${spanId}"}`;
    expect(text).toContain(`waiting_seconds_bucket{le="2",dish="soup"} 2 ${exemplar} 1.5 `);
    expect(text).toContain(`waiting_seconds_bucket{le="1",dish="tea"} 1 ${exemplar} `);
    expect(text).toMatch(/^waiting_seconds_bucket\{le="1",dish="soup"\} 1$/m);
    expect(text).toMatch(/# TYPE orders counter\norders_total\{/);
    expect(text.endsWith("\n# EOF\n")).toBe(true);
  });

  it("is the older text for everybody else, also after a scrape of the other kind", async () => {
    for (const accept of [undefined, "text/plain", "*/*"]) {
      const { type, text } = await expose(registry, accept);
      expect(type).toContain("text/plain");
      expect(text).toMatch(/^waiting_seconds_bucket\{le="2",dish="soup"\} 2$/m);
      expect(text).toMatch(/# HELP orders_total Orders by dish\n# TYPE orders_total counter\norders_total\{/);
      expect(text).toContain('orders_total{dish="soup # {of the day} 1 2"} 1\n');
      expect(text).not.toMatch(/trace_id|EOF/);
    }
  });
});
