import { createRedis } from "@okoshko/runtime/redis";
import { testRedis } from "@okoshko/testkit/test-redis";
import { silent } from "../../test/notifier-world";
import { createPace, longestTurn } from "./pace";

it("lets nobody wait for a turn in a chat for longer than the lease of what waits", () => {
  expect([2_000, 3_000, 60_000].map(longestTurn)).toEqual([666, 1_000, 15_000]);
});

it("reserves no turn for who would have to wait too long, so that the next in time finds it free", async () => {
  const database = await testRedis();
  const redis = createRedis(database.url, { name: "test", logger: silent });
  try {
    const pace = createPace(redis, 1_500);
    const [first, second, third, fourth] = await pace([1, 1, 1, 1]);
    expect([first, third, fourth]).toEqual([0, -1, -1]);
    expect(second).toBe(1_000);
    expect(await pace([2])).toEqual([0]);
  } finally {
    redis.disconnect();
    await database.drop();
  }
});
