import { Problem } from "@okoshko/runtime/problem";
import { remove } from "../bot-api/remove";
import { type Schemas } from "../contract/schemas";
import { type Account, type Message } from "../state/account";
import { without } from "../state/without";
import { findEntities } from "../text/find-entities";
import { type Happened, messageById, type Persons, refuseBlocked, sendToBot, tellBot } from "./inbox";
import { unblock } from "./block";

/** Types and sends a text. */
export function sendText(
  persons: Persons,
  account: Account,
  text: string,
  replyToMessageId?: number,
): Happened {
  const content = textContent(text);
  if (replyToMessageId === undefined) return sendToBot(persons, account, content);
  const repliedTo = without(messageById(account, replyToMessageId).message, "reply_to_message");
  return sendToBot(persons, account, { ...content, reply_to_message: repliedTo });
}

/** The Start button and deep links; for someone who has blocked the bot it is the Restart button. */
export function pressStart(persons: Persons, account: Account, payload?: string): Happened {
  if (account.chat.botBlocked) unblock(persons, account);
  return sendText(persons, account, payload === undefined ? "/start" : `/start ${payload}`);
}

export function editText(persons: Persons, account: Account, messageId: number, text: string): Happened {
  refuseBlocked(account);
  const { world } = persons;
  const stored = messageById(account, messageId);
  if (stored.from !== "person" || stored.message.text === undefined)
    throw new Problem("not-found", { detail: `Message ${messageId} is no text of this person.` });
  const rest = without(stored.message, "entities");
  const message: Message = { ...rest, ...textContent(text), edit_date: world.clock.seconds() };
  stored.message = message;
  stored.version += 1;
  world.touch(account);
  const updateId = tellBot(persons, account, "edited_message", { edited_message: message });
  return { updateId, messageId, chatRevision: account.chat.revision };
}

/** For both sides; Telegram doesn't tell bots. */
export function removeMessage({ world }: Persons, account: Account, messageId: number): void {
  messageById(account, messageId);
  remove({ world }, account, [messageId]);
}

function textContent(text: string): { text: string; entities?: Schemas["MessageEntity"][] } {
  const trimmed = text.trim();
  if (trimmed === "")
    throw new Problem("invalid-request", { errors: [{ pointer: "/text", detail: "must not be blank" }] });
  const entities = findEntities(trimmed);
  return { text: trimmed, ...(entities.length === 0 ? {} : { entities }) };
}
