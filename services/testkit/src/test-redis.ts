import { Redis } from "ioredis";

export interface TestRedis {
  url: string;
  /** Empties the database and gives it back. */
  drop(): Promise<void>;
}

/**
 * A logical Redis database that no other test has. Two things are shared by all of them and stay so: Pub/Sub channels
 * know no databases, and FLUSHALL empties everybody's; "Redis is wiped" is FLUSHDB, or a `startRedis()` of one's own.
 */
export async function testRedis(): Promise<TestRedis> {
  const server = process.env.TEST_REDIS_URL;
  if (server === undefined) {
    throw new Error(
      "TEST_REDIS_URL is not set: let jest.config.cjs take its configuration from jest.stores.cjs.",
    );
  }
  const number = await withRedis(server, claim);
  const url = urlOf(server, number);
  await withRedis(url, (redis) => redis.flushdb());
  return {
    url,
    async drop() {
      await withRedis(url, (redis) => redis.flushdb());
      await withRedis(server, (redis) => redis.del(claimKey(number)));
    },
  };
}

/** Database 0 holds the claims. They expire, so that a crashed worker on a long-lived server blocks nothing for long. */
async function claim(redis: Redis): Promise<number> {
  const reply = await redis.config("GET", "databases");
  const count = Array.isArray(reply) ? Number(reply[1]) : 16;
  for (let number = 1; number < count; number++) {
    if ((await redis.set(claimKey(number), process.pid, "EX", 3600, "NX")) === "OK") return number;
  }
  throw new Error(`All ${count} databases of ${redis.options.host} are in use by other tests.`);
}

function claimKey(number: number): string {
  return `okoshko:testkit:database:${number}`;
}

function urlOf(server: string, number: number): string {
  const url = new URL(server);
  url.pathname = `/${number}`;
  return url.href;
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 2 });
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
