import { metricsIn, metricsOf } from "./metrics-text";

const catalogue = [
  { name: "orders_total", type: "counter", labels: ["table", "dish"] },
  { name: "waiting_seconds", type: "histogram", labels: [] },
  { name: "guests", type: "gauge", labels: ["mood"] },
];

const text = `# HELP guests Guests
# TYPE guests gauge
# HELP orders_total Orders
# TYPE orders_total counter
orders_total{dish="soup, \\"hot\\" {x=\\"y\\"}",table="1"} 2
# HELP waiting_seconds From order to plate
# TYPE waiting_seconds histogram
waiting_seconds_bucket{le="1"} 2
waiting_seconds_bucket{le="+Inf"} 2
waiting_seconds_sum 1.5
waiting_seconds_count 2
`;

it("reads names, types and labels of a text as a catalogue says them", () => {
  expect(metricsIn(text, catalogue)).toEqual(metricsOf(catalogue));
});

it("tells a label that the catalogue does not have, and one that is missing", () => {
  const other = text.replaceAll('table="1"', 'chair="1"');
  expect(metricsIn(other, catalogue)).toContain("orders_total counter {chair, dish}");
});

it("tells a metric that is no longer there, and one that nobody described", () => {
  const other = text.replaceAll("guests", "visitors");
  expect(metricsIn(other, catalogue)).toContain("visitors gauge {}");
  expect(metricsIn(other, catalogue)).not.toEqual(metricsOf(catalogue));
});
