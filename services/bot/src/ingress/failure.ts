import { ProblemError } from "@okoshko/contracts/problem-error";
import { BotError, GrammyError } from "grammy";

/** A handler did not come to its end in the time that Telegram gives an update. */
export class HandlerTooSlow extends Error {
  override readonly name = "HandlerTooSlow";
}

/** An error for the log. Those of grammY carry the update, or the message that could not be sent: nobody's business. */
export function withoutWords(error: unknown): unknown {
  const cause = causeOf(error);
  return cause instanceof GrammyError ? new Error("Telegram refused a call", { cause }) : cause;
}

/** What kind of error it is, without its message: that may quote what a person wrote. */
export function classOf(error: unknown): string {
  const cause = causeOf(error);
  if (cause instanceof GrammyError) return `GrammyError ${cause.error_code} ${cause.method}`;
  if (cause instanceof ProblemError)
    return `ProblemError ${cause.status} ${cause.problemName ?? "without a name"}`;
  return cause instanceof Error ? cause.name : typeof cause;
}

/** Where it was thrown. */
export function framesOf(error: unknown): string[] {
  const cause = causeOf(error);
  const lines = cause instanceof Error ? (cause.stack ?? "").split("\n") : [];
  return lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 8);
}

function causeOf(error: unknown): unknown {
  return error instanceof BotError ? error.error : error;
}
