import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Redis } from "ioredis";
import { type User } from "grammy/types";
import { z } from "zod";
import { type Access, onBehalf } from "./booking-api";
import { type Locale, localeOfTelegram } from "./words";

/** The persons' languages and roles. booking-api knows them for good, Redis for some minutes. */
export interface People {
  localeOf(user: User): Promise<Locale>;
  chooseLocale(user: User, locale: Locale): Promise<void>;
  /** What a person was here a moment ago: enough to choose a menu, never to let them do something. */
  accessOf(user: { id: number }): Promise<Access>;
  /** Their role has changed: look again next time. */
  forgetAccess(user: { id: number }): Promise<void>;
  /** The person was forgotten at their wish. */
  forget(user: User): Promise<void>;
}

const rememberedSeconds = 10 * 60;
/** Somebody who was made a master a moment ago should not look for their desk for long. */
const accessSeconds = 30;

const accessSchema = z.object({
  roles: z.array(z.enum(["owner", "admin", "master", "client", "integration", "service"])),
  masterId: z.string().nullable(),
});

export function createPeople(client: BookingClient, redis: Redis, prefix: string): People {
  const key = (user: User): string => `${prefix}:locale:${user.id}`;
  const accessKey = (user: { id: number }): string => `${prefix}:access:${user.id}`;
  return {
    async localeOf(user) {
      const known = await redis.get(key(user));
      if (known === "ru" || known === "en") return known;
      // Makes the person a client at first sight, so that a hold has somebody to belong to; with a language, because
      // reminders are written by a service that never sees the person's Telegram.
      const firstLocale = localeOfTelegram(user);
      const saved = await onBehalf(client, user.id).remember({ name: nameOf(user), firstLocale });
      const locale = saved.locale ?? firstLocale;
      await redis.set(key(user), locale, "EX", rememberedSeconds);
      return locale;
    },
    async chooseLocale(user, locale) {
      await onBehalf(client, user.id).remember({ name: nameOf(user), locale });
      await redis.set(key(user), locale, "EX", rememberedSeconds);
    },
    async accessOf(user) {
      const known = await redis.get(accessKey(user));
      if (known !== null) return accessSchema.parse(JSON.parse(known));
      const { roles, masterId } = await onBehalf(client, user.id).access();
      await redis.set(accessKey(user), JSON.stringify({ roles, masterId }), "EX", accessSeconds);
      return { roles, masterId };
    },
    async forgetAccess(user) {
      await redis.del(accessKey(user));
    },
    async forget(user) {
      await redis.del(key(user), accessKey(user));
    },
  };
}

/** As the person is called in Telegram, in at most 128 characters; there may be nothing printable in it. */
export function nameOf(user: User): string {
  const name = [user.first_name, user.last_name].join(" ").trim() || user.username || String(user.id);
  return Array.from(name).slice(0, 128).join("");
}
