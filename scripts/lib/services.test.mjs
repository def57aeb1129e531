import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePorts } from "./ports.mjs";
import { inherited, planServices, usualPorts } from "./services.mjs";

const basics = {
  ports: usualPorts,
  databaseUrl: "postgres://db",
  redisUrl: "redis://r",
  secrets: { bot: "b", notifier: "n", admin: "a", webhook: "w", webhookEncryption: "e" },
  stateFile: "/state.json",
};
const planned = (more) =>
  Object.fromEntries(planServices({ ...basics, ...more }).map(({ name, env }) => [name, env]));

test("with the emulator: everything points to it, and it keeps the clock", () => {
  const { bot, notifier, "booking-api": api, "telegram-emulator": emulator } = planned();
  assert.equal(bot.TELEGRAM_API_ROOT, "http://127.0.0.1:4000");
  assert.equal(bot.BOT_MODE, "webhook");
  assert.equal(bot.WEBHOOK_URL, "http://127.0.0.1:4002/telegram/webhook");
  assert.equal(emulator.STATE_FILE, "/state.json");
  for (const env of [bot, notifier, api]) assert.equal(env.CLOCK_URL, "http://127.0.0.1:4000");
  assert.equal(emulator.CLOCK, undefined);
  assert.equal(api.SERVICE_TOKENS, "bot=b,notifier=n,admin=a");
  assert.deepEqual([notifier.WEBHOOK_ENCRYPTION_KEY, notifier.WEBHOOK_ALLOW_LOOPBACK], ["e", "true"]);
});

test("with a token: no emulator, long polling, the system's time, and only those who speak Telegram know it", () => {
  const { bot, notifier, "booking-api": api, ...others } = planned({ token: "123:secret" });
  assert.deepEqual(others, {});
  assert.deepEqual([bot.BOT_MODE, bot.WEBHOOK_URL, bot.CLOCK], ["polling", undefined, "system"]);
  assert.deepEqual([bot.TELEGRAM_BOT_TOKEN, notifier.TELEGRAM_BOT_TOKEN], ["123:secret", "123:secret"]);
  assert.equal(bot.TELEGRAM_API_ROOT, undefined);
  assert.doesNotMatch(JSON.stringify(api), /secret/);
});

test("the Mini App can sign in: by the emulator's token, or by the number of one's own bot and Telegram's key", () => {
  const [demo, again, own] = [planned(), planned(), planned({ token: "123:secret" })].map(
    (plan) => plan["booking-api"],
  );
  assert.equal(demo.TELEGRAM_BOT_TOKEN, planned().bot.TELEGRAM_BOT_TOKEN);
  assert.deepEqual([own.TELEGRAM_BOT_TOKEN, own.TELEGRAM_BOT_ID], [undefined, "123"]);
  assert.ok(demo.SESSION_SECRET.length >= 32);
  assert.notEqual(demo.SESSION_SECRET, again.SESSION_SECRET);
});

test("starts in the order in which services need each other", () => {
  const names = planServices(basics).map(({ name }) => name);
  assert.deepEqual(names, ["telegram-emulator", "booking-api", "notifier", "bot"]);
});

test("hands on the user's environment without what belongs to one service or to npm", () => {
  const env = inherited({
    PATH: "/bin",
    TELEGRAM_BOT_TOKEN: "t",
    npm_config_x: "1",
    PORT: "80",
    NODE_ENV: "production",
  });
  assert.deepEqual(env, { PATH: "/bin", NODE_ENV: "development" });
});

test("takes the next port with the same last digit when the usual one is in use, and says so", async () => {
  const taken = new Set([4001, 4011, 4102]);
  const freePort = async (port) => (taken.has(port) ? 39999 : port);
  const { ports, moved } = await choosePorts(usualPorts, freePort);
  assert.equal(ports["booking-api"].port, 4021);
  assert.equal(ports.bot.adminPort, 4112);
  assert.deepEqual(moved, [
    "port 4001 is taken, so booking-api listens on 4021",
    "port 4102 is taken, so the metrics of bot are on 4112",
  ]);
});
