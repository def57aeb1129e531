import { ConfigError, parseConfig } from "@okoshko/runtime/config";
import { botConfig } from "./config";

const enough = {
  TELEGRAM_BOT_TOKEN: "1:token",
  BOOKING_API_URL: "http://booking-api:4001",
  BOOKING_API_TOKEN: "secret",
  NOTIFIER_URL: "http://notifier:4003",
  NOTIFIER_TOKEN: "another secret",
  REDIS_URL: "redis://redis:6379",
};

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig(botConfig, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ name }) => name).sort();
  }
}

describe("the configuration", () => {
  it("polls by default, and registers nothing by itself", () => {
    expect(parseConfig(botConfig, enough)).toMatchObject({ BOT_MODE: "polling", WEBHOOK_REGISTER: "never" });
  });

  it("needs an address and a secret for a webhook, and says so together with all other faults", () => {
    expect(faultsOf({ ...enough, BOT_MODE: "webhook" })).toEqual(["WEBHOOK_SECRET", "WEBHOOK_URL"]);
    expect(faultsOf({ BOT_MODE: "webhook", TELEGRAM_BOT_TOKEN: "none" })).toEqual([
      "BOOKING_API_TOKEN",
      "BOOKING_API_URL",
      "NOTIFIER_TOKEN",
      "NOTIFIER_URL",
      "REDIS_URL",
      "TELEGRAM_BOT_TOKEN",
      "WEBHOOK_SECRET",
      "WEBHOOK_URL",
    ]);
  });

  it.each([
    ["WEBHOOK_SECRET", "spaces are not allowed"],
    ["WEBHOOK_SECRET", "x".repeat(257)],
    ["WEBHOOK_URL", "bot.example.com"],
    ["WEBHOOK_REGISTER", "sometimes"],
    ["BOT_MODE", "carrier-pigeon"],
    ["TELEGRAM_API_ROOT", "ftp://127.0.0.1"],
  ])("refuses %s=%s", (name, value) => {
    expect(faultsOf({ ...enough, [name]: value })).toEqual([name]);
  });
});
