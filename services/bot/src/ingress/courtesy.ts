import { type Logger } from "@okoshko/runtime/logger";
import { type Api } from "grammy";
import { type Update } from "grammy/types";
import { encodeTap } from "../callback-data";
import { type Dictionary, localeOfTelegram, type Words } from "../words";
import { type ThrottleVerdict } from "./throttle";

/** What is said when no handler can speak. Never throws: there is nobody behind it. */
export interface Courtesy {
  apologise(update: Update): Promise<void>;
  slowDown(update: Update, verdict: Exclude<ThrottleVerdict, "pass">): Promise<void>;
}

export function createCourtesy(api: Api, dictionary: Dictionary, logger: Logger): Courtesy {
  const tried = async (call: Promise<unknown>): Promise<void> => {
    await call.catch((error: unknown) => logger.warn({ err: error }, "a courtesy could not be sent"));
  };
  return {
    async apologise(update) {
      const chatId = chatOf(update);
      if (chatId === undefined) return;
      const words = wordsFor(update, dictionary);
      // A button and no card: drawing the card may be the very thing that failed.
      const button = { text: words.plain("button-home"), callback_data: encodeTap({ do: "home" }, 0) };
      await tried(
        api.sendMessage(chatId, words.plain("apology"), { reply_markup: { inline_keyboard: [[button]] } }),
      );
    },
    async slowDown(update, verdict) {
      const text = verdict === "warn" ? wordsFor(update, dictionary).plain("slow-down") : undefined;
      // Also in silence a tap is answered: otherwise its button spins for a minute.
      if (update.callback_query !== undefined) await tried(api.answerCallbackQuery(update.callback_query.id));
      const chatId = chatOf(update);
      if (text !== undefined && chatId !== undefined) await tried(api.sendMessage(chatId, text));
    },
  };
}

/** Only private chats are talked to. */
function chatOf(update: Update): number | undefined {
  const chat = update.message?.chat ?? update.callback_query?.message?.chat;
  return chat?.type === "private" ? chat.id : undefined;
}

/** By the person's Telegram: the saved choice would have to be asked for, and asking may be what failed. */
function wordsFor(update: Update, dictionary: Dictionary): Words {
  const from = update.message?.from ?? update.callback_query?.from;
  return dictionary(localeOfTelegram(from));
}
