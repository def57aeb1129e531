import { type Account, toTelegramChat } from "../state/account";
import { botUser } from "../state/bot-profile";
import { without } from "../state/without";
import { messageOf, writableChat } from "./addressee";
import { type BotApi, done, method } from "./method";
import { badRequest } from "./telegram-error";

export const pinChatMessage = method("PinChatMessage", (api, params) => {
  const { world } = api;
  const account = writableChat(world, params.chat_id);
  const { message } = messageOf(account, params.message_id, "message to pin not found");
  if (account.chat.pinned.includes(params.message_id)) throw badRequest("CHAT_NOT_MODIFIED");
  account.chat.pinned.push(params.message_id);
  notePin(api, account, message.message_id, params.disable_notification === true);
  return { ...done, messageId: params.message_id };
});

/** The line in the middle of the chat that says what was pinned. */
function notePin({ world, clock }: BotApi, account: Account, messageId: number, silent: boolean): void {
  const pinned = messageOf(account, messageId, "message to pin not found").message;
  world.post(account, {
    message: {
      message_id: world.next("message"),
      from: botUser(world.bot),
      chat: toTelegramChat(account.profile),
      date: clock.seconds(),
      pinned_message: without(pinned, "reply_to_message"),
    },
    from: "service",
    silent,
    withReplyMarkup: false,
  });
}

export const unpinChatMessage = method("UnpinChatMessage", ({ world }, params) => {
  const account = writableChat(world, params.chat_id);
  const { pinned } = account.chat;
  const messageId = params.message_id ?? pinned.at(-1);
  if (messageId === undefined || !pinned.includes(messageId)) throw badRequest("message to unpin not found");
  account.chat.pinned = pinned.filter((id) => id !== messageId);
  world.touch(account);
  return { ...done, messageId };
});

export const setMessageReaction = method("SetMessageReaction", ({ world }, params) => {
  const account = writableChat(world, params.chat_id);
  const stored = messageOf(account, params.message_id, "message to react not found");
  const emoji = params.reaction?.[0]?.emoji;
  if (emoji !== undefined && !reactions.has(emoji)) throw badRequest("REACTION_INVALID");
  if (emoji === undefined) delete stored.reaction;
  else stored.reaction = emoji;
  world.touch(account);
  return { ...done, messageId: params.message_id };
});

/** Bots may use these; Bot API, ReactionTypeEmoji. */
const reactions = new Set(
  "❤|👍|👎|🔥|🥰|👏|😁|🤔|🤯|😱|🤬|😢|🎉|🤩|🤮|💩|🙏|👌|🕊|🤡|🥱|🥴|😍|🐳|❤‍🔥|🌚|🌭|💯|🤣|⚡|🍌|🏆|💔|🤨|😐|🍓|🍾|💋|🖕|😈|😴|😭|🤓|👻|👨‍💻|👀|🎃|🙈|😇|😨|🤝|✍|🤗|🫡|🎅|🎄|☃|💅|🤪|🗿|🆒|💘|🙉|🦄|😘|💊|🙊|😎|👾|🤷‍♂|🤷|🤷‍♀|😡".split(
    "|",
  ),
);
