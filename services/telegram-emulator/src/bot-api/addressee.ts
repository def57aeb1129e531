import { type Account, findMessage, type StoredMessage } from "../state/account";
import { type World } from "../state/world";
import { badRequest, forbidden } from "./telegram-error";

/** The chat a call names. Persons have no public chat, so an @username leads nowhere, as with real persons. */
export function chatOf(world: World, chatId: number | string): Account {
  const id = typeof chatId === "number" ? chatId : /^\d+$/.test(chatId) ? Number(chatId) : undefined;
  const account = id === undefined ? undefined : world.accounts.get(id);
  if (account === undefined) throw badRequest("chat not found");
  return account;
}

/** A chat the bot may write to: its person has spoken first and has not blocked the bot. */
export function writableChat(world: World, chatId: number | string): Account {
  const account = chatOf(world, chatId);
  if (!account.chat.started) throw forbidden("bot can't initiate conversation with a user");
  if (account.chat.botBlocked) throw forbidden("bot was blocked by the user");
  return account;
}

/** Throws "… not found" in the words that belong to what was to be done. */
export function messageOf(account: Account, messageId: number, notFound: string): StoredMessage {
  const stored = findMessage(account.chat, messageId);
  if (stored === undefined) throw badRequest(notFound);
  return stored;
}
