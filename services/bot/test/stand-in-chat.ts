import { type Api } from "grammy";
import { type InlineKeyboardButton, type Update } from "grammy/types";

export interface ShownMessage {
  messageId: number;
  text: string;
  keyboard: InlineKeyboardButton[][];
}

interface Payload {
  text?: string;
  message_id?: number;
  reply_markup?: {
    inline_keyboard?: InlineKeyboardButton[][];
    keyboard?: { text: string; request_contact?: true }[][];
    remove_keyboard?: true;
  };
}

/**
 * Telegram as far as one test of the bot's inside needs it: what is on the screen, and what goes wrong on demand. Dialogues
 * run against the emulator instead, which knows Telegram's rules.
 */
export class StandInChat {
  readonly screen: ShownMessage[] = [];
  readonly calls: { method: string; payload: Payload }[] = [];
  /** By method: the error that the next call of it meets. */
  readonly refuse = new Map<string, { error_code: number; description: string; retry_after?: number }>();
  private nextId = 100;
  private nextUpdate: number;

  constructor(
    api: Api,
    readonly user = { id: 1001, first_name: "Вера", is_bot: false, language_code: "en" },
  ) {
    // Chats of several persons may share a Redis, and no two updates have one number.
    this.nextUpdate = user.id * 1_000_000;
    api.config.use((previous, method, payload) => {
      this.calls.push({ method, payload: payload as Payload });
      const refused = this.refuse.get(method);
      if (refused !== undefined) {
        this.refuse.delete(method);
        const { retry_after, ...error } = refused;
        return Promise.resolve({
          ok: false as const,
          ...error,
          parameters: retry_after === undefined ? {} : { retry_after },
        });
      }
      const result = this.obey(method, payload as Payload);
      return Promise.resolve({ ok: true, result } as Awaited<ReturnType<typeof previous>>);
    });
  }

  get last(): ShownMessage {
    const message = this.screen.at(-1);
    if (message === undefined) throw new Error("The chat is empty");
    return message;
  }

  /** The buttons below the chat; undefined when there are none. */
  get below(): string[] | undefined {
    const markups = this.calls.map(({ payload }) => payload.reply_markup);
    const last = markups.findLast((markup) => markup?.keyboard !== undefined || markup?.remove_keyboard);
    return last?.keyboard?.flat().map(({ text }) => text);
  }

  labels(message = this.last): string[] {
    return message.keyboard.flat().map(({ text }) => text);
  }

  countOf(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  text(text: string): Update {
    const isCommand = text.startsWith("/");
    return this.update({
      message: {
        ...this.frame(),
        message_id: this.nextId++,
        text,
        ...(isCommand
          ? { entities: [{ type: "bot_command", offset: 0, length: text.split(" ")[0]?.length }] }
          : {}),
      },
    });
  }

  contact(contact: { phone_number: string; user_id?: number }): Update {
    return this.update({
      message: {
        ...this.frame(),
        message_id: this.nextId++,
        contact: { first_name: this.user.first_name, ...contact },
      },
    });
  }

  sticker(): Update {
    return this.update({ message: { ...this.frame(), message_id: this.nextId++, sticker: {} } });
  }

  tap(label: string | RegExp, message = this.last): Update {
    const button = message.keyboard
      .flat()
      .find(({ text }) => (typeof label === "string" ? text === label : label.test(text)));
    if (button === undefined || !("callback_data" in button))
      throw new Error(`No button ${String(label)} among ${this.labels(message).join(" | ")}`);
    return this.tapData(button.callback_data, message);
  }

  tapData(data: string, message: { messageId: number; text?: string } = this.last): Update {
    return this.update({
      callback_query: {
        id: String(this.nextUpdate),
        from: this.user,
        chat_instance: "1",
        data,
        message: {
          ...this.frame(),
          message_id: message.messageId,
          ...(message.text === undefined ? {} : { text: message.text }),
        },
      },
    });
  }

  /** The same under a message that Telegram shows us no more: too old, or deleted. */
  tapInaccessible(data: string, messageId: number): Update {
    const update = this.tapData(data, { messageId });
    const { chat } = this.frame();
    return {
      ...update,
      callback_query: { ...update.callback_query, message: { chat, message_id: messageId, date: 0 } },
    } as Update;
  }

  update(part: object): Update {
    return { update_id: this.nextUpdate++, ...part };
  }

  private frame() {
    return {
      date: 1,
      chat: { id: this.user.id, type: "private", first_name: this.user.first_name },
      from: this.user,
    };
  }

  private obey(method: string, payload: Payload): unknown {
    if (method === "getMe")
      return { id: 1, is_bot: true, first_name: "Okoshko", username: "okoshko_demo_bot" };
    const keyboard = payload.reply_markup?.inline_keyboard ?? [];
    if (method === "sendMessage") {
      const message = { messageId: this.nextId++, text: payload.text ?? "", keyboard };
      this.screen.push(message);
      return { message_id: message.messageId, text: message.text, ...this.frame() };
    }
    const shown = this.screen.find(({ messageId }) => messageId === payload.message_id);
    if (shown !== undefined && method === "editMessageText")
      Object.assign(shown, { text: payload.text, keyboard });
    if (shown !== undefined && method === "editMessageReplyMarkup") Object.assign(shown, { keyboard });
    return true;
  }
}
