import { ProblemError } from "@okoshko/contracts/problem-error";
import { BotError, GrammyError, HttpError } from "grammy";

/** Something that is needed is away for the moment. The update isn't dealt with and shall come again. */
export class Away extends Error {
  override readonly name = "Away";

  constructor(what: string, options: { cause: unknown; retryAfterSeconds?: number | undefined }) {
    super(`${what} is away`, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds ?? 2;
  }

  readonly retryAfterSeconds: number;
}

/** A fetch whose failures say that `peer` is away: no connection, or no answer in time. */
export function fetchOrAway(
  peer: string,
  inner: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await inner(request);
    } catch (cause) {
      throw new Away(peer, { cause });
    }
  };
}

/**
 * `error` as Away when it comes from broken infrastructure, or undefined when it is a fault of ours. The difference decides
 * between "come again" and "never again": a fault of ours would fail the same way each time Telegram brings it.
 */
export function toAway(error: unknown): Away | undefined {
  const cause = error instanceof BotError ? error.error : error;
  if (cause instanceof Away) return cause;
  if (cause instanceof HttpError) return new Away("Telegram", { cause });
  if (cause instanceof GrammyError && (cause.error_code === 429 || cause.error_code >= 500))
    return new Away("Telegram", { cause, retryAfterSeconds: cause.parameters.retry_after });
  // 401: our own token is refused. Somebody has to repair that; until then the updates wait at Telegram.
  if (cause instanceof ProblemError && [401, 429, 502, 503, 504].includes(cause.status))
    return new Away("booking-api", { cause, retryAfterSeconds: cause.retryAfterSeconds });
  return isRedisAway(cause) ? new Away("Redis", { cause }) : undefined;
}

/** ioredis tells by names and messages only. A script error is not among these: it is a fault of ours. */
function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "MaxRetriesPerRequestError") return true;
  if (error.name === "ReplyError")
    return /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|OOM|BUSY)\b/.test(error.message);
  if ("syscall" in error && "code" in error) return true;
  return /Connection is closed|Stream isn't writeable|Command timed out/.test(error.message);
}

/** What Telegram says when the person has turned away; the message can't be delivered and shall not be tried again. */
export function isGone(error: unknown): boolean {
  const cause = error instanceof BotError ? error.error : error;
  return (
    cause instanceof GrammyError &&
    (cause.error_code === 403 || (cause.error_code === 400 && cause.description.includes("chat not found")))
  );
}
