import { z } from "zod";
import { commonConfig, port, readConfig, url, wholeNumber } from "@okoshko/runtime/config";
import { serviceTokens } from "@okoshko/runtime/http/service-tokens";
import { parseKeys } from "./webhooks/sealing";

const databaseUrl = url("postgres", "postgresql").meta({
  example: "postgres://okoshko:secret@localhost:5432/okoshko",
});

const configShape = z.object({
  ...commonConfig,
  PORT: port.default(4003),
  ADMIN_PORT: port.default(4103),
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(10),
  REDIS_URL: url("redis", "rediss").meta({ example: "redis://localhost:6379" }),
  BOOKING_API_URL: url("http", "https").meta({ example: "http://localhost:4001" }),
  BOOKING_API_TOKEN: z
    .string()
    .min(16, "is shorter than 16 characters")
    .meta({ description: "the token that booking-api knows as notifier" }),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,20}:[A-Za-z0-9_-]{20,100}$/, "is not a bot token")
    .meta({ description: "the token from @BotFather", example: "123456789:AA…" }),
  TELEGRAM_API_ROOT: url("http", "https").optional().meta({ example: "https://api.telegram.org" }),
  TELEGRAM_TIMEOUT_SECONDS: wholeNumber(1, 60).default(15),
  /** Telegram bears about 30 a second from one bot; the rest is left to the bot's own answers. */
  TELEGRAM_MESSAGES_PER_SECOND: wholeNumber(1, 100_000).default(25),
  SEND_CONCURRENCY: wholeNumber(1, 1_000).default(40),
  LEASE_SECONDS: wholeNumber(2, 3_600).default(60),
  SERVICE_TOKENS: serviceTokens.meta({
    description: "who may read the ledger",
    example: "admin=long-random-text,bot=another-one",
  }),
  /** Without it webhooks are off: their secrets have to be kept, and are kept encrypted only. */
  WEBHOOK_ENCRYPTION_KEY: z
    .string()
    .transform((text, context) => {
      const keys = parseKeys(text);
      if (keys) return keys;
      context.addIssue({ code: "custom", message: "is not made of keys of 64 hexadecimal digits" });
      return z.NEVER;
    })
    .optional()
    .meta({
      description: "64 hexadecimal digits, as `openssl rand -hex 32` gives; after a comma, older ones",
    }),
  /** For development: receivers on this machine, over plain http, at any port. */
  WEBHOOK_ALLOW_LOOPBACK: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
  WEBHOOK_RETENTION_DAYS: wholeNumber(1, 3_650).default(30),
});

export const configSchema = configShape.refine(
  (config) => config.NODE_ENV !== "production" || !config.WEBHOOK_ALLOW_LOOPBACK,
  { path: ["WEBHOOK_ALLOW_LOOPBACK"], message: "is for development, and refused in production" },
);

export type Config = z.output<typeof configSchema>;

export const readNotifierConfig = (): Config => readConfig(configSchema);

const migrationSchema = z.object({ DATABASE_URL: databaseUrl, LOG_LEVEL: commonConfig.LOG_LEVEL });

export const readMigrationConfig = (): z.output<typeof migrationSchema> => readConfig(migrationSchema);
