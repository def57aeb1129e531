import { type Schemas } from "../contract/schemas";
import { type Outbox } from "../delivery/outbox";
import { type Polling } from "../delivery/polling";
import { type Webhook } from "../delivery/webhook";
import { type Account } from "../state/account";
import { commandsFor, inLanguage } from "../state/bot-profile";
import { type World } from "../state/world";
import { viewMessage } from "./view-message";

export interface Viewed {
  world: World;
  outbox: Outbox;
  polling: Polling;
  webhook: Webhook;
}

export function viewPerson({ profile, chat }: Account): Schemas["Person"] {
  const last = chat.messages.at(-1);
  return {
    id: profile.id,
    firstName: profile.firstName,
    ...(profile.lastName === undefined ? {} : { lastName: profile.lastName }),
    ...(profile.username === undefined ? {} : { username: profile.username }),
    ...(profile.languageCode === undefined ? {} : { languageCode: profile.languageCode }),
    phoneNumber: profile.phoneNumber,
    ...(profile.role === undefined ? {} : { role: profile.role }),
    started: chat.started,
    botBlocked: chat.botBlocked,
    chatRevision: chat.revision,
    ...(last === undefined ? {} : { lastMessage: viewLast(viewMessage(last)) }),
  };
}

function viewLast(message: Schemas["ChatMessage"]): NonNullable<Schemas["Person"]["lastMessage"]> {
  return { text: (message.text || message.kind).slice(0, 200), sentAt: message.sentAt, from: message.from };
}

/** The whole chat as this person sees it. */
export function viewChat(viewed: Viewed, account: Account): Schemas["Chat"] {
  const { world } = viewed;
  const { profile, chat } = account;
  const nowMs = world.clock.millis();
  return {
    revision: chat.revision,
    now: new Date(nowMs).toISOString(),
    person: viewPerson(account),
    bot: viewBot(viewed, profile.languageCode),
    messages: chat.messages.map(viewMessage),
    typing: viewTyping(world, profile.id),
    toast: chat.toast,
    pendingTaps: chat.callbacks
      // Clients stop the spinner by themselves after about a minute.
      .filter(({ answered, atMs }) => !answered && nowMs - atMs < 60_000)
      .map(({ id, messageId, data, atMs }) => ({
        callbackQueryId: id,
        messageId,
        data,
        since: new Date(atMs).toISOString(),
      })),
    replyKeyboard: chat.replyKeyboard,
    commands: commandsFor(world.bot, profile.id, profile.languageCode),
    menuButton: viewMenuButton(chat.menuButton ?? world.bot.menuButton),
    pinnedMessageIds: chat.pinned,
  };
}

function viewTyping({ typing, clock }: World, personId: number): Schemas["Chat"]["typing"] {
  const current = typing.get(personId);
  const left = current === undefined ? 0 : current.untilMs - clock.realNow().getTime();
  return current === undefined || left <= 0 ? null : { action: current.action, expiresInMs: left };
}

function viewMenuButton(button: Schemas["MenuButton"] | null): Schemas["Chat"]["menuButton"] {
  if (button === null) return { type: "default" };
  return {
    type: button.type,
    ...(button.text === undefined ? {} : { text: button.text }),
    ...(button.web_app === undefined ? {} : { url: button.web_app.url }),
  };
}

/** The bot's profile in a language, and how it is connected. */
export function viewBot({ world, outbox, polling, webhook }: Viewed, language?: string): Schemas["Bot"] {
  const { bot } = world;
  const { settings, lastError } = webhook;
  return {
    id: bot.id,
    username: bot.username,
    name: inLanguage(bot.names, language),
    description: inLanguage(bot.descriptions, language),
    shortDescription: inLanguage(bot.shortDescriptions, language),
    links: [...world.links],
    connection: {
      kind: settings !== null ? "webhook" : polling.online ? "polling" : "none",
      online: settings !== null ? webhook.lastSuccess || lastError === null : polling.online,
      pendingUpdates: outbox.pendingCount,
      ...(settings === null ? {} : { webhookUrl: settings.url }),
      ...(lastError === null
        ? {}
        : { lastError: lastError.message, lastErrorAt: new Date(lastError.atSeconds * 1000).toISOString() }),
    },
  };
}
