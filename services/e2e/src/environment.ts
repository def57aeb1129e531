import { randomBytes } from "node:crypto";
import { type ServiceName } from "./service-process";

/** What services have to know of each other. */
export interface Surroundings {
  /** Base URLs by which the others reach a service. */
  at: (name: ServiceName) => string;
  databaseUrl: string;
  redisUrl: string;
  secrets: Secrets;
}

export type Secrets = Record<"bot" | "notifier" | "admin" | "webhook" | "webhookEncryption", string>;

export const botToken = "1000000001:okoshko-emulator-demo-token-000000000";

export function newSecrets(): Secrets {
  const secret = () => randomBytes(24).toString("hex");
  return {
    bot: secret(),
    notifier: secret(),
    admin: secret(),
    webhook: secret(),
    webhookEncryption: randomBytes(32).toString("hex"),
  };
}

/** The environment of a service, or of one replica of it, that listens on `port`. */
export function environmentOf(name: ServiceName, port: number, around: Surroundings): Record<string, string> {
  const { at, databaseUrl, redisUrl, secrets } = around;
  const own = { PORT: `${port}`, ADMIN_PORT: "0", LOG_LEVEL: "info", SHUTDOWN_DELAY_MS: "0" };
  const clock = { CLOCK: "adjustable", CLOCK_URL: at("telegram-emulator") };
  const telegram = { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: at("telegram-emulator") };
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const tokens = `bot=${secrets.bot},notifier=${secrets.notifier},admin=${secrets.admin}`;
  const booking = { BOOKING_API_URL: at("booking-api") };
  switch (name) {
    case "telegram-emulator":
      return { ...own, BOT_TOKEN: botToken };
    case "booking-api":
      return { ...own, ...clock, ...stores, SERVICE_TOKENS: tokens };
    case "notifier":
      return {
        ...own,
        ...clock,
        ...telegram,
        ...stores,
        ...booking,
        BOOKING_API_TOKEN: secrets.notifier,
        SERVICE_TOKENS: tokens,
        // Short, because stories about crashes wait for leases to end, in real time.
        LEASE_SECONDS: "3",
        TELEGRAM_TIMEOUT_SECONDS: "5",
        WEBHOOK_ENCRYPTION_KEY: secrets.webhookEncryption,
        // The integrator of the stories is on this machine, too.
        WEBHOOK_ALLOW_LOOPBACK: "true",
      };
    case "bot":
      return {
        ...own,
        ...clock,
        ...telegram,
        ...booking,
        BOOKING_API_TOKEN: secrets.bot,
        NOTIFIER_URL: at("notifier"),
        NOTIFIER_TOKEN: secrets.bot,
        BOOKING_API_PUBLIC_URL: at("booking-api"),
        REDIS_URL: redisUrl,
        BOT_MODE: "webhook",
        WEBHOOK_URL: `${at("bot")}/telegram/webhook`,
        WEBHOOK_SECRET: secrets.webhook,
        WEBHOOK_REGISTER: "at-start",
      };
  }
}
