import { randomUUID } from "node:crypto";

/** The usual ports; a service that finds its own taken gets another, see ports.mjs. */
export const usualPorts = {
  "telegram-emulator": { port: 4000, adminPort: 4100 },
  "booking-api": { port: 4001, adminPort: 4101 },
  bot: { port: 4002, adminPort: 4102 },
  notifier: { port: 4003, adminPort: 4103 },
};

/** The emulator's bot. Not a secret: it opens nothing but the emulator on this machine. */
const demoToken = "1000000001:okoshko-emulator-demo-token-000000000";

/**
 * What each service is told, in the order in which they start; they stop in the opposite one. With a token of the
 * user's own there is no emulator, the bot polls the real Telegram, and time is the system's.
 */
export function planServices({ ports, databaseUrl, redisUrl, secrets, stateFile, token, telegramApiRoot }) {
  const at = (name) => `http://127.0.0.1:${ports[name].port}`;
  const emulated = token === undefined;
  const clock = emulated ? { CLOCK: "adjustable", CLOCK_URL: at("telegram-emulator") } : { CLOCK: "system" };
  const apiRoot = emulated ? at("telegram-emulator") : telegramApiRoot;
  const telegram = {
    TELEGRAM_BOT_TOKEN: token ?? demoToken,
    ...(apiRoot && { TELEGRAM_API_ROOT: apiRoot }),
  };
  const serviceTokens = `bot=${secrets.bot},notifier=${secrets.notifier},admin=${secrets.admin}`;
  const updates = emulated
    ? { BOT_MODE: "webhook", WEBHOOK_URL: `${at("bot")}/telegram/webhook`, WEBHOOK_REGISTER: "at-start" }
    : { BOT_MODE: "polling" };
  const booking = (name) => ({ BOOKING_API_URL: at("booking-api"), BOOKING_API_TOKEN: secrets[name] });

  const environments = {
    "telegram-emulator": {
      STATE_FILE: stateFile,
      BOT_TOKEN: demoToken,
      LINKS: `API docs=http://localhost:${ports["booking-api"].port}/docs,Metrics=http://localhost:${ports["booking-api"].adminPort}/metrics`,
    },
    "booking-api": {
      ...clock,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SERVICE_TOKENS: serviceTokens,
      SESSION_SECRET: randomUUID(),
      ...(emulated ? { TELEGRAM_BOT_TOKEN: demoToken } : { TELEGRAM_BOT_ID: token.split(":")[0] }),
    },
    notifier: {
      ...clock,
      ...telegram,
      ...booking("notifier"),
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SERVICE_TOKENS: serviceTokens,
      WEBHOOK_ENCRYPTION_KEY: secrets.webhookEncryption,
      // Whoever tries webhooks on this machine has their receiver on it too.
      WEBHOOK_ALLOW_LOOPBACK: "true",
    },
    bot: {
      ...clock,
      ...telegram,
      ...booking("bot"),
      NOTIFIER_URL: at("notifier"),
      NOTIFIER_TOKEN: secrets.bot,
      BOOKING_API_PUBLIC_URL: `http://localhost:${ports["booking-api"].port}`,
      ...updates,
      REDIS_URL: redisUrl,
      WEBHOOK_SECRET: secrets.webhook,
    },
  };
  return Object.entries(environments)
    .filter(([name]) => emulated || name !== "telegram-emulator")
    .map(([name, env]) => ({
      name,
      env: { ...env, PORT: `${ports[name].port}`, ADMIN_PORT: `${ports[name].adminPort}` },
    }));
}

/** Variables of the user that would reach services they are not meant for. */
const ours = [
  "DATABASE_URL",
  "REDIS_URL",
  "TELEGRAM_BOT_TOKEN",
  "TELEGRAM_API_ROOT",
  "BOT_MODE",
  "BOOKING_API_URL",
  "BOOKING_API_TOKEN",
  "BOOKING_API_PUBLIC_URL",
  "NOTIFIER_URL",
  "NOTIFIER_TOKEN",
  "SERVICE_TOKENS",
  "CLOCK",
  "CLOCK_URL",
  "PORT",
  "ADMIN_PORT",
  "STATE_FILE",
  "NODE_CHANNEL_FD",
];

/** What all children inherit: the user's environment (PATH, HOST, LOG_LEVEL, OTEL_…) without the above and npm's own. */
export function inherited(env = process.env) {
  const kept = Object.entries(env).filter(
    ([name]) => !ours.includes(name) && !name.startsWith("npm_") && !name.startsWith("WEBHOOK_"),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: "development" };
}
