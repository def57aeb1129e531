import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Redis } from "ioredis";
import { type User } from "grammy/types";
import { onBehalf } from "./booking-api";
import { chooseLocale, type Locale } from "./words";

/** The persons' languages. booking-api knows them for good, Redis for some minutes. */
export interface People {
  localeOf(user: User): Promise<Locale>;
  chooseLocale(user: User, locale: Locale): Promise<void>;
}

const rememberedSeconds = 10 * 60;

export function createPeople(client: BookingClient, redis: Redis, prefix: string): People {
  const key = (user: User): string => `${prefix}:locale:${user.id}`;
  const save = async (user: User, locale: Locale): Promise<void> => {
    await onBehalf(client, user.id).remember({ name: nameOf(user), locale });
  };
  return {
    async localeOf(user) {
      const known = await redis.get(key(user));
      if (known === "ru" || known === "en") return known;
      // Makes the person a client at first sight, so that a hold has somebody to belong to.
      const { locale: saved } = await onBehalf(client, user.id).remember({ name: nameOf(user) });
      const locale = chooseLocale(saved, user.language_code);
      // Reminders are written by a service that never sees the person's Telegram, so the language is kept for it.
      if (saved === null) await save(user, locale);
      await redis.set(key(user), locale, "EX", rememberedSeconds);
      return locale;
    },
    async chooseLocale(user, locale) {
      await save(user, locale);
      await redis.set(key(user), locale, "EX", rememberedSeconds);
    },
  };
}

/** As the person is called in Telegram, in at most 128 characters; there may be nothing printable in it. */
export function nameOf(user: User): string {
  const name = [user.first_name, user.last_name].join(" ").trim() || user.username || String(user.id);
  return Array.from(name).slice(0, 128).join("");
}
