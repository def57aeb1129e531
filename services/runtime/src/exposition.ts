import { Registry as ClientRegistry } from "prom-client";
import { type Registry } from "./metrics-catalogue";

export interface Exposition {
  type: string;
  text: string;
}

/**
 * What a registry holds, in the format that the scraper asked for. A registry of ours is written as OpenMetrics, which has
 * exemplars; the older text is made from it, because prom-client can't write both from one registry: the first scrape as
 * OpenMetrics takes `_total` off the names of its counters for good.
 */
export async function expose(registry: Registry, accept: string | undefined): Promise<Exposition> {
  const text = await registry.metrics();
  const isOpen = text.endsWith("# EOF\n");
  if (!isOpen || accept?.includes("application/openmetrics-text") === true)
    return { type: registry.contentType, text };
  return { type: ClientRegistry.PROMETHEUS_CONTENT_TYPE, text: toPlainText(text) };
}

/** Without exemplars and end mark, and with the counters' full names in their headings. */
function toPlainText(openMetrics: string): string {
  return openMetrics
    .replace(/# EOF\n$/, "")
    .replace(/^# HELP (\S+) (.*)\n# TYPE \1 counter$/gm, "# HELP $1_total $2\n# TYPE $1_total counter")
    .replace(/ # \{[^{}]*\} \S+ \S+$/gm, "");
}
