import { z } from "zod";
import { commonConfig, port, readConfig, url, wholeNumber } from "@okoshko/runtime/config";
import { serviceTokens } from "@okoshko/runtime/http/service-tokens";

const databaseUrl = url("postgres", "postgresql").meta({
  example: "postgres://okoshko:secret@localhost:5432/okoshko",
});

export const configSchema = z.object({
  ...commonConfig,
  PORT: port.default(4001),
  ADMIN_PORT: port.default(4101),
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: wholeNumber(1, 200).default(10),
  DATABASE_READ_POOL_SIZE: wholeNumber(1, 200).default(4),
  REDIS_URL: url("redis", "rediss").meta({ example: "redis://localhost:6379" }),
  SERVICE_TOKENS: serviceTokens.meta({
    description: "who may call: bot, notifier, admin",
    example: "bot=long-random-text,notifier=another-one,admin=a-third",
  }),
});

export type Config = z.output<typeof configSchema>;

export const readBookingConfig = (): Config => readConfig(configSchema);

const migrationSchema = z.object({ DATABASE_URL: databaseUrl, LOG_LEVEL: commonConfig.LOG_LEVEL });

/** For the entries that only touch the database: migrate and seed-demo. */
export const readDatabaseConfig = (): z.output<typeof migrationSchema> => readConfig(migrationSchema);
