import { Problem } from "@okoshko/runtime/problem";
import { type DemoClock } from "../clock/demo-clock";
import { type Account, emptyChat, type Link, type Profile, type StoredMessage, type Typing } from "./account";
import { type BotProfile, newBot } from "./bot-profile";
import { type Bus } from "./bus";
import { Files } from "./files";

/** How much is kept of each kind; what is older goes. */
export const caps = { messagesPerChat: 500, callbacksPerChat: 200, persons: 2000 } as const;

export interface Counters {
  message: number;
  callback: number;
  update: number;
  file: number;
  person: number;
}

/** Far from the ids of the messages, so that no test mixes them up unnoticed. */
const firstCounters: Counters = {
  message: 100,
  callback: 4_000_000,
  update: 700_000_000,
  file: 0,
  person: 9000,
};

/** Everything the emulator remembers of persons, chats and the bot. */
export class World {
  readonly accounts = new Map<number, Account>();
  readonly typing = new Map<number, Typing>();
  readonly files = new Files();
  counters: Counters = { ...firstCounters };
  bot: BotProfile;

  constructor(
    readonly clock: DemoClock,
    readonly bus: Bus,
    private readonly identity: {
      botId: number;
      username: string;
      persons: readonly Profile[];
      links: readonly Link[];
    },
  ) {
    this.bot = newBot(identity.botId, identity.username);
    for (const profile of identity.persons) this.add(profile);
  }

  get links(): readonly Link[] {
    return this.identity.links;
  }

  /** Ids stay unique over a reset: a late answer to an old tap must not hit a new one. */
  reset(options: { bot: boolean }): void {
    this.accounts.clear();
    this.typing.clear();
    this.files.clear();
    if (options.bot) this.bot = newBot(this.identity.botId, this.identity.username);
    for (const profile of this.identity.persons) this.add(profile);
  }

  add(profile: Profile): Account {
    if (this.accounts.size >= caps.persons)
      throw new Problem("limit-reached", { detail: `There are ${caps.persons} persons already.` });
    const account = { profile, chat: { ...emptyChat(), started: profile.started ?? false } };
    this.accounts.set(profile.id, account);
    return account;
  }

  /** Throws `not-found`. */
  account(personId: number): Account {
    const account = this.accounts.get(personId);
    if (account === undefined) throw new Problem("not-found", { detail: `There is no person ${personId}.` });
    return account;
  }

  next(counter: keyof Counters): number {
    this.counters[counter] += 1;
    return this.counters[counter];
  }

  /** Ids grow over all chats, with gaps in each, as a bot sees them in real life. */
  post(account: Account, stored: Omit<StoredMessage, "version">): StoredMessage {
    const added = { ...stored, version: 1 };
    account.chat.messages.push(added);
    if (account.chat.messages.length > caps.messagesPerChat) account.chat.messages.shift();
    this.touch(account);
    return added;
  }

  touch({ profile, chat }: Account): void {
    chat.revision += 1;
    this.bus.tell({ name: "chat", data: { personId: profile.id, revision: chat.revision } });
  }
}
