import { setTimeout as sleep } from "node:timers/promises";
import { type Logger } from "@okoshko/runtime/logger";
import { type Api, GrammyError } from "grammy";
import { type Update } from "grammy/types";
import { allowedUpdates } from "../registration";
import { toAway } from "../infrastructure";
import { type BotMetrics } from "../metrics";
import { type Receive, userOf } from "./receive";

export interface Polling {
  /**
   * Settles when polling has ended: after `stop`, or with an error that no repetition mends (the token is wrong, or the
   * bot's updates go to a webhook).
   */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Below the 20 s after which a call of the Bot API is given up. */
const pollSeconds = 15;

/** Pauses beside another poller: Telegram gives the line to whoever asked last, and asking at once only throws them out. */
const conflictPausesSeconds = [1, 2, 4, 8, 15, 30, 60];

/** Whoever set the webhook gets this bot's updates, and may be the shop. */
export class WebhookInUse extends Error {
  override readonly name = "WebhookInUse";

  constructor(where: string) {
    super(
      `This bot's updates go to a webhook at ${where}. Nothing was changed. To poll instead, take the webhook away with ` +
        "`BOT_MODE=polling node dist/register.js`; to leave it as it is, use another bot's token here.",
    );
  }
}

/**
 * Long polling through the very same pipeline as the webhook. At least once: Telegram forgets a batch only when the next
 * one is asked for, and that is when each of its updates is dealt with. One that can't be is tried again, never skipped.
 */
export function startPolling(deps: {
  api: Api;
  receive: Receive;
  metrics: Pick<BotMetrics, "conflicts">;
  logger: Logger;
}): Polling {
  const { api, receive, metrics, logger } = deps;
  const stopping = new AbortController();
  let offset = 0;
  let conflicts = 0;

  /** Answers how long to leave the other one alone. */
  const makeWay = (): number => {
    metrics.conflicts.inc({ with: "poller" });
    const pauseSeconds = conflictPausesSeconds[Math.min(conflicts, conflictPausesSeconds.length - 1)] ?? 60;
    conflicts += 1;
    logger.error(
      { conflicts, pauseSeconds },
      "another process polls with this bot's token; only one may, so end the other one or run both by webhook",
    );
    return pauseSeconds;
  };

  const patiently = async <Result>(call: () => Promise<Result>): Promise<Result | undefined> => {
    while (!stopping.signal.aborted) {
      try {
        return await call();
      } catch (error) {
        if (stopping.signal.aborted) break;
        if (error instanceof WebhookInUse) throw error;
        if (error instanceof GrammyError && [401, 404].includes(error.error_code)) throw error;
        if (error instanceof GrammyError && error.error_code === 409) {
          // Set while we polled: two ways at once can't be, and it is not for us to take theirs away.
          if (error.description.includes("webhook")) await refuseBesideWebhook(api, metrics);
          await pause(makeWay(), stopping.signal);
          continue;
        }
        const retryAfterSeconds = toAway(error)?.retryAfterSeconds ?? 3;
        logger.warn({ err: error, retryAfterSeconds }, "no updates from Telegram");
        await pause(retryAfterSeconds, stopping.signal);
      }
    }
    return undefined;
  };
  const poll = (): Promise<Update[]> =>
    api.getUpdates(
      { offset, timeout: pollSeconds, allowed_updates: allowedUpdates },
      isSignal(stopping.signal) ? stopping.signal : undefined,
    );

  const untilDone = async (update: Update): Promise<void> => {
    for (;;) {
      try {
        return await receive(update);
      } catch (error) {
        const away = toAway(error);
        if (away === undefined) throw error;
        if (stopping.signal.aborted) throw away;
        await pause(away.retryAfterSeconds, stopping.signal);
      }
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const updates = (await patiently(poll)) ?? [];
      conflicts = 0;
      const finished = await Promise.allSettled(
        byUser(updates).map(async (own) => {
          for (const update of own) await untilDone(update);
        }),
      );
      // Not confirmed, so they come again after the restart.
      if (finished.some(({ status }) => status === "rejected")) return;
      offset = Math.max(offset, ...updates.map((update) => update.update_id + 1));
    }
    if (offset > 0) await api.getUpdates({ offset, limit: 1, timeout: 0 });
  };

  const ended = run();
  return {
    ended,
    async stop() {
      stopping.abort();
      await ended.catch((error: unknown) => logger.warn({ err: error }, "polling ended with an error"));
    },
  };
}

/** Throws WebhookInUse when the bot's updates go to a webhook. Polling can't be then, and its webhook is not ours to take. */
export async function refuseBesideWebhook(api: Api, metrics: Pick<BotMetrics, "conflicts">): Promise<void> {
  const { url = "" } = await api.getWebhookInfo();
  if (url === "") return;
  metrics.conflicts.inc({ with: "webhook" });
  throw new WebhookInUse(hostOf(url));
}

/** The path may be somebody's secret. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that can't be read";
}

type GrammySignal = NonNullable<Parameters<Api["getUpdates"]>[1]>;

/** grammY's type is that of a polyfill, which node-fetch accepts together with Node's own. */
function isSignal(signal: unknown): signal is GrammySignal {
  return signal instanceof AbortSignal;
}

/** Side by side over persons, in order for each. */
function byUser(updates: Update[]): Update[][] {
  const groups = new Map<number, Update[]>();
  for (const update of updates) {
    const user = userOf(update) ?? 0;
    groups.set(user, [...(groups.get(user) ?? []), update]);
  }
  return [...groups.values()];
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
