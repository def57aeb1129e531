import { recall, remember } from "./memory.js";
import { publish, state } from "./state.js";

/** How many of the bot's messages a person has not looked at. This browser remembers the last one seen. */

const seen = new Map(Object.entries(recall("seen", {})).map(([id, messageId]) => [Number(id), messageId]));

const isNews = (message) => message.from === "bot";
const newestId = (chat) => chat.messages.at(-1)?.messageId ?? 0;

export function unreadCount(personId) {
  const chat = state.chats.get(personId);
  if (!chat) return 0;
  const last = lastSeen(personId, chat);
  return chat.messages.filter((message) => isNews(message) && message.messageId > last).length;
}

/** A mark beyond the newest message comes from a chat that was emptied since: everything counts again. */
function lastSeen(personId, chat) {
  const last = seen.get(personId) ?? 0;
  return last > newestId(chat) ? 0 : last;
}

/** What arrives while the tab is in the background stays unread, and in the title, until somebody looks. */
export function markSeen(personId) {
  if (document.hidden) return;
  const chat = state.chats.get(personId);
  if (!chat || seen.get(personId) === newestId(chat)) return;
  seen.set(personId, newestId(chat));
  remember("seen", Object.fromEntries(seen));
  publish("persons");
}

export const totalUnread = () => state.persons.reduce((sum, { id }) => sum + unreadCount(id), 0);
