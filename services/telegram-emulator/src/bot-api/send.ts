import { type Schemas } from "../contract/schemas";
import { checkInlineKeyboard, checkReplyKeyboard } from "../keyboards/check-keyboard";
import { type Account, findMessage, type Message, toTelegramChat } from "../state/account";
import { botUser } from "../state/bot-profile";
import { without } from "../state/without";
import { type World } from "../state/world";
import { toReplyKeyboard } from "../keyboards/reply-keyboard";
import { writableChat } from "./addressee";
import { type BotApi, type Result } from "./method";
import { badRequest } from "./telegram-error";

/** What all send methods have in common. */
interface SendParams {
  chat_id: number | string;
  disable_notification?: boolean;
  protect_content?: boolean;
  reply_parameters?: Schemas["ReplyParameters"];
  reply_markup?: Schemas["ReplyMarkup"];
}

type Content = Omit<Message, "message_id" | "from" | "chat" | "date" | "reply_markup" | "reply_to_message">;

/** Puts a message of the bot into a chat. Nothing changes when any part is refused. */
export function send({ world, clock }: BotApi, params: SendParams, content: Content): Result {
  const account = writableChat(world, params.chat_id);
  const markup = readMarkup(params.reply_markup);
  const repliedTo = readReply(account, params.reply_parameters);
  const message: Message = {
    message_id: world.next("message"),
    from: botUser(world.bot),
    chat: toTelegramChat(account.profile),
    date: clock.seconds(),
    ...content,
    ...(repliedTo === undefined ? {} : { reply_to_message: repliedTo }),
    ...(params.protect_content === true ? { has_protected_content: true } : {}),
    ...(markup.inline === undefined ? {} : { reply_markup: markup.inline }),
  };
  if (markup.reply !== undefined)
    account.chat.replyKeyboard = toReplyKeyboard(markup.reply, message.message_id);
  if (markup.remove) account.chat.replyKeyboard = null;
  stopTyping(world, account);
  world.post(account, {
    message,
    from: "bot",
    silent: params.disable_notification === true,
    withReplyMarkup: markup.reply !== undefined || markup.remove,
  });
  return { result: message, messageId: message.message_id };
}

/** The message that was typed is here, so nobody types any more. */
export function stopTyping(world: World, { profile }: Account): void {
  if (!world.typing.delete(profile.id)) return;
  world.bus.tell({ name: "typing", data: { personId: profile.id, action: "", expiresInMs: 0 } });
}

interface Markup {
  inline?: Schemas["InlineKeyboardMarkup"];
  reply?: Schemas["ReplyKeyboardMarkup"] | Schemas["ForceReply"];
  remove: boolean;
}

function readMarkup(markup: Schemas["ReplyMarkup"] | undefined): Markup {
  if (markup === undefined) return { remove: false };
  if ("inline_keyboard" in markup) {
    const inline = checkInlineKeyboard(markup);
    return inline.inline_keyboard.length === 0 ? { remove: false } : { inline, remove: false };
  }
  if ("keyboard" in markup) return { reply: checkReplyKeyboard(markup), remove: false };
  if ("force_reply" in markup) return { reply: markup, remove: false };
  return { remove: true };
}

function readReply(account: Account, reply: Schemas["ReplyParameters"] | undefined): Message | undefined {
  if (reply === undefined) return undefined;
  if (reply.chat_id !== undefined && Number(reply.chat_id) !== account.profile.id)
    throw badRequest("replies to another chat are not known here");
  const stored = findMessage(account.chat, reply.message_id);
  if (stored === undefined && reply.allow_sending_without_reply !== true)
    throw badRequest("message to be replied not found");
  if (stored === undefined) return undefined;
  // One level only: a reply to a reply shows the reply, not what that one answered.
  return without(stored.message, "reply_to_message");
}
