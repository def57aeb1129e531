import { createLogger } from "@okoshko/runtime/logger";
import { readDatabaseConfig } from "./config";
import { migrateBooking } from "./schema";

const config = readDatabaseConfig();
const logger = createLogger({ service: "booking-api-migrate", level: config.LOG_LEVEL });

migrateBooking(config.DATABASE_URL, logger).catch((error: unknown) => {
  logger.fatal({ err: error }, "the schema could not be brought up to date");
  process.exitCode = 1;
});
