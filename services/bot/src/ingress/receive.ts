import { inTraceparent } from "@okoshko/runtime/trace-context";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "ioredis";
import { BotError, GrammyError } from "grammy";
import { type Update } from "grammy/types";
import { Away, toAway } from "../infrastructure";
import { type BotMetrics, type UpdateOutcome } from "../metrics";
import { type Courtesy } from "./courtesy";
import { claimTtlMs, createClaims } from "./dedupe";
import { keepAlive, type Lease, releaseLease } from "./lease";
import { throttle, type ThrottleLimits } from "./throttle";
import { lockUser } from "./user-lock";

export interface ReceiverDeps {
  redis: Redis;
  /** Before all keys in Redis. */
  prefix: string;
  handle: (update: Update) => Promise<void>;
  courtesy: Courtesy;
  metrics: BotMetrics;
  logger: Logger;
  limits?: ThrottleLimits;
  /** How long an update waits for another one of the same person. */
  waitMs?: number;
}

/** Deals with one update, however it came. Throws `Away` when it could not and has to be brought again. */
export type Receive = (update: Update) => Promise<void>;

/** Twenty taps in ten seconds are more than anybody needs, and less than a script sends. */
const defaultLimits: ThrottleLimits = { updates: 20, windowMs: 10_000 };

/**
 * The way of an update, the same by webhook and by long polling:
 * claim it → throttle the person → wait for their other update → handle → mark it done.
 */
export function createReceiver(deps: ReceiverDeps): Receive {
  const { redis, prefix, metrics, logger, waitMs = 3_000, limits = defaultLimits } = deps;
  const claims = createClaims(redis, prefix, waitMs);

  const work = async (update: Update, claim: Lease): Promise<UpdateOutcome> => {
    const userId = userOf(update);
    if (userId !== undefined && update.my_chat_member === undefined) {
      const verdict = await throttle(redis, prefix, userId, update.update_id, limits);
      if (verdict !== "pass") {
        await deps.courtesy.slowDown(update, verdict);
        return "throttled";
      }
    }
    const lock = userId === undefined ? undefined : await waitForLock(userId);
    const stop = keepAlive(redis, lock === undefined ? [claim] : [claim, lock], claimTtlMs);
    const end = metrics.updateDuration.startTimer({ kind: kindOf(update) });
    try {
      await deps.handle(update);
      return "handled";
    } catch (error) {
      const away = toAway(error);
      if (away !== undefined) throw away;
      logger.error({ err: withoutWords(error), updateId: update.update_id, userId }, "a handler failed");
      await deps.courtesy.apologise(update);
      return "failed";
    } finally {
      end();
      stop();
      if (lock !== undefined) await releaseLease(redis, lock).catch(() => undefined);
    }
  };

  const waitForLock = async (userId: number): Promise<Lease> => {
    const end = metrics.lockWait.startTimer();
    const lock = await lockUser(redis, prefix, userId, waitMs);
    end();
    if (lock === undefined)
      throw new Away("The person's other update", { cause: undefined, retryAfterSeconds: 1 });
    return lock;
  };

  const receive = async (update: Update): Promise<UpdateOutcome> => {
    const claim = await claims.claim(update.update_id);
    if (claim.state === "done") return "duplicate";
    if (claim.state === "busy") throw new Away("The process that works on this update", { cause: undefined });
    let outcome: UpdateOutcome;
    try {
      outcome = await work(update, claim.lease);
    } catch (error) {
      await claims.giveBack(claim.lease).catch(() => undefined);
      throw error;
    }
    // The work is done. Should Redis be away just now, the update is still not asked for again.
    await claims
      .done(claim.lease)
      .catch((error: unknown) => logger.warn({ err: error }, "an update could not be marked as done"));
    return outcome;
  };

  return (update) =>
    inTraceparent(undefined, "telegram update", async () => {
      const kind = kindOf(update);
      try {
        metrics.updates.inc({ kind, outcome: await receive(update) });
      } catch (error) {
        const away = toAway(error) ?? new Away("Something", { cause: error });
        metrics.updates.inc({ kind, outcome: "deferred" });
        logger.warn({ err: away, updateId: update.update_id }, "an update is put off");
        throw away;
      }
    });
}

/** An error for the log. Those of grammY carry the update, or the message that could not be sent: nobody's business. */
function withoutWords(error: unknown): unknown {
  const cause: unknown = error instanceof BotError ? error.error : error;
  return cause instanceof GrammyError ? new Error("Telegram refused a call", { cause }) : cause;
}

export function userOf(update: Update): number | undefined {
  return (update.callback_query ?? update.message ?? update.my_chat_member)?.from?.id;
}

function kindOf(update: Update): string {
  if (update.callback_query !== undefined) return "callback_query";
  if (update.my_chat_member !== undefined) return "my_chat_member";
  return update.message === undefined ? "other" : "message";
}
