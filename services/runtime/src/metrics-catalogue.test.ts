import { Registry } from "prom-client";
import { commonCatalogue } from "./metrics";
import { askAtScrape, counter, gauge, histogram, register } from "./metrics-catalogue";

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

  it("serves any number of registries, in each of which a metric is one", async () => {
    const registry = new Registry();
    register(catalogue, registry).guests.set(3);
    register(catalogue, new Registry()).guests.set(4);
    expect((await register(catalogue, registry).guests.get()).values).toMatchObject([{ value: 3 }]);
  });

  it("refuses another metric under a name that is taken", () => {
    const registry = new Registry();
    register(catalogue, registry);
    const other = counter({ name: "orders_total", help: "Orders given to waiters" });
    expect(() => other.in(registry)).toThrow("already been registered");
  });

  it("can be read without registering anything", () => {
    expect(catalogue.orders).toMatchObject({ type: "counter", unit: "1", labels: ["dish"] });
    expect(commonCatalogue.httpServer).toMatchObject({ type: "histogram", unit: "seconds" });
  });
});

describe("gauges that are asked for", () => {
  const tables = gauge({ name: "tables", help: "Tables by state", unit: "1", labels: ["state"] });
  const chairs = gauge({ name: "chairs", help: "Chairs", unit: "1" });

  it("are asked once a scrape, and by everybody who knows of some", async () => {
    const registry = new Registry();
    const shown = { tables: tables.in(registry), chairs: chairs.in(registry) };
    let asked = 0;
    askAtScrape([shown.tables, shown.chairs], async () => {
      asked += 1;
      await Promise.resolve();
      shown.tables.set({ state: "free" }, asked);
      shown.chairs.set(4 * asked);
    });
    askAtScrape([shown.tables], () => shown.tables.set({ state: "laid" }, 7));
    await registry.metrics();
    const text = await registry.metrics();
    expect(asked).toBe(2);
    for (const line of ['tables{state="free"} 2', 'tables{state="laid"} 7', "chairs 8"])
      expect(text).toContain(line);
  });

  it("stay as they were when nobody answers", async () => {
    const registry = new Registry();
    const shown = chairs.in(registry);
    shown.set(4);
    askAtScrape([shown], () => Promise.reject(new Error("The house is closed")));
    expect(await registry.metrics()).toContain("chairs 4");
  });
});
