import { type Message, type Telegram } from "../src/telegram";
import { type SendOutcome } from "../src/telegram-errors";

/** Takes messages and answers as told. Tests of what goes over the wire use the emulator. */
export function fakeTelegram() {
  const calls: { chatId: number; message: Message; at: number }[] = [];
  let answer: (
    chatId: number,
    message: Message,
  ) => SendOutcome | undefined | Promise<SendOutcome | undefined> = () => undefined;
  const telegram: Telegram = {
    async send(chatId, message) {
      calls.push({ chatId, message, at: performance.now() });
      return (await answer(chatId, message)) ?? { type: "sent", messageId: calls.length };
    },
  };
  return {
    ...telegram,
    calls,
    to: (chatId: number | null) => calls.filter((call) => call.chatId === chatId),
    /** Undefined means that the message is taken. */
    answer(how: typeof answer): void {
      answer = how;
    },
  };
}
