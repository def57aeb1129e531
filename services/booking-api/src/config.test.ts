import { ConfigError, parseConfig } from "@okoshko/runtime/config";
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
