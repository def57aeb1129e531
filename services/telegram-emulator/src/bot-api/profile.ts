import { type Schemas } from "../contract/schemas";
import { checkWebApp } from "../keyboards/check-keyboard";
import { botUser, inLanguage, scopeKey } from "../state/bot-profile";
import { without } from "../state/without";
import { chatOf } from "./addressee";
import { bare, type BotApi, done, method, type Result } from "./method";
import { badRequest } from "./telegram-error";

export const getMe = bare(({ world }) => ({
  result: {
    ...botUser(world.bot),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
  },
}));

export const setMyCommands = method("SetMyCommands", (api, params) => {
  const commands = params.commands.map((each) => ({ ...each, command: each.command.replace(/^\//, "") }));
  return changeCommands(api, params, commands);
});

export const deleteMyCommands = method("GetMyCommands", (api, params) => changeCommands(api, params, []));

export const getMyCommands = method("GetMyCommands", ({ world }, params) => {
  checkScope(world, params.scope);
  return { result: world.bot.commands[scopeKey(params.scope, params.language_code)] ?? [] };
});

type CommandsPlace = Schemas["GetMyCommands"];

function changeCommands(api: BotApi, place: CommandsPlace, commands: Schemas["BotCommand"][]): Result {
  const { bot } = api.world;
  checkScope(api.world, place.scope);
  const key = scopeKey(place.scope, place.language_code);
  const others = without(bot.commands, key);
  bot.commands = commands.length === 0 ? others : { ...others, [key]: commands };
  everyChatChanged(api);
  return done;
}

function checkScope(world: BotApi["world"], scope: Schemas["BotCommandScope"] | undefined): void {
  const chatScopes = ["chat", "chat_administrators", "chat_member"];
  if (scope === undefined || !chatScopes.includes(scope.type)) {
    if (scope?.chat_id !== undefined) throw badRequest(`the scope ${scope.type} has no chat_id`);
    return;
  }
  if (scope.chat_id === undefined) throw badRequest("chat_id is empty");
  chatOf(world, scope.chat_id);
  if (scope.type === "chat_administrators") throw badRequest("can't be used in private chats");
  if (scope.type === "chat_member" && scope.user_id === undefined)
    throw badRequest("invalid user_id specified");
}

type Texts = "names" | "descriptions" | "shortDescriptions";

function setText(api: BotApi, texts: Texts, text: string | undefined, language = ""): Result {
  const { bot } = api.world;
  const others = without(bot[texts], language);
  if (texts === "names" && language === "" && (text ?? "") === "") throw badRequest("BOT_TITLE_INVALID");
  bot[texts] = text === undefined || text === "" ? others : { ...others, [language]: text };
  everyChatChanged(api);
  return done;
}

export const setMyName = method("SetMyName", (api, params) =>
  setText(api, "names", params.name, params.language_code),
);
export const setMyDescription = method("SetMyDescription", (api, params) =>
  setText(api, "descriptions", params.description, params.language_code),
);
export const setMyShortDescription = method("SetMyShortDescription", (api, params) =>
  setText(api, "shortDescriptions", params.short_description, params.language_code),
);
export const getMyName = method("ByLanguage", ({ world }, params) => ({
  result: { name: inLanguage(world.bot.names, params.language_code) },
}));
export const getMyDescription = method("ByLanguage", ({ world }, params) => ({
  result: { description: inLanguage(world.bot.descriptions, params.language_code) },
}));
export const getMyShortDescription = method("ByLanguage", ({ world }, params) => ({
  result: { short_description: inLanguage(world.bot.shortDescriptions, params.language_code) },
}));

export const setChatMenuButton = method("SetChatMenuButton", (api, params) => {
  const button = params.menu_button ?? { type: "default" };
  if (button.type === "web_app") {
    if (button.text === undefined || button.web_app === undefined)
      throw badRequest("can't parse menu button: a web_app button needs text and web_app");
    checkWebApp(button.web_app.url, "menu button");
  }
  const kept = button.type === "default" ? null : button;
  if (params.chat_id === undefined) api.world.bot.menuButton = kept;
  else chatOf(api.world, params.chat_id).chat.menuButton = kept;
  everyChatChanged(api);
  return done;
});

export const getChatMenuButton = method("GetChatMenuButton", ({ world }, params) => {
  const own = params.chat_id === undefined ? null : chatOf(world, params.chat_id).chat.menuButton;
  return { result: own ?? world.bot.menuButton ?? { type: "commands" } };
});

/** Commands, names and the menu button are part of what every person sees. */
function everyChatChanged(api: BotApi): void {
  for (const account of api.world.accounts.values()) api.world.touch(account);
  api.botChanged();
}
