import { Api } from "grammy";
import { type InlineKeyboardMarkup } from "grammy/types";
import { leanFetch } from "./lean-fetch";
import { classify, type SendOutcome } from "./telegram-errors";

export interface Message {
  /** HTML as Telegram understands it. */
  text: string;
  keyboard?: InlineKeyboardMarkup;
  /** Arrives without a sound. */
  isSilent?: boolean;
}

export interface Telegram {
  /** Never throws for what Telegram or the network does; says what became of it. */
  send(chatId: number, message: Message): Promise<SendOutcome>;
  /** Whether it takes our token; throws neither. */
  askToken(): Promise<{ type: "taken" } | Exclude<SendOutcome, { type: "sent" }>>;
}

export function createTelegram(options: {
  token: string;
  apiRoot?: string | undefined;
  timeoutSeconds: number;
}): Telegram {
  const api = new Api(options.token, {
    timeoutSeconds: options.timeoutSeconds,
    fetch: leanFetch(),
    ...(options.apiRoot === undefined ? {} : { apiRoot: options.apiRoot.replace(/\/+$/, "") }),
  });
  return {
    async send(chatId, { text, keyboard, isSilent = false }) {
      try {
        const sent = await api.sendMessage(chatId, text, {
          parse_mode: "HTML",
          link_preview_options: { is_disabled: true },
          ...(isSilent ? { disable_notification: true } : {}),
          ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
        });
        return { type: "sent", messageId: sent.message_id };
      } catch (error) {
        return classify(error);
      }
    },
    async askToken() {
      try {
        await api.getMe();
        return { type: "taken" };
      } catch (error) {
        return classify(error);
      }
    },
  };
}
