import { type Logger } from "@okoshko/runtime/logger";
import { type Api, GrammyError } from "grammy";
import { type Redis } from "ioredis";
import { type Access } from "./booking-api";
import { type People } from "./people";
import { type CommandSet, setCommands } from "./registration";
import { type Dictionary, type Locale } from "./words";

/** Keeps the commands that Telegram offers a person in step with what they are here. */
export interface Roles {
  /** Sets the commands of the person's chat if they differ from those that were set last. That Telegram refuses stops nobody. */
  show(userId: number, locale: Locale, access: Access): Promise<void>;
  /** The person's rights were changed: nothing that is remembered of them counts any more. */
  changed(userId: number): Promise<void>;
}

/** A month: set again now and then, should Telegram have been told otherwise by somebody else. */
const rememberedSeconds = 30 * 24 * 60 * 60;

export function createRoles(deps: {
  api: Api;
  redis: Redis;
  prefix: string;
  dictionary: Dictionary;
  logger: Logger;
  people: People;
}): Roles {
  const { api, redis, prefix, dictionary, people, logger } = deps;
  const key = (userId: number): string => `${prefix}:commands:${userId}`;
  const set = async (userId: number, locale: Locale, wanted: CommandSet): Promise<void> => {
    try {
      await setCommands(api, dictionary(locale), { userId, set: wanted });
      if (wanted === "client") await redis.del(key(userId));
      else await redis.set(key(userId), `${wanted} ${locale}`, "EX", rememberedSeconds);
    } catch (error) {
      // A menu is a convenience: what the person came for goes on, and the next turn tries again.
      if (!(error instanceof GrammyError)) throw error;
      logger.warn({ err: error }, "the commands of a chat could not be set");
    }
  };
  return {
    async show(userId, locale, access) {
      const wanted = commandSet(access);
      const shown = await redis.get(key(userId));
      // Nothing was ever set for most people, and nothing has to be.
      if (wanted === "client" ? shown === null : shown === `${wanted} ${locale}`) return;
      await set(userId, locale, wanted);
    },
    async changed(userId) {
      await people.forgetAccess({ id: userId });
      // Gone at once, and not when the person comes by the next time: a command that is refused looks broken.
      if (commandSet(await people.accessOf({ id: userId })) === "client") await set(userId, "en", "client");
    },
  };
}

/** Which commands a person is offered, by what they are here. */
export function commandSet({ roles, masterId }: Access): CommandSet {
  const isInCharge = roles.includes("owner") || roles.includes("admin");
  if (masterId === null) return isInCharge ? "manager" : "client";
  return isInCharge ? "both" : "master";
}
