import { ConfigError, parseConfig } from "@okoshko/runtime/config";
import { beginningOf } from "./business/set-up";
import { configSchema } from "./config";

const needed = {
  DATABASE_URL: "postgres://okoshko@localhost/okoshko",
  REDIS_URL: "redis://localhost",
  SERVICE_TOKENS: "bot=long-random-text",
};
const random = "q8Zt0vYkJ3mWc7RfLx2NdHs5PbGa9UeT";
const read = (env: Record<string, string>) => parseConfig(configSchema, { ...needed, ...env });
const faultsOf = (env: Record<string, string>) => {
  try {
    read(env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.faults.map(({ name }) => name) : [error];
  }
};

it("starts without a secret for sessions, and without a bot", () => {
  expect(read({ NODE_ENV: "production" }).SESSION_SECRET).toBeUndefined();
});

it.each(["x", random.slice(1)])("refuses a secret for sessions that is too short: %s", (secret) => {
  expect(faultsOf({ SESSION_SECRET: secret })).toEqual(["SESSION_SECRET"]);
});

it.each([
  "a".repeat(64),
  "okoshko-demo-session-secret-000000000",
  "change-me-change-me-change-me-change",
  "0123456701234567012345670123456701234567",
])("refuses a secret that anybody can guess in production, and only there: %s", (secret) => {
  expect(faultsOf({ SESSION_SECRET: secret, NODE_ENV: "production" })).toEqual(["SESSION_SECRET"]);
  expect(faultsOf({ SESSION_SECRET: secret })).toEqual([]);
});

it("takes a random secret in production", () => {
  expect(faultsOf({ SESSION_SECRET: random, NODE_ENV: "production" })).toEqual([]);
});

it("refuses the id of another bot than the token's", () => {
  const token = { TELEGRAM_BOT_TOKEN: "1000000001:okoshko-emulator-demo-token-000000000" };
  expect(faultsOf({ ...token, TELEGRAM_BOT_ID: "1000000001" })).toEqual([]);
  expect(faultsOf({ ...token, TELEGRAM_BOT_ID: "1000000002" })).toEqual(["TELEGRAM_BOT_ID"]);
});

const shop = {
  BUSINESS_NAME_EN: "The first razor",
  BUSINESS_TIME_ZONE: "Asia/Tbilisi",
  BUSINESS_CURRENCY: "GEL",
};

it("takes a business whole or not at all, and names what is missing", () => {
  expect(faultsOf(shop)).toEqual([]);
  expect(faultsOf({ BUSINESS_NAME_RU: "Бритва" })).toEqual(["BUSINESS_TIME_ZONE", "BUSINESS_CURRENCY"]);
  expect(faultsOf({ BUSINESS_LOCALE: "en", BUSINESS_TIME_ZONE: "UTC", BUSINESS_CURRENCY: "EUR" })).toEqual([
    "BUSINESS_NAME_EN",
  ]);
  expect(faultsOf({ OWNER_NAME: "Инга" })).toEqual(["OWNER_TELEGRAM_USER_ID"]);
});

it.each([
  ["BUSINESS_TIME_ZONE", "Mars/Base"],
  ["BUSINESS_TIME_ZONE", "+03:00"],
  ["BUSINESS_CURRENCY", "gel"],
  ["BUSINESS_CURRENCY", "ZZZ"],
  ["BUSINESS_LOCALE", "de"],
  ["BUSINESS_NAME_EN", "x".repeat(201)],
  ["OWNER_TELEGRAM_USER_ID", "@inga"],
  ["OWNER_TELEGRAM_USER_ID", "0"],
])("refuses to start with %s=%s", (name, value) => {
  expect(faultsOf({ ...shop, [name]: value })).toEqual([name]);
});

it.each([
  [{ BUSINESS_NAME_RU: "Бритва" }, "ru", "Владелец"],
  [{ BUSINESS_NAME_EN: "Razor" }, "en", "Owner"],
  [{ BUSINESS_NAME_RU: "Бритва", BUSINESS_LOCALE: "en", OWNER_NAME: "Инга" }, "en", "Инга"],
] as const)(
  "begins with the language of the name unless another is said: %j",
  (named, defaultLocale, owner) => {
    const said = {
      BUSINESS_TIME_ZONE: "Asia/Tbilisi",
      BUSINESS_CURRENCY: "GEL",
      OWNER_TELEGRAM_USER_ID: "5001",
    };
    expect(beginningOf(read({ ...said, ...named }))).toMatchObject({
      business: { defaultLocale, timeZone: "Asia/Tbilisi", currency: "GEL" },
      owner: { telegramUserId: 5001, name: owner },
    });
  },
);
