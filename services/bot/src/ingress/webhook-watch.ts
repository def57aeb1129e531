import { type Logger } from "@okoshko/runtime/logger";
import { type Api } from "grammy";
import { type BotMetrics } from "../metrics";
import { hostOf } from "./polling";

export interface WebhookWatch {
  /** Looks once; never throws. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Looks every minute whether Telegram still delivers to us, and how much waits there. A bot whose webhook was taken away
 * (by somebody who polls with its token, or by another installation) is healthy in every other respect and hears nothing.
 * It is told and not mended: two installations that mended it would take it from each other all day.
 */
export function watchWebhook(deps: {
  api: Api;
  url: string;
  metrics: Pick<BotMetrics, "conflicts" | "webhookOurs" | "webhookPending">;
  logger: Logger;
  everyMs?: number;
}): WebhookWatch {
  const { api, url, metrics, logger, everyMs = 60_000 } = deps;
  let was: "unknown" | "ours" | "gone" | "elsewhere" = "unknown";

  const look = async (): Promise<void> => {
    const info = await api.getWebhookInfo();
    const given = info.url ?? "";
    const is = given === url ? "ours" : given === "" ? "gone" : "elsewhere";
    metrics.webhookOurs.set(is === "ours" ? 1 : 0);
    metrics.webhookPending.set(info.pending_update_count);
    if (is === was) return;
    const about = { pendingUpdates: info.pending_update_count, lastError: info.last_error_message };
    if (is === "elsewhere") {
      metrics.conflicts.inc({ with: "webhook" });
      logger.error({ ...about, host: hostOf(given) }, "this bot's updates go to another address");
    } else if (is === "gone" && was === "ours") {
      metrics.conflicts.inc({ with: "poller" });
      logger.error(about, "this bot's webhook was taken away, as by somebody who polls with its token");
    } else if (is === "gone") {
      // Not yet: in a cluster a job registers it, after or beside the start of the replicas.
      logger.warn(about, "Telegram knows no webhook of this bot; `node dist/register.js` sets it");
    } else {
      logger.info(about, "Telegram delivers to this bot's webhook");
    }
    was = is;
  };
  const quietly = (): Promise<void> =>
    look().catch((error: unknown) => logger.debug({ err: error }, "Telegram did not say where it delivers"));

  const timer = setInterval(() => void quietly(), everyMs);
  timer.unref();
  return { look: quietly, stop: () => clearInterval(timer) };
}
