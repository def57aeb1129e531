import { type Schemas } from "../contract/schemas";

/** Texts by language code; "" holds for every language without its own. */
type ByLanguage = Record<string, string>;

/** What the bot says about itself. */
export interface BotProfile {
  id: number;
  username: string;
  names: ByLanguage;
  descriptions: ByLanguage;
  shortDescriptions: ByLanguage;
  /** By scope key and language. */
  commands: Record<string, Schemas["BotCommand"][]>;
  menuButton: Schemas["MenuButton"] | null;
}

export function newBot(id: number, username: string): BotProfile {
  return {
    id,
    username,
    names: { "": defaultName(username) },
    descriptions: {},
    shortDescriptions: {},
    commands: {},
    menuButton: null,
  };
}

/** `okoshko_demo_bot` → `Okoshko` until the bot names itself. */
function defaultName(username: string): string {
  const word = username.split("_")[0] ?? username;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function inLanguage(texts: ByLanguage, language: string | undefined): string {
  return texts[language?.slice(0, 2) ?? ""] ?? texts[""] ?? "";
}

export function botUser(bot: BotProfile): Schemas["User"] {
  return { id: bot.id, is_bot: true, first_name: inLanguage(bot.names, ""), username: bot.username };
}

export function scopeKey(
  scope: Schemas["BotCommandScope"] | undefined,
  language: string | undefined,
): string {
  const { type = "default", chat_id = "", user_id = "" } = scope ?? {};
  return [type, chat_id, user_id, language ?? ""].join("|");
}

/** The commands one person is offered: the narrower scope wins, and within it their language. */
export function commandsFor(
  bot: BotProfile,
  personId: number,
  language: string | undefined,
): Schemas["BotCommand"][] {
  const short = language?.slice(0, 2) ?? "";
  const scopes: Schemas["BotCommandScope"][] = [
    { type: "chat", chat_id: personId },
    { type: "all_private_chats" },
    { type: "default" },
  ];
  for (const scope of scopes)
    for (const key of [scopeKey(scope, short), scopeKey(scope, "")]) {
      const commands = bot.commands[key];
      if (commands !== undefined) return commands;
    }
  return [];
}
