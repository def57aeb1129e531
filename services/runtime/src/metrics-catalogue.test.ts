import { Registry } from "prom-client";
import { commonCatalogue } from "./metrics";
import { counter, gauge, histogram, register } from "./metrics-catalogue";

const catalogue = {
  orders: counter({ name: "orders_total", help: "Orders by dish", labels: ["dish"] }),
  guests: gauge({ name: "guests", help: "Guests in the house", unit: "1" }),
  waiting: histogram({
    name: "waiting_seconds",
    help: "From order to plate",
    unit: "seconds",
    buckets: [1, 2],
  }),
};

describe("a catalogue of metrics", () => {
  it("registers what it describes, ready to be used", async () => {
    const registry = new Registry();
    const { orders, guests, waiting } = register(catalogue, registry);
    orders.inc({ dish: "soup" });
    guests.set(3);
    waiting.observe(1.5);
    const text = await registry.metrics();
    expect(text).toContain('orders_total{dish="soup"} 1');
    expect(text).toContain("# HELP guests Guests in the house");
    expect(text).toContain("guests 3");
    expect(text).toContain('waiting_seconds_bucket{le="2"} 1');
  });

  it("serves any number of registries, each once", () => {
    const registry = new Registry();
    register(catalogue, registry);
    expect(() => register(catalogue, new Registry())).not.toThrow();
    expect(() => register(catalogue, registry)).toThrow("already been registered");
  });

  it("can be read without registering anything", () => {
    expect(catalogue.orders).toMatchObject({ type: "counter", unit: "1", labels: ["dish"] });
    expect(commonCatalogue.httpServer).toMatchObject({ type: "histogram", unit: "seconds" });
  });
});
