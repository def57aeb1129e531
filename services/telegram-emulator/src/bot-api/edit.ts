import { isDeepStrictEqual } from "node:util";
import { type Schemas } from "../contract/schemas";
import { checkInlineKeyboard } from "../keyboards/check-keyboard";
import { type Account, type Message, type StoredMessage } from "../state/account";
import { without } from "../state/without";
import { messageOf, writableChat } from "./addressee";
import { type BotApi, method, type Result } from "./method";
import { messageText } from "./send-text";
import { badRequest, notModified } from "./telegram-error";

export const editMessageText = method("EditMessageText", (api, params) => {
  const { account, stored } = editable(api, params);
  if (stored.message.text === undefined) throw badRequest("there is no text in the message to edit");
  const { text, entities } = messageText(params);
  return replace(api, account, stored, params.reply_markup, {
    ...without(stored.message, "entities", "link_preview_options"),
    text,
    ...(entities.length === 0 ? {} : { entities }),
    ...(params.link_preview_options === undefined
      ? {}
      : { link_preview_options: params.link_preview_options }),
  });
});

export const editMessageReplyMarkup = method("EditMessageReplyMarkup", (api, params) => {
  const { account, stored } = editable(api, params);
  return replace(api, account, stored, params.reply_markup, stored.message);
});

function editable(
  { world }: BotApi,
  params: { chat_id: number | string; message_id: number },
): { account: Account; stored: StoredMessage } {
  const account = writableChat(world, params.chat_id);
  const stored = messageOf(account, params.message_id, "message to edit not found");
  if (stored.from !== "bot" || stored.withReplyMarkup) throw badRequest("message can't be edited");
  return { account, stored };
}

/** An edit without a keyboard takes the keyboard away, so "the same" means the keyboard too. */
function replace(
  { world, clock }: BotApi,
  account: Account,
  stored: StoredMessage,
  markup: Schemas["InlineKeyboardMarkup"] | undefined,
  content: Message,
): Result {
  const keyboard = markup === undefined ? undefined : checkInlineKeyboard(markup);
  const next: Message = {
    ...without(content, "reply_markup", "edit_date"),
    ...(keyboard === undefined || keyboard.inline_keyboard.length === 0 ? {} : { reply_markup: keyboard }),
  };
  if (isDeepStrictEqual(next, without(stored.message, "edit_date"))) throw badRequest(notModified);
  stored.message = { ...next, edit_date: clock.seconds() };
  stored.version += 1;
  world.touch(account);
  return { result: stored.message, messageId: stored.message.message_id };
}
