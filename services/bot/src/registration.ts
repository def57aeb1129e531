import { type Api } from "grammy";
import { clientCommands } from "./features/start/commands";
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
 * The bot's page, its menu button and its commands in each language: Russian for those whose Telegram speaks it, English
 * for all others. These commands are everybody's; who works here gets more of them in their own chat.
 */
export async function registerWords(api: Api, dictionary: Dictionary): Promise<void> {
  await registerIn(api, dictionary("en"), {});
  for (const locale of locales) await registerIn(api, dictionary(locale), { language_code: locale });
  await api.setChatMenuButton({ menu_button: { type: "commands" } });
}

async function registerIn(api: Api, words: Words, language: { language_code?: "ru" | "en" }): Promise<void> {
  const scope = { type: "all_private_chats" } as const;
  await api.setMyCommands(commandsIn(words, "client"), { ...language, scope });
  await api.setMyDescription(words.plain("bot-description"), language);
  await api.setMyShortDescription(words.plain("bot-short-description"), language);
}

/** Which commands a person is offered: a client's, and those of the desks that they have. */
export type CommandSet = "client" | "master" | "manager" | "both";

/**
 * The commands of one person's chat, in the language that they chose; a client needs none of their own. Telegram puts
 * the chat's list before everybody's, whatever language its app speaks.
 */
export async function setCommands(
  api: Api,
  words: Words,
  { userId, set }: { userId: number; set: CommandSet },
): Promise<void> {
  const scope = { type: "chat", chat_id: userId } as const;
  if (set === "client") await api.deleteMyCommands({ scope });
  else await api.setMyCommands(commandsIn(words, set), { scope });
}

function commandsIn(words: Words, set: CommandSet): { command: string; description: string }[] {
  const names = [
    ...(set === "master" || set === "both" ? ["desk"] : []),
    ...(set === "manager" || set === "both" ? ["manage"] : []),
    ...clientCommands,
  ];
  return names.map((command) => ({ command, description: words.plain(`command-${command}`) }));
}
