import { createLogger } from "@okoshko/runtime/logger";
import { readMigrationConfig } from "./config";
import { migrateNotifier } from "./schema";

const config = readMigrationConfig();
const logger = createLogger({ service: "notifier-migrate", level: config.LOG_LEVEL });

migrateNotifier(config.DATABASE_URL, logger).catch((error: unknown) => {
  logger.fatal({ err: error }, "the schema could not be brought up to date");
  process.exitCode = 1;
});
