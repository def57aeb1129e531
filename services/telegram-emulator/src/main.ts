import { startTracing } from "@okoshko/runtime/tracing";
startTracing("telegram-emulator");

import { announceListening } from "@okoshko/runtime/announce";
import { startAdmin } from "@okoshko/runtime/http/admin";
import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics, httpMetrics } from "@okoshko/runtime/metrics";
import { onShutdown } from "@okoshko/runtime/shutdown";
import { loadConfig } from "./config";
import { startEmulator } from "./emulator";

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ service: "telegram-emulator", level: config.LOG_LEVEL });
  const { registry } = createMetrics("telegram-emulator", config.REVISION);
  const emulator = await startEmulator({
    port: config.PORT,
    host: config.HOST,
    botToken: config.BOT_TOKEN,
    botUsername: config.BOT_USERNAME,
    allowedHosts: config.ALLOWED_HOSTS,
    links: config.LINKS,
    logger,
    before: [httpMetrics(registry)],
    ...(config.STATE_FILE === undefined ? {} : { stateFile: config.STATE_FILE }),
  });
  const admin = await startAdmin({
    host: config.HOST,
    port: config.ADMIN_PORT,
    registry,
    readiness: {},
    logger,
  });
  onShutdown({
    logger,
    delayMs: config.SHUTDOWN_DELAY_MS,
    timeoutMs: config.SHUTDOWN_DELAY_MS + 10_000,
    admin,
    steps: [
      ["emulator", () => emulator.close()],
      ["admin", () => admin.close()],
    ],
  });
  admin.setReady(true);
  announceListening(logger, { port: emulator.port, adminPort: admin.port });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
