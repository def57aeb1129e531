import { createLogger } from "@okoshko/runtime/logger";
import { readDatabaseConfig } from "./config";
import { openDatabase } from "./database";
import { seedDemo } from "./demo/seed";

const config = readDatabaseConfig();
const logger = createLogger({ service: "booking-api-seed", level: config.LOG_LEVEL });
const db = openDatabase(config.DATABASE_URL, { poolSize: 1 });

seedDemo(db)
  .then((seeded) =>
    logger.info(seeded ? "the demo shop is set up" : "there is a shop already; nothing was changed"),
  )
  .catch((error: unknown) => {
    logger.fatal({ err: error }, "the demo shop could not be set up");
    process.exitCode = 1;
  })
  .finally(() => void db.close());
