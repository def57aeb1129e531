import { currentTraceparent, inTraceparent } from "@okoshko/runtime/trace-context";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "ioredis";
import { type Update } from "grammy/types";
import { Away, toAway } from "../infrastructure";
import { type BotMetrics, type UpdateKind, type UpdateOutcome } from "../metrics";
import { type Courtesy } from "./courtesy";
import { claimTtlMs, createClaims } from "./dedupe";
import { classOf, framesOf, HandlerTooSlow, withoutWords } from "./failure";
import { keepAlive, type Lease, releaseLease } from "./lease";
import { lockSuspects, lockUser } from "./locks";
import { outlineOf } from "./outline";
import { createParking, type ParkedReason } from "./parking";
import { throttle, type ThrottleLimits } from "./throttle";

export interface ReceiverDeps {
  redis: Redis;
  /** Before all keys in Redis. */
  prefix: string;
  handle: (update: Update) => Promise<void>;
  courtesy: Courtesy;
  metrics: BotMetrics;
  logger: Logger;
  /** Of the bot; kept with what is parked. */
  version: string;
  limits?: ThrottleLimits;
  /** How long an update waits for another one of the same person. */
  waitMs?: number;
  /** How long the claim of a process that died holds up its update. */
  ttlMs?: number;
  /** How long a handler may take. */
  handleWithinMs?: number;
}

/** Deals with one update, however it came. Throws `Away` when it could not and has to be brought again. */
export type Receive = (update: Update) => Promise<void>;

/** Twenty taps in ten seconds are more than anybody needs, and less than a script sends. */
const defaultLimits: ThrottleLimits = { updates: 20, windowMs: 10_000 };

/**
 * So many processes an update may take with it. The first two may have died of something else, a deploy or another update;
 * the last one tries it apart from all other suspects. After that it is not handled any more: it would kill the bot all day.
 */
const fatalClaims = 3;

/** Telegram waits for 60 s and then brings the update again, while this one would still hold claim and lock. */
const patienceMs = 45_000;

/**
 * The way of an update, the same by webhook and by long polling:
 * claim it → throttle the person → wait for their other update → handle, or park it → mark it done.
 */
export function createReceiver(deps: ReceiverDeps): Receive {
  const { redis, prefix, metrics, logger, waitMs = 3_000, limits = defaultLimits } = deps;
  const { ttlMs = claimTtlMs, handleWithinMs = patienceMs } = deps;
  const claims = createClaims(redis, prefix, { waitMs, ttlMs });
  const parking = createParking(redis, prefix);

  const park = async (update: Update, reason: ParkedReason, error?: unknown): Promise<void> => {
    const [kind, userId] = [kindOf(update), userOf(update)];
    // Before anything is said: while Redis is away the update comes again, and must not be apologised for each time.
    const parkedAs = await parking.park({
      updateId: update.update_id,
      kind,
      userId: userId ?? null,
      reason,
      error: error === undefined ? null : classOf(error),
      where: framesOf(error),
      version: deps.version,
      traceId: currentTraceparent()?.split("-")[1] ?? null,
      outline: outlineOf(update),
    });
    metrics.parked.inc({ kind, reason });
    const about = { updateId: update.update_id, userId, reason, parkedAs };
    logger.error(
      { ...(error === undefined ? {} : { err: withoutWords(error) }), ...about },
      "an update is parked",
    );
    await deps.courtesy.apologise(update);
  };

  const waitForTurn = async (userId: number): Promise<Lease> => {
    const end = metrics.lockWait.startTimer();
    const lock = await lockUser(redis, prefix, userId, { ttlMs, waitMs });
    end();
    if (lock === undefined)
      throw new Away("The person's other update", { cause: undefined, retryAfterSeconds: 1 });
    return lock;
  };

  /** With leases that live as long as the work does. */
  const holding = async <Result>(lease: Lease | undefined, work: () => Promise<Result>): Promise<Result> => {
    if (lease === undefined) return work();
    const stop = keepAlive(redis, [lease], ttlMs);
    try {
      return await work();
    } finally {
      stop();
      // Not waited for: Redis obeys in the order in which it is told, and while it is away the lease ends by itself.
      releaseLease(redis, lease).catch(() => undefined);
    }
  };

  const handle = async (update: Update): Promise<UpdateOutcome> => {
    const end = metrics.updateDuration.startTimer({ kind: kindOf(update) });
    try {
      await inTime(deps.handle(update), handleWithinMs);
      return "handled";
    } catch (error) {
      const away = toAway(error);
      if (away !== undefined) throw away;
      await park(update, error instanceof HandlerTooSlow ? "handler_too_slow" : "handler_failed", error);
      return "failed";
    } finally {
      end();
    }
  };

  const work = async (update: Update, unended: number): Promise<UpdateOutcome> => {
    if (unended >= fatalClaims) {
      await park(update, "process_died");
      return "parked";
    }
    const userId = userOf(update);
    if (userId !== undefined && update.my_chat_member === undefined) {
      const verdict = await throttle(redis, prefix, userId, update.update_id, limits);
      if (verdict !== "pass") {
        await deps.courtesy.slowDown(update, verdict);
        return "throttled";
      }
    }
    const inTurn = async (): Promise<UpdateOutcome> =>
      holding(userId === undefined ? undefined : await waitForTurn(userId), () => handle(update));
    if (unended < fatalClaims - 1) return inTurn();
    const alone = await lockSuspects(redis, prefix, { ttlMs, waitMs });
    if (alone === undefined)
      throw new Away("Another update that may have killed a process", {
        cause: undefined,
        retryAfterSeconds: 1,
      });
    return holding(alone, inTurn);
  };

  const receive = async (update: Update): Promise<UpdateOutcome> => {
    const claim = await claims.claim(update.update_id);
    if (claim.state === "done") return "duplicate";
    if (claim.state === "busy") throw new Away("The process that works on this update", { cause: undefined });
    const stop = keepAlive(redis, [claim.lease], ttlMs);
    let outcome: UpdateOutcome;
    try {
      outcome = await work(update, claim.unended);
    } catch (error) {
      claims.giveBack(claim.lease).catch(() => undefined);
      throw error;
    } finally {
      stop();
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
        const outcome = await receive(update);
        metrics.updates.inc({ kind, outcome });
        logger.debug({ kind, outcome, updateId: update.update_id }, "an update is dealt with");
      } catch (error) {
        const away = toAway(error) ?? new Away("Something", { cause: error });
        metrics.updates.inc({ kind, outcome: "deferred" });
        logger.warn({ err: away, updateId: update.update_id }, "an update is put off");
        throw away;
      }
    });
}

/** What goes on after its time is over is nobody's any more; the draft's compare-and-set keeps it from doing harm. */
async function inTime(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new HandlerTooSlow(`A handler took more than ${limitMs} ms`)),
      limitMs,
    ).unref();
  });
  try {
    // What loses the race may still fail: the race has handled that.
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function userOf(update: Update): number | undefined {
  return (update.callback_query ?? update.message ?? update.my_chat_member)?.from?.id;
}

function kindOf(update: Update): UpdateKind {
  if (update.callback_query !== undefined) return "callback_query";
  if (update.my_chat_member !== undefined) return "my_chat_member";
  return update.message === undefined ? "other" : "message";
}
