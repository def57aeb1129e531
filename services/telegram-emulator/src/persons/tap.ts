import { Problem } from "@okoshko/runtime/problem";
import { type Schemas } from "../contract/schemas";
import { type Account, type StoredMessage, toTelegramChat, toUser } from "../state/account";
import { caps } from "../state/world";
import { type Happened, messageById, type Persons, refuseBlocked, tellBot } from "./inbox";
import { sendAttachment, shareContact } from "./share";
import { sendText } from "./write";

type InlineButton = Schemas["InlineKeyboardButton"];
type Tap = Pick<Schemas["Tap"], "messageId" | "label" | "data" | "row" | "column">;

/** Presses an inline button. What the chat doesn't show can't be pressed: throws `button-not-shown`. */
export function tap(persons: Persons, account: Account, wanted: Tap): Happened {
  refuseBlocked(account);
  const { stored, button } = find(account, wanted);
  const chatRevision = account.chat.revision;
  const { message } = stored;
  if (button.callback_data !== undefined)
    return sendCallback(persons, account, button.callback_data, { message_id: message.message_id, message });
  const messageId = message.message_id;
  if (button.copy_text !== undefined) return { messageId, copiedText: button.copy_text.text, chatRevision };
  const openedUrl = button.url ?? button.web_app?.url;
  return { messageId, chatRevision, ...(openedUrl === undefined ? {} : { openedUrl }) };
}

function find(account: Account, wanted: Tap): { stored: StoredMessage; button: InlineButton } {
  const { messages } = account.chat;
  const searched =
    wanted.messageId === undefined ? [...messages].reverse() : [messageById(account, wanted.messageId)];
  for (const stored of searched) {
    const rows = stored.message.reply_markup?.inline_keyboard ?? [];
    const placed = wanted.row === undefined ? rows.flat() : [rows[wanted.row]?.[wanted.column ?? 0]];
    const button = placed.find(
      (each) =>
        each !== undefined &&
        (wanted.label === undefined || each.text === wanted.label) &&
        (wanted.data === undefined || each.callback_data === wanted.data),
    );
    if (button !== undefined) return { stored, button };
  }
  throw notShown(
    wanted,
    searched.flatMap(({ message }) => message.reply_markup?.inline_keyboard.flat() ?? []),
  );
}

function notShown(wanted: object, shown: { text: string }[]): Problem {
  const labels = shown.slice(0, 50).map(({ text }) => `[${text}]`);
  return new Problem("button-not-shown", {
    detail: `No button fits ${JSON.stringify(wanted)}. Shown are: ${labels.join(" ") || "none"}.`,
  });
}

type CallbackMessage = NonNullable<Schemas["CallbackQuery"]["message"]>;

function sendCallback(
  persons: Persons,
  account: Account,
  data: string,
  about: { message_id: number; message?: CallbackMessage },
): Happened {
  const { world } = persons;
  const { chat, profile } = account;
  const id = String(world.next("callback"));
  chat.callbacks.push({ id, messageId: about.message_id, data, atMs: world.clock.millis(), answered: false });
  if (chat.callbacks.length > caps.callbacksPerChat) chat.callbacks.shift();
  world.touch(account);
  const updateId = tellBot(persons, account, "callback_query", {
    callback_query: {
      id,
      from: toUser(profile),
      ...(about.message === undefined ? {} : { message: about.message }),
      chat_instance: String(profile.id * 7919),
      data,
    },
  });
  return { updateId, messageId: about.message_id, callbackQueryId: id, chatRevision: chat.revision };
}

/** A callback query with no button behind it, as a hostile or outdated client sends it. */
export function forgeCallback(
  persons: Persons,
  account: Account,
  data: string,
  messageId?: number,
): Happened {
  const { chat, profile } = account;
  const stored =
    messageId === undefined
      ? chat.messages.findLast((each) => each.from === "bot")
      : chat.messages.find(({ message }) => message.message_id === messageId);
  const id = stored?.message.message_id ?? messageId ?? 1;
  return sendCallback(persons, account, data, {
    message_id: id,
    message: stored?.message ?? { chat: toTelegramChat(profile), message_id: id, date: 0 },
  });
}

/** Presses a button below the input. Throws `button-not-shown`. */
export function tapReplyKeyboard(
  persons: Persons,
  account: Account,
  wanted: { label?: string; row?: number; column?: number },
): Happened {
  refuseBlocked(account);
  const { chat } = account;
  const rows = chat.replyKeyboard?.rows ?? [];
  const placed = wanted.row === undefined ? rows.flat() : [rows[wanted.row]?.[wanted.column ?? 0]];
  const button = placed.find(
    (each) => each !== undefined && (wanted.label === undefined || each.text === wanted.label),
  );
  if (button === undefined) throw notShown(wanted, rows.flat());
  if (chat.replyKeyboard?.oneTime === true) chat.replyKeyboard = null;
  switch (button.kind) {
    case "requestContact":
      return shareContact(persons, account);
    case "requestLocation":
      return sendAttachment(persons, account, { kind: "location" });
    case "webApp":
      return { chatRevision: chat.revision, ...(button.url === undefined ? {} : { openedUrl: button.url }) };
    case "text":
      return sendText(persons, account, button.text);
  }
}
