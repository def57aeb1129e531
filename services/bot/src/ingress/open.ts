import { type Logger } from "@okoshko/runtime/logger";
import { type Registry } from "@okoshko/runtime/metrics";
import { listen } from "@okoshko/runtime/http/listen";
import { type Redis } from "ioredis";
import { type OkoshkoBot } from "../bot";
import { type Intake } from "../config";
import { type BotMetrics } from "../metrics";
import { registerWords, registerWebhook } from "../registration";
import { readVersion } from "../version";
import { createIngress } from "./app";
import { refuseBesideWebhook, startPolling } from "./polling";
import { createReceiver } from "./receive";
import { watchWebhook } from "./webhook-watch";

export interface OpenIngressDeps {
  intake: Intake;
  host: string;
  port: number;
  bot: OkoshkoBot;
  redis: Redis;
  registry: Registry;
  metrics: BotMetrics;
  logger: Logger;
  /** Updates can't come in any more, and no repetition mends it: the token is wrong, or they go to a webhook. */
  onEnded: (error: unknown) => void;
}

export interface OpenIngress {
  /** 0 when polling: nobody calls us then. */
  port: number;
  /** Takes no more updates, and resolves when those under way are dealt with. */
  /** From now on Telegram is asked to bring its updates on other connections. */
  retire(): void;
  close(): Promise<void>;
}

/** Lets updates in, by the door that the configuration names; behind it both go the same way. */
export async function openIngress(deps: OpenIngressDeps): Promise<OpenIngress> {
  const { intake, bot, redis, metrics, logger } = deps;
  const receive = createReceiver({
    redis,
    prefix: bot.prefix,
    handle: (update) => bot.handle(update),
    courtesy: bot.courtesy,
    metrics,
    logger,
    version: readVersion(),
  });
  if (intake.BOT_MODE === "polling") {
    await refuseBesideWebhook(bot.api, metrics);
    await registerWords(bot.api, bot.dictionary);
    const polling = startPolling({ api: bot.api, receive, metrics, logger });
    polling.ended.catch(deps.onEnded);
    return { port: 0, retire: () => undefined, close: () => polling.stop() };
  }
  const app = createIngress({
    receive,
    secret: intake.WEBHOOK_SECRET,
    maxInFlight: intake.MAX_UPDATES_IN_FLIGHT,
    registry: deps.registry,
    metrics,
    logger,
  });
  const server = await listen(app, deps);
  // Only now: from here on Telegram delivers.
  if (intake.WEBHOOK_REGISTER === "at-start") {
    await registerWords(bot.api, bot.dictionary);
    await registerWebhook(bot.api, { url: intake.WEBHOOK_URL, secret: intake.WEBHOOK_SECRET });
  }
  const watch = watchWebhook({ api: bot.api, url: intake.WEBHOOK_URL, metrics, logger });
  void watch.look();
  return {
    port: server.port,
    retire: () => server.retire(),
    close: () => {
      watch.stop();
      return server.close();
    },
  };
}
