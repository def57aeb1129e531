import { createLogger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";
import { readBotConfig } from "./config";
import { createParking } from "./ingress/parking";
import { keyPrefixOf } from "./key-prefix";

const usage = `node dist/parked.js                  lists updates that nobody dealt with, the oldest first, as lines of JSON
node dist/parked.js drop <id>…       drops these
node dist/parked.js drop --all       drops all of them
`;

const { LOG_LEVEL, REDIS_URL, TELEGRAM_BOT_TOKEN } = readBotConfig();
const logger = createLogger({ service: "bot", level: LOG_LEVEL });

tend(process.argv.slice(2)).catch((error: unknown) => {
  logger.fatal({ err: error }, "what is parked could not be read");
  process.exitCode = 1;
});

/** For whoever runs the bot. It needs the bot's own environment. */
async function tend([command = "list", ...ids]: string[]): Promise<void> {
  if (command !== "list" && (command !== "drop" || ids.length === 0)) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const redis = createRedis(REDIS_URL, { name: "bot-parked", logger });
  try {
    const parking = createParking(redis, keyPrefixOf(TELEGRAM_BOT_TOKEN));
    if (command === "list") {
      for (const parked of await parking.list()) process.stdout.write(`${JSON.stringify(parked)}\n`);
      return;
    }
    const unwanted = ids.includes("--all") ? (await parking.list()).map(({ id }) => id) : ids;
    process.stdout.write(`${JSON.stringify({ dropped: await parking.drop(unwanted) })}\n`);
  } finally {
    redis.disconnect();
  }
}
