import { GrammyError } from "grammy";
import { type BotContext } from "../../context";
import { type Origin } from "../../draft/steps/desk";
import { type Button } from "../../keyboards/card";
import { toKeyboard } from "../../live-card";

/** The tapped message, when it is the notifier's and not the live card, as far as it can be written again. */
export function originOf(ctx: BotContext): Origin | null {
  const message = ctx.callbackQuery?.message;
  if (message === undefined || message.message_id === ctx.live.draft?.cardId) return null;
  // A message that Telegram no longer shows us has date 0 and no text.
  if (!("text" in message) || message.text === undefined) return null;
  const { text, entities = [], message_id: messageId } = message;
  return {
    messageId,
    text,
    entities: entities.flatMap(({ type, offset, length }) =>
      type === "bold" || type === "italic" || type === "underline" ? [{ type, offset, length }] : [],
    ),
  };
}

/**
 * Writes under the notifier's message what became of it, in place of its buttons. False when there is none, or it can't be
 * edited any more.
 */
export async function tellOrigin(
  ctx: BotContext,
  origin: Origin | null,
  note: string,
  buttons: Button[] = [],
): Promise<boolean> {
  if (origin === null) return false;
  const { messageId, text, entities } = origin;
  try {
    await ctx.api.editMessageText(ctx.userId, messageId, `${text}\n\n${note}`, {
      entities,
      reply_markup: { inline_keyboard: toKeyboard(buttons.length > 0 ? [buttons] : [], 0) },
    });
    return true;
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400)
      return error.description.includes("message is not modified");
    throw error;
  }
}
