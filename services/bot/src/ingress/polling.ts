import { setTimeout as sleep } from "node:timers/promises";
import { type Logger } from "@okoshko/runtime/logger";
import { type Api, GrammyError } from "grammy";
import { type Update } from "grammy/types";
import { allowedUpdates } from "../registration";
import { toAway } from "../infrastructure";
import { type Receive, userOf } from "./receive";

export interface Polling {
  /** Settles when polling has ended: after `stop`, or with an error that no repetition mends (the token is wrong). */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Below the 20 s after which a call of the Bot API is given up. */
const pollSeconds = 15;

/**
 * Long polling through the very same pipeline as the webhook. At least once: Telegram forgets a batch only when the next
 * one is asked for, and that is when each of its updates is dealt with. One that can't be is tried again, never skipped.
 */
export function startPolling(deps: { api: Api; receive: Receive; logger: Logger }): Polling {
  const { api, receive, logger } = deps;
  const stopping = new AbortController();
  let offset = 0;

  const patiently = async <Result>(call: () => Promise<Result>): Promise<Result | undefined> => {
    while (!stopping.signal.aborted) {
      try {
        return await call();
      } catch (error) {
        if (stopping.signal.aborted) break;
        if (error instanceof GrammyError && [401, 404].includes(error.error_code)) throw error;
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
    await patiently(() => api.deleteWebhook());
    while (!stopping.signal.aborted) {
      const updates = (await patiently(poll)) ?? [];
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
