import { parseArgs } from "node:util";
import { createLogger } from "@okoshko/runtime/logger";
import { type Head, verifyAudit } from "./audit/seals";
import { readDatabaseConfig } from "./config";
import { openDatabase } from "./database";

// `npm run verify-audit -w services/booking-api -- --head 1042:9f86…` also checks that a head that was noted down is in the chain.
const { values } = parseArgs({ options: { head: { type: "string" } } });
const config = readDatabaseConfig();
const logger = createLogger({ service: "booking-api-verify-audit", level: config.LOG_LEVEL });
const db = openDatabase(config.DATABASE_URL, { poolSize: 1 });

verifyAudit(db, values.head === undefined ? undefined : toHead(values.head))
  .then(({ faults, ...rest }) => {
    for (const fault of faults) logger.error({ fault }, "the audit log is not as it was sealed");
    if (faults.length === 0) logger.info(rest, "the audit log is whole");
    else process.exitCode = 1;
  })
  .catch((error: unknown) => {
    logger.fatal({ err: error }, "the audit log could not be verified");
    process.exitCode = 1;
  })
  .finally(() => void db.close());

function toHead(text: string): Head {
  const [, position, digest] = /^([0-9]{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (position === undefined || digest === undefined) throw new Error("--head is <position>:<64 hex digits>");
  return { position: Number(position), digest };
}
