// A service with tracing as its main would start it, for tracing.test.ts: it asks itself once, on behalf of a stored
// traceparent, prints what it saw as JSON, and ends.
const { startTracing } = require("../dist/tracing.js");
const tracing = startTracing("traced-service");
const express = require("express");
const { startAdmin } = require("../dist/http/admin.js");
const { listen } = require("../dist/http/listen.js");
const { createLogger } = require("../dist/logger.js");
const { createMetrics } = require("../dist/metrics.js");
const { currentTraceparent, inTraceparent } = require("../dist/trace-context.js");

const stored = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const host = "127.0.0.1";

async function main() {
  const app = express();
  app.get("/v1/tables/:id", (request, response) => {
    response.json({
      traceparent: currentTraceparent() ?? null,
      received: request.get("traceparent") ?? null,
    });
  });
  const server = await listen(app, { host, port: 0 });
  const base = `http://${host}:${server.port}`;
  const admin = await startAdmin({
    host,
    port: 0,
    registry: createMetrics("traced-service").registry,
    readiness: {},
    logger: createLogger({ service: "traced-service", level: "silent" }),
  });

  const ask = async (path) => (await fetch(`${base}${path}`)).json();
  const seen = {
    sdk: Object.keys(require.cache).some((file) => file.includes("sdk-node")),
    outside: currentTraceparent() ?? null,
    handler: await inTraceparent(stored, "deliver", () => ask("/v1/tables/bot123456:AAE-the-secret-token")),
    fresh: await inTraceparent(undefined, "fresh", () => currentTraceparent() ?? null),
    failed: await inTraceparent(stored, "fails", () => {
      throw new Error(`POST https://api.telegram.org/bot123456:AAE-the-secret-token/getMe failed`);
    }).catch((error) => error.constructor.name),
    poll: await ask("/v1/tables/polled"),
  };
  await fetch(`http://${host}:${admin.port}/livez`);
  await admin.close();
  await server.close();
  await tracing.shutdown();
  process.stdout.write(JSON.stringify(seen));
}

void main();
