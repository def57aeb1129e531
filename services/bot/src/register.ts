import { createLogger } from "@okoshko/runtime/logger";
import { Api } from "grammy";
import { readBotConfig } from "./config";
import { registerWords, registerWebhook } from "./registration";
import { createDictionary } from "./words";

const { intake, LOG_LEVEL, TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT } = readBotConfig();
const logger = createLogger({ service: "bot", level: LOG_LEVEL });

register().catch((error: unknown) => {
  logger.fatal({ err: error }, "the bot could not be registered");
  process.exit(1);
});

/** Run once per deploy, by one process: Telegram answers 429 to replicas that all call setWebhook at once. */
async function register(): Promise<void> {
  const api = new Api(TELEGRAM_BOT_TOKEN, {
    timeoutSeconds: 20,
    ...(TELEGRAM_API_ROOT === undefined ? {} : { apiRoot: TELEGRAM_API_ROOT }),
  });
  await registerWords(api, createDictionary());
  if (intake.BOT_MODE === "webhook")
    await registerWebhook(api, { url: intake.WEBHOOK_URL, secret: intake.WEBHOOK_SECRET });
  // Telegram knows one way at a time. What waits there stays, and is polled.
  else await api.deleteWebhook();
  logger.info({ mode: intake.BOT_MODE }, "registered with Telegram");
}
