import { setTimeout as sleep } from "node:timers/promises";
import { createRedis, type Redis } from "@okoshko/runtime/redis";
import { testRedis } from "@okoshko/testkit/test-redis";
import { silent } from "../../test/notifier-world";
import { createLimit } from "./limit";

let database: Awaited<ReturnType<typeof testRedis>>;
let redis: Redis;

beforeEach(async () => {
  database = await testRedis();
  redis = createRedis(database.url, { name: "test", logger: silent });
});
afterEach(async () => {
  redis.disconnect();
  await database.drop();
});

/** What three replicas get that take whatever there is. */
async function greedy(messagesPerSecond: number, ms: number): Promise<number> {
  let count = 0;
  const until = performance.now() + ms;
  const replica = async (): Promise<void> => {
    const limit = createLimit(redis, messagesPerSecond);
    while (performance.now() < until) {
      const { granted, waitMs } = await limit.take(40);
      count += granted;
      if (granted === 0) await sleep(waitMs);
    }
  };
  await Promise.all([replica(), replica(), replica()]);
  return count;
}

it("is shared by all replicas, and never gives more than a fifth of a second's more at once", async () => {
  const began = performance.now();
  const count = await greedy(25, 3_000);
  const seconds = (performance.now() - began) / 1_000;
  expect(count).toBeGreaterThan(25 * 3 * 0.5);
  expect(count).toBeLessThanOrEqual(Math.ceil(25 * (seconds + 0.2)) + 1);
});

it("gives to the next what was not needed", async () => {
  const limit = createLimit(redis, 1);
  expect(await limit.take(5)).toEqual({ granted: 1, waitMs: 0 });
  expect(await limit.take(5)).toMatchObject({ granted: 0 });
  await limit.giveBack(1);
  expect(await limit.take(5)).toEqual({ granted: 1, waitMs: 0 });
});

it("says when the next place is free", async () => {
  const limit = createLimit(redis, 1);
  await limit.take(1);
  const { waitMs } = await limit.take(1);
  expect(waitMs).toBeGreaterThan(0);
  expect(waitMs).toBeLessThanOrEqual(1_000);
});

it("gives nobody anything during a pause, and says for how long", async () => {
  const limit = createLimit(redis, 1_000);
  await limit.pause(60_000);
  const { granted, waitMs } = await createLimit(redis, 1_000).take(10);
  expect(granted).toBe(0);
  expect(waitMs).toBeGreaterThan(30_000);
  expect(await limit.pausedMs()).toBeGreaterThan(30_000);
});

it("forgets nothing that matters when Redis is wiped", async () => {
  const limit = createLimit(redis, 1_000);
  await limit.take(10);
  await redis.flushdb();
  expect(await limit.pausedMs()).toBe(0);
  await limit.giveBack(10);
  expect((await limit.take(10)).granted).toBe(10);
});
