import { parseConfig } from "@okoshko/runtime/config";
import { configSchema } from "./config";

const complete = {
  DATABASE_URL: "postgres://okoshko:very-secret@localhost/okoshko",
  REDIS_URL: "redis://localhost",
  BOOKING_API_URL: "http://localhost:4001",
  BOOKING_API_TOKEN: "0123456789abcdef",
  TELEGRAM_BOT_TOKEN: "1000000001:okoshko-emulator-demo-token-000000000",
  SERVICE_TOKENS: "admin=0123456789abcdef,bot=fedcba9876543210",
};

it("needs no more than its addresses and tokens", () => {
  expect(parseConfig(configSchema, complete)).toMatchObject({
    PORT: 4003,
    ADMIN_PORT: 4103,
    TELEGRAM_MESSAGES_PER_SECOND: 25,
    LEASE_SECONDS: 60,
  });
});

it("names every fault at once and no secret", () => {
  const faulty = {
    ...complete,
    DATABASE_URL: "mysql://very-secret",
    LEASE_SECONDS: "soon",
    SERVICE_TOKENS: "admin",
  };
  const incomplete = { ...faulty, REDIS_URL: undefined };
  expect(() => parseConfig(configSchema, incomplete)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /(?=.*DATABASE_URL)(?=.*REDIS_URL)(?=.*LEASE_SECONDS)(?=.*SERVICE_TOKENS)(?!.*very-secret)/s,
      ) as string,
    }),
  );
});

describe("webhooks", () => {
  const key = "0123456789abcdef".repeat(4);

  it("are off without a key, and never go to this machine unless that is asked for", () => {
    expect(parseConfig(configSchema, complete)).toMatchObject({
      WEBHOOK_ALLOW_LOOPBACK: false,
      WEBHOOK_RETENTION_DAYS: 30,
    });
    expect(parseConfig(configSchema, complete).WEBHOOK_ENCRYPTION_KEY).toBeUndefined();
  });

  it("take a new key and older ones, and say what a key is without showing it", () => {
    const keys = { ...complete, WEBHOOK_ENCRYPTION_KEY: `${key.replace("0", "f")},${key}` };
    expect(parseConfig(configSchema, keys).WEBHOOK_ENCRYPTION_KEY).toHaveLength(2);
    const faulty = { ...complete, WEBHOOK_ENCRYPTION_KEY: `${key}-very-secret` };
    expect(() => parseConfig(configSchema, faulty)).toThrow(/64 hexadecimal digits(?!.*very-secret)/s);
  });

  it("go nowhere near this machine in production", () => {
    const asked = { ...complete, WEBHOOK_ALLOW_LOOPBACK: "true" };
    expect(parseConfig(configSchema, asked)).toMatchObject({ WEBHOOK_ALLOW_LOOPBACK: true });
    expect(() => parseConfig(configSchema, { ...asked, NODE_ENV: "production" })).toThrow(
      /WEBHOOK_ALLOW_LOOPBACK.*refused in production/,
    );
  });
});
