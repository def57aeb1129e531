import { type Api } from "grammy";
import { type Dictionary, locales, type Words } from "./words";

/** Named one by one: left out, Telegram would keep the list of some earlier deploy. */
export const allowedUpdates = ["message", "callback_query", "my_chat_member"] as const;

export interface Webhook {
  url: string;
  secret: string;
}

/**
 * Tells Telegram where updates go. Messages that wait there stay: `drop_pending_updates` would throw away what people wrote
 * while we were deployed. With unchanged parameters Telegram does nothing.
 */
export async function registerWebhook(api: Api, webhook: Webhook): Promise<void> {
  await api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: allowedUpdates });
}

/**
 * The bot's page and its menu of commands in each language: Russian for those whose Telegram speaks it, English for all
 * others.
 */
export async function registerWords(api: Api, dictionary: Dictionary): Promise<void> {
  await registerIn(api, dictionary("en"), {});
  for (const locale of locales) await registerIn(api, dictionary(locale), { language_code: locale });
}

async function registerIn(api: Api, words: Words, language: { language_code?: "ru" | "en" }): Promise<void> {
  await api.setMyCommands(commandsIn(words), language);
  await api.setMyDescription(words.plain("bot-description"), language);
  await api.setMyShortDescription(words.plain("bot-short-description"), language);
}

function commandsIn(words: Words): { command: string; description: string }[] {
  return [
    { command: "book", description: words.plain("command-book") },
    { command: "bookings", description: words.plain("command-bookings") },
    { command: "language", description: words.plain("command-language") },
    { command: "help", description: words.plain("command-help") },
    { command: "start", description: words.plain("command-start") },
  ];
}
