import { startPostgres } from "./postgres";
import { startRedis } from "./redis";
import { keepStores } from "./started-stores";

/** Gives the workers of one jest run a real Postgres and a real Redis; those named by the environment, or throw-away ones. */
export default async function setup(): Promise<void> {
  const [postgres, redis] = await Promise.all([
    process.env.TEST_POSTGRES_URL ? undefined : startPostgres(),
    process.env.TEST_REDIS_URL ? undefined : startRedis(),
  ]);
  keepStores([postgres, redis].filter((store) => store !== undefined));
  if (postgres) process.env.TEST_POSTGRES_URL = postgres.url;
  if (redis) process.env.TEST_REDIS_URL = redis.url;
}
