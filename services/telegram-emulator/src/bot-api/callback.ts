import { type Account, type Callback } from "../state/account";
import { type World } from "../state/world";
import { chatOf, writableChat } from "./addressee";
import { done, method } from "./method";
import { badRequest, queryTooOld } from "./telegram-error";

/**
 * Telegram doesn't say how long a query can be answered; clients stop the spinner after about a minute, and a bot that
 * needs longer has lost its user. In demo time, so that a test can let a query grow old.
 */
const answerableMs = 60_000;

export const answerCallbackQuery = method("AnswerCallbackQuery", ({ world, clock }, params) => {
  const found = findCallback(world, params.callback_query_id);
  if (found === undefined || found.callback.answered || clock.millis() - found.callback.atMs > answerableMs)
    throw badRequest(queryTooOld);
  if (params.url !== undefined && !/^(https?|tg):\/\//.test(params.url)) throw badRequest("URL_INVALID");
  const { account, callback } = found;
  callback.answered = true;
  const text = params.text ?? "";
  if (text !== "" || params.url !== undefined) {
    const toast = {
      id: callback.id,
      text,
      alert: params.show_alert === true,
      shownAt: clock.now().toISOString(),
      messageId: callback.messageId,
      ...(params.url === undefined ? {} : { url: params.url }),
    };
    account.chat.toast = toast;
    world.bus.tell({ name: "toast", data: { personId: account.profile.id, toast } });
  }
  world.touch(account);
  return { ...done, messageId: callback.messageId };
});

function findCallback(world: World, id: string): { account: Account; callback: Callback } | undefined {
  for (const account of world.accounts.values()) {
    const callback = account.chat.callbacks.find((each) => each.id === id);
    if (callback !== undefined) return { account, callback };
  }
  return undefined;
}

const typingMs = 5000;

export const sendChatAction = method("SendChatAction", ({ world, clock }, params) => {
  const account = writableChat(world, params.chat_id);
  const { id } = account.profile;
  const typing = { action: params.action, untilMs: clock.realNow().getTime() + typingMs };
  world.typing.set(id, typing);
  world.bus.tell({ name: "typing", data: { personId: id, action: params.action, expiresInMs: typingMs } });
  world.touch(account);
  const end = setTimeout(() => {
    if (world.typing.get(id) !== typing) return;
    world.typing.delete(id);
    world.bus.tell({ name: "typing", data: { personId: id, action: "", expiresInMs: 0 } });
    world.touch(account);
  }, typingMs);
  end.unref();
  return done;
});

export const getChat = method("GetChat", ({ world }, params) => {
  const { profile, chat } = chatOf(world, params.chat_id);
  // A person who never wrote is a stranger to the bot.
  if (!chat.started) throw badRequest("chat not found");
  const pinned = chat.messages.find(({ message }) => message.message_id === chat.pinned.at(-1));
  return {
    result: {
      id: profile.id,
      type: "private",
      first_name: profile.firstName,
      ...(profile.lastName === undefined ? {} : { last_name: profile.lastName }),
      ...(profile.username === undefined
        ? {}
        : { username: profile.username, active_usernames: [profile.username] }),
      accent_color_id: profile.id % 7,
      max_reaction_count: 11,
      accepted_gift_types: {
        unlimited_gifts: true,
        limited_gifts: true,
        unique_gifts: true,
        premium_subscription: true,
        gifts_from_channels: true,
      },
      ...(pinned === undefined ? {} : { pinned_message: pinned.message }),
    },
  };
});
