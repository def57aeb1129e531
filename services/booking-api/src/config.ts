import { z } from "zod";
import { commonConfig, port, readConfig, url, wholeNumber } from "@okoshko/runtime/config";
import { serviceTokens } from "@okoshko/runtime/http/service-tokens";
import { isTimeZone } from "./availability/local-day";
import { isCurrency } from "./business/currency";

const databaseUrl = url("postgres", "postgresql").meta({
  example: "postgres://okoshko:secret@localhost:5432/okoshko",
});

const perMinute = (otherwise: number) =>
  wholeNumber(0, 1_000_000_000).default(otherwise).meta({ description: "requests a minute, 0 for no limit" });

const together = "needed with the other BUSINESS_ variables";
const words = (max: number) => z.string().trim().max(max, `is longer than ${max} characters`);

/** What the business is while there is none yet, and who owns it while nobody does. See business/set-up.ts. */
const beginning = {
  BUSINESS_NAME_RU: words(200).optional().meta({ description: "the name of the business in Russian" }),
  BUSINESS_NAME_EN: words(200)
    .optional()
    .meta({ description: `its name in English, this one or BUSINESS_NAME_RU is ${together}` }),
  BUSINESS_TIME_ZONE: z
    .string()
    .refine(isTimeZone, "is no IANA time zone")
    .optional()
    .meta({ description: `an IANA time zone, ${together}`, example: "Europe/Riga" }),
  BUSINESS_CURRENCY: z
    .string()
    .refine(isCurrency, "is no currency")
    .optional()
    .meta({ description: `a currency by its ISO 4217 code, ${together}`, example: "EUR" }),
  BUSINESS_LOCALE: z
    .enum(["ru", "en"])
    .optional()
    .meta({ description: "the language of those who have chosen none" }),
  OWNER_TELEGRAM_USER_ID: wholeNumber(1, 999_999_999_999_999).optional().meta({
    description: "the number that Telegram knows the first owner by",
    example: "123456789",
  }),
  OWNER_NAME: words(100).optional().meta({ description: "how the staff list calls them" }),
};

const fields = z.object({
  ...commonConfig,
  PORT: port.default(4001),
  ADMIN_PORT: port.default(4101),
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: wholeNumber(1, 200).default(10),
  // One master-day at 16 connections, as a share of the constant route in the same run of 3 or 4 s on two cores: 24% with 2,
  // 33% with 4, 27% with 8, 35% with 16. One run each, so no more than that it matters little.
  DATABASE_READ_POOL_SIZE: wholeNumber(1, 200).default(4),
  REDIS_URL: url("redis", "rediss").meta({ example: "redis://localhost:6379" }),
  SERVICE_TOKENS: serviceTokens.meta({
    description: "who may call: bot, notifier, admin",
    example: "bot=long-random-text,notifier=another-one,admin=a-third",
  }),
  /** Signs the sessions of the Mini App; without it nobody can sign in there. */
  SESSION_SECRET: z.string().min(32, "is shorter than 32 characters").optional().meta({
    description: "a long random text, the same for all replicas",
    example: "what `openssl rand -base64 32` prints",
  }),
  /** Checks the Mini App's initData by the bot's own token. */
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^[1-9]\d{0,15}:[\w-]{30,}$/, "is not a token of BotFather")
    .optional(),
  /** Checks initData by Telegram's public key instead (or as well, if the token is given too). */
  TELEGRAM_BOT_ID: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, "is not a number")
    .optional()
    .meta({ description: "the part of the bot's token before the colon" }),
  TELEGRAM_ENVIRONMENT: z.enum(["production", "test"]).default("production"),
  // A quick person taps twice a second, and a tap is up to four requests of the bot: more than 480 a minute is a program.
  RATE_LIMIT_PERSON: perMinute(600),
  RATE_LIMIT_KEY: perMinute(1_200),
  RATE_LIMIT_ADDRESS: perMinute(120),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  REQUEST_TIME_LIMIT_MS: wholeNumber(100, 600_000).default(10_000),
  ...beginning,
});

export const configSchema = fields.superRefine((config, context) => {
  const { SESSION_SECRET: secret, TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_ID: botId } = config;
  const fault = (name: keyof typeof config, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (secret !== undefined && config.NODE_ENV === "production" && isGuessable(secret)) {
    fault("SESSION_SECRET", "is one that anybody can guess: production needs a random one");
  }
  if (token !== undefined && botId !== undefined && token.split(":")[0] !== botId) {
    fault("TELEGRAM_BOT_ID", "belongs to another bot than TELEGRAM_BOT_TOKEN");
  }
  // Half a business would be none, and nobody would know why.
  const { BUSINESS_NAME_RU: ru, BUSINESS_NAME_EN: en, BUSINESS_LOCALE: locale } = config;
  const { BUSINESS_TIME_ZONE: zone, BUSINESS_CURRENCY: currency } = config;
  if ([ru, en, locale, zone, currency].some((value) => value !== undefined)) {
    if (ru === undefined && en === undefined) fault("BUSINESS_NAME_EN", "is missing");
    if (zone === undefined) fault("BUSINESS_TIME_ZONE", "is missing");
    if (currency === undefined) fault("BUSINESS_CURRENCY", "is missing");
  }
  if (config.OWNER_NAME !== undefined && config.OWNER_TELEGRAM_USER_ID === undefined) {
    fault("OWNER_TELEGRAM_USER_ID", "is missing");
  }
});

/** Words that stand in examples, and texts that repeat themselves. */
function isGuessable(secret: string): boolean {
  return /demo|example|change.?me|default|secret|password|okoshko/i.test(secret) || new Set(secret).size < 12;
}

export type Config = z.output<typeof configSchema>;

export const readBookingConfig = (): Config => readConfig(configSchema);

const migrationSchema = z.object({ DATABASE_URL: databaseUrl, LOG_LEVEL: commonConfig.LOG_LEVEL });

/** For the entries that only touch the database: migrate and seed-demo. */
export const readDatabaseConfig = (): z.output<typeof migrationSchema> => readConfig(migrationSchema);
