import path from "node:path";
import { createLogger } from "@okoshko/runtime/logger";
import { waitForSchema } from "@okoshko/runtime/wait-for-schema";
import { readMigrationConfig } from "./config";

// For pods that start beside the Job that migrates; `--only-database` is for that Job itself.
const config = readMigrationConfig();
const logger = createLogger({ service: "notifier-wait", level: config.LOG_LEVEL });
const onlyDatabase = process.argv.includes("--only-database");

waitForSchema({
  url: config.DATABASE_URL,
  schema: "notifier",
  ...(onlyDatabase ? {} : { directory: path.join(__dirname, "..", "migrations") }),
  logger,
  timeoutMs: 300_000,
}).catch((error: unknown) => {
  logger.fatal({ err: error }, "the schema did not come");
  process.exitCode = 1;
});
