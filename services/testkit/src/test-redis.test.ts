import { Redis } from "ioredis";
import { startRedis, type RunningRedis } from "./redis";
import { testRedis } from "./test-redis";

let server: RunningRedis;
beforeAll(async () => {
  server = await startRedis();
  process.env.TEST_REDIS_URL = server.url;
});
afterAll(() => server.stop());

it("gives each caller an empty database that no other has", async () => {
  const databases = await Promise.all(Array.from({ length: 40 }, () => testRedis()));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(40);

  const [first, second] = databases;
  const mine = new Redis(first?.url ?? "");
  const theirs = new Redis(second?.url ?? "");
  await mine.set("draft", "1");
  expect(await theirs.get("draft")).toBeNull();
  for (const redis of [mine, theirs]) redis.disconnect();

  await Promise.all(databases.map((database) => database.drop()));
  const again = await testRedis();
  expect(databases.map(({ url }) => url)).toContain(again.url);
  await again.drop();
});
