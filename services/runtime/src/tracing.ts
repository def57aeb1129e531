import type * as TracingSdk from "./tracing-sdk";

export type Tracing = TracingSdk.Tracing;

/**
 * Starts OpenTelemetry if an exporter is configured by OpenTelemetry's own variables, and else does nothing at all: the
 * SDK isn't even loaded. It patches modules as they are loaded, so main.ts calls it before its other imports:
 *
 *     import { startTracing } from "@okoshko/runtime/tracing";
 *     const tracing = startTracing("booking-api");
 *     import …
 */
export function startTracing(service: string, env: NodeJS.ProcessEnv = process.env): TracingSdk.Tracing {
  if (!isTracingConfigured(env)) return { shutdown: () => Promise.resolve() };
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- a static import would cost 0.7 s of start-up in processes that don't trace, a dynamic one would come after the modules to patch.
  const { startSdk }: typeof TracingSdk = require("./tracing-sdk");
  return startSdk(service, env["OTEL_TRACES_EXPORTER"] ?? "otlp");
}

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export function isTracingConfigured(env: NodeJS.ProcessEnv): boolean {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return false;
  const exporter = env["OTEL_TRACES_EXPORTER"];
  if (exporter) return exporter !== "none";
  return Boolean(env["OTEL_EXPORTER_OTLP_ENDPOINT"] || env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]);
}
