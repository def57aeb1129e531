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
