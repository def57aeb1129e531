import { type Message, type Telegram } from "../src/telegram";
import { type SendOutcome } from "../src/telegram-errors";

/** Takes messages and answers as told. Tests of what goes over the wire use the emulator. */
export function fakeTelegram() {
  const calls: { chatId: number; message: Message; at: number }[] = [];
  let answer: (
    chatId: number,
    message: Message,
  ) => SendOutcome | undefined | Promise<SendOutcome | undefined> = () => undefined;
  let refusal: string | undefined;
  const telegram: Telegram = {
    askToken: () =>
      Promise.resolve(refusal === undefined ? { type: "taken" } : { type: "halted", error: refusal }),
    async send(chatId, message) {
      calls.push({ chatId, message, at: performance.now() });
      return (await answer(chatId, message)) ?? { type: "sent", messageId: calls.length };
    },
  };
  return {
    ...telegram,
    calls,
    to: (chatId: number | null) => calls.filter((call) => call.chatId === chatId),
    /** The token is refused, whatever is asked; undefined means that it is taken. */
    refuseToken(error: string | undefined): void {
      refusal = error;
      answer = () => (error === undefined ? undefined : { type: "halted", error });
    },
    /** Undefined means that the message is taken. */
    answer(how: typeof answer): void {
      answer = how;
    },
  };
}
