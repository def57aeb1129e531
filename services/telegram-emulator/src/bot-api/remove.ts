import { type Account, findMessage } from "../state/account";
import { chatOf, messageOf } from "./addressee";
import { type BotApi, done, method } from "./method";
import { badRequest } from "./telegram-error";

const deletableSeconds = 48 * 60 * 60;

export const deleteMessage = method("DeleteMessage", (api, params) => {
  const account = chatOf(api.world, params.chat_id);
  const { message } = messageOf(account, params.message_id, "message to delete not found");
  if (isOld(api, message.date)) throw badRequest("message can't be deleted for everyone");
  remove(api, account, [params.message_id]);
  return { ...done, messageId: params.message_id };
});

export const deleteMessages = method("DeleteMessages", (api, params) => {
  const account = chatOf(api.world, params.chat_id);
  const found = params.message_ids.filter((id) => {
    const stored = findMessage(account.chat, id);
    return stored !== undefined && !isOld(api, stored.message.date);
  });
  remove(api, account, found);
  return done;
});

function isOld({ clock }: BotApi, date: number): boolean {
  return clock.seconds() - date > deletableSeconds;
}

/** Takes messages out of a chat, and with them their pins and the reply keyboard they brought. */
export function remove({ world }: Pick<BotApi, "world">, account: Account, messageIds: number[]): void {
  if (messageIds.length === 0) return;
  const { chat } = account;
  chat.messages = chat.messages.filter(({ message }) => !messageIds.includes(message.message_id));
  chat.pinned = chat.pinned.filter((id) => !messageIds.includes(id));
  world.touch(account);
}
