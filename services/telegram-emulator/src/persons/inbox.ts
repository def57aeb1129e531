import { Problem } from "@okoshko/runtime/problem";
import { type Outbox } from "../delivery/outbox";
import { type Update, type UpdateType } from "../delivery/update-record";
import { type Schemas } from "../contract/schemas";
import {
  type Account,
  findMessage,
  type Message,
  type StoredMessage,
  toTelegramChat,
  toUser,
} from "../state/account";
import { type World } from "../state/world";

/** What the actions of persons work on. */
export interface Persons {
  world: World;
  outbox: Outbox;
}

export type Happened = Schemas["Happened"];

/** What a person can put into a message. */
export type Content = Omit<Message, "message_id" | "from" | "chat" | "date">;

/** Puts a message of the person into the chat and on its way to the bot. Throws `bot-blocked`. */
export function sendToBot({ world, outbox }: Persons, account: Account, content: Content): Happened {
  const { chat, profile } = account;
  refuseBlocked(account);
  chat.started = true;
  const message: Message = {
    message_id: world.next("message"),
    from: toUser(profile),
    chat: toTelegramChat(profile),
    date: world.clock.seconds(),
    ...content,
  };
  // A prompt to reply is over with the first message, like a keyboard that was made for one tap.
  if (chat.replyKeyboard?.kind === "forceReply") chat.replyKeyboard = null;
  world.post(account, { message, from: "person", silent: false, withReplyMarkup: false });
  const { updateId } = outbox.add("message", profile.id, { message });
  return { updateId, messageId: message.message_id, chatRevision: chat.revision };
}

export function tellBot(
  { outbox }: Persons,
  account: Account,
  type: UpdateType,
  content: Omit<Update, "update_id">,
): number {
  return outbox.add(type, account.profile.id, content).updateId;
}

export function refuseBlocked({ chat, profile }: Account): void {
  if (chat.botBlocked)
    throw new Problem("bot-blocked", { detail: `${profile.firstName} has to unblock the bot first.` });
}

/** Throws `not-found`. */
export function messageById({ chat }: Account, messageId: number): StoredMessage {
  const stored = findMessage(chat, messageId);
  if (stored === undefined)
    throw new Problem("not-found", { detail: `The chat has no message ${messageId}.` });
  return stored;
}
