import { type BotContext } from "../../context";

/**
 * An Idempotency-Key: the same for a double tap and for an update that is brought again, another one for each new decision.
 */
export function keyOf(ctx: BotContext, what: string): string {
  const message = ctx.callbackQuery?.message?.message_id ?? ctx.message?.message_id ?? 0;
  const rev = ctx.decoded?.kind === "card" ? ctx.decoded.rev : 0;
  return ["desk", what, ctx.userId, message, rev].join(":");
}
