import { type Account, toTelegramChat, toUser } from "../state/account";
import { botUser } from "../state/bot-profile";
import { type Happened, type Persons, tellBot } from "./inbox";

/** Blocks the bot. Blocking twice changes nothing and tells nobody. */
export function block(persons: Persons, account: Account): Happened {
  return change(persons, account, true);
}

export function unblock(persons: Persons, account: Account): Happened {
  return change(persons, account, false);
}

function change(persons: Persons, account: Account, blocked: boolean): Happened {
  const { world } = persons;
  const { chat, profile } = account;
  if (chat.botBlocked === blocked) return { chatRevision: chat.revision };
  chat.botBlocked = blocked;
  world.touch(account);
  const user = botUser(world.bot);
  const kicked = { status: "kicked" as const, user, until_date: 0 };
  const member = { status: "member" as const, user };
  const updateId = tellBot(persons, account, "my_chat_member", {
    my_chat_member: {
      chat: toTelegramChat(profile),
      from: toUser(profile),
      date: world.clock.seconds(),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
  });
  return { updateId, chatRevision: chat.revision };
}
