import path from "node:path";
import { createLogger } from "@okoshko/runtime/logger";
import { waitForSchema } from "@okoshko/runtime/wait-for-schema";
import { readDatabaseConfig } from "./config";

// For pods that start beside the Job that migrates; `--only-database` is for that Job itself.
const config = readDatabaseConfig();
const logger = createLogger({ service: "booking-api-wait", level: config.LOG_LEVEL });
const onlyDatabase = process.argv.includes("--only-database");

waitForSchema({
  url: config.DATABASE_URL,
  schema: "booking",
  ...(onlyDatabase ? {} : { directory: path.join(__dirname, "..", "migrations") }),
  logger,
  timeoutMs: 300_000,
}).catch((error: unknown) => {
  logger.fatal({ err: error }, "the schema did not come");
  process.exitCode = 1;
});
