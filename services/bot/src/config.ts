import { commonConfig, port, readConfig, url, wholeNumber } from "@okoshko/runtime/config";
import { z } from "zod";

const common = {
  ...commonConfig,
  PORT: port.default(4002),
  ADMIN_PORT: port.default(4102),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "is not a token")
    .meta({ description: "the token that @BotFather gave, <number>:<letters>" }),
  TELEGRAM_API_ROOT: url("http", "https").optional().meta({ example: "http://127.0.0.1:4000" }),
  BOOKING_API_URL: url("http", "https").meta({ example: "http://127.0.0.1:4001" }),
  BOOKING_API_PUBLIC_URL: url("http", "https").optional().meta({
    description: "where the world reaches booking-api; addresses of calendar feeds begin with it",
    example: "https://api.example.com",
  }),
  BOOKING_API_TOKEN: z.string().meta({ description: "the bot's token among booking-api's SERVICE_TOKENS" }),
  NOTIFIER_URL: url("http", "https").meta({
    description: "where owners' broadcasts are ordered",
    example: "http://127.0.0.1:4003",
  }),
  NOTIFIER_TOKEN: z.string().meta({ description: "the bot's token among the notifier's SERVICE_TOKENS" }),
  REDIS_URL: url("redis", "rediss").meta({ example: "redis://127.0.0.1:6379" }),
};

const webhookUrl = url("http", "https").meta({ example: "https://bot.example.com/telegram/webhook" });
const webhookSecret = z
  .string()
  .regex(/^[\w-]{1,256}$/, "is not 1 to 256 letters, digits, _ or -")
  .meta({ description: "any secret of 1 to 256 letters, digits, _ or -" });

/** Everything that the bot reads from its environment. */
export const botConfig = z
  .object({
    ...common,
    BOT_MODE: z.enum(["webhook", "polling"]).default("polling"),
    WEBHOOK_URL: webhookUrl.optional(),
    WEBHOOK_SECRET: webhookSecret.optional(),
    WEBHOOK_REGISTER: z.enum(["at-start", "never"]).default("never"),
    MAX_UPDATES_IN_FLIGHT: wholeNumber(1, 10_000).default(100),
  })
  .check(needed("WEBHOOK_URL"), needed("WEBHOOK_SECRET"));

/** In webhook mode Telegram has to know an address and a secret; polling needs neither. */
function needed(name: "WEBHOOK_URL" | "WEBHOOK_SECRET") {
  return z.refine<Record<string, unknown>>(
    (config) => config["BOT_MODE"] !== "webhook" || config[name] !== undefined,
    // Also when other variables are wrong: all faults belong in one list.
    { path: [name], message: "is missing; BOT_MODE=webhook needs it", when: () => true },
  );
}

/** How updates come in. */
export type Intake = z.output<typeof intakeSchema>;

const intakeSchema = z.discriminatedUnion("BOT_MODE", [
  z.object({ BOT_MODE: z.literal("polling") }),
  z.object({
    BOT_MODE: z.literal("webhook"),
    WEBHOOK_URL: webhookUrl,
    WEBHOOK_SECRET: webhookSecret,
    WEBHOOK_REGISTER: z.enum(["at-start", "never"]),
    MAX_UPDATES_IN_FLIGHT: z.number(),
  }),
]);

export type Config = ReturnType<typeof readBotConfig>;

export function readBotConfig() {
  const config = readConfig(botConfig);
  return { ...config, intake: intakeSchema.parse(config) };
}
