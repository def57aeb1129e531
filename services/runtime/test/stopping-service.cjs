// A service that can be stopped, for shutdown.test.ts. /slow is answered 300 ms after it was asked.
const { announceListening } = require("../dist/announce.js");
const { startAdmin } = require("../dist/http/admin.js");
const { listen } = require("../dist/http/listen.js");
const { createLogger } = require("../dist/logger.js");
const { createMetrics } = require("../dist/metrics.js");
const { onShutdown } = require("../dist/shutdown.js");

const logger = createLogger({ service: "stopping-service", level: "info" });
const host = "127.0.0.1";

async function main() {
  const server = await listen(
    (_request, response) => {
      setTimeout(() => response.end("answered"), 300);
    },
    { host, port: 0 },
  );
  const { registry } = createMetrics("stopping-service");
  const admin = await startAdmin({ host, port: 0, registry, readiness: {}, logger });
  admin.setReady(true);
  onShutdown({
    logger,
    delayMs: 100,
    timeoutMs: 5000,
    admin,
    steps: [
      ["server", () => server.close()],
      ["admin", () => admin.close()],
    ],
  });
  announceListening(logger, { port: server.port, adminPort: admin.port });
}

void main();
