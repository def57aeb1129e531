import { type Schemas } from "../contract/schemas";

export type Message = Schemas["Message"];
export type Side = Schemas["Side"];

export interface Profile {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  phoneNumber: string;
  role?: string;
  /** Has pressed Start before the story begins, so that the bot may write to them. */
  started?: boolean;
}

/** Another page of the installation. */
export interface Link {
  label: string;
  url: string;
}

/** A message as the bot gets it, and what only the emulator knows of it. */
export interface StoredMessage {
  message: Message;
  from: Side;
  version: number;
  silent: boolean;
  /** Messages that brought a reply keyboard can't be edited. */
  withReplyMarkup: boolean;
  reaction?: string;
}

/** One tap, from the callback query to its answer. */
export interface Callback {
  id: string;
  messageId: number;
  data: string;
  /** Demo time. */
  atMs: number;
  answered: boolean;
}

export interface Typing {
  action: string;
  /** Real time. */
  untilMs: number;
}

export interface Chat {
  revision: number;
  started: boolean;
  botBlocked: boolean;
  messages: StoredMessage[];
  pinned: number[];
  callbacks: Callback[];
  toast: Schemas["Toast"] | null;
  replyKeyboard: Schemas["ReplyKeyboard"] | null;
  menuButton: Schemas["MenuButton"] | null;
}

/** A person and the one chat they have: with the bot. */
export interface Account {
  profile: Profile;
  chat: Chat;
}

export function emptyChat(): Chat {
  return {
    revision: 1,
    started: false,
    botBlocked: false,
    messages: [],
    pinned: [],
    callbacks: [],
    toast: null,
    replyKeyboard: null,
    menuButton: null,
  };
}

export function toUser({ id, firstName, lastName, username, languageCode }: Profile): Schemas["User"] {
  return {
    id,
    is_bot: false,
    first_name: firstName,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
    ...(languageCode === undefined ? {} : { language_code: languageCode }),
  };
}

export function toTelegramChat({ id, firstName, lastName, username }: Profile): Schemas["TelegramChat"] {
  return {
    id,
    type: "private",
    first_name: firstName,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
  };
}

export function findMessage(chat: Chat, messageId: number): StoredMessage | undefined {
  return chat.messages.find(({ message }) => message.message_id === messageId);
}
