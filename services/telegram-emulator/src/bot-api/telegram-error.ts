/** A refusal, as it goes into the Bot API envelope. */
export class TelegramError extends Error {
  override readonly name = "TelegramError";

  constructor(
    readonly code: number,
    description: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(description);
  }
}

export function badRequest(reason: string): TelegramError {
  return new TelegramError(400, `Bad Request: ${reason}`);
}

export function forbidden(reason: string): TelegramError {
  return new TelegramError(403, `Forbidden: ${reason}`);
}

export function conflict(reason: string): TelegramError {
  return new TelegramError(409, `Conflict: ${reason}`);
}

export function tooManyRequests(retryAfterSeconds: number): TelegramError {
  return new TelegramError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, retryAfterSeconds);
}

export const queryTooOld = "query is too old and response timeout expired or query ID is invalid";
export const notModified =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
