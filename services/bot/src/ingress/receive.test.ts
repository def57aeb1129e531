import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "@okoshko/testkit/eventually";
import { startRedis } from "@okoshko/testkit/redis";
import { testRedis, type TestRedis } from "@okoshko/testkit/test-redis";
import { type Redis } from "ioredis";
import { type Update } from "grammy/types";
import { Registry } from "prom-client";
import { connect, silent } from "../../test/bot-under-test";
import { Away } from "../infrastructure";
import { createBotMetrics } from "../metrics";
import { type Courtesy } from "./courtesy";
import { createReceiver, type ReceiverDeps } from "./receive";

let database: TestRedis;
let redis: Redis;

beforeAll(async () => {
  database = await testRedis();
  redis = connect(database.url);
});
afterEach(() => redis.flushdb());
afterAll(async () => {
  redis.disconnect();
  await database.drop();
});

function message(update_id: number, userId = 1001): Update {
  return {
    update_id,
    message: {
      message_id: update_id,
      date: 1,
      text: "hi",
      chat: { id: userId, type: "private" },
      from: { id: userId },
    },
  } as Update;
}

function tap(update_id: number, userId = 1001): Update {
  return {
    update_id,
    callback_query: { id: String(update_id), from: { id: userId }, data: "1:h:1" },
  } as Update;
}

/** One replica of the bot's ingress; `said` collects what its courtesy would say. */
function replica(handle: ReceiverDeps["handle"], options: Partial<ReceiverDeps> = {}) {
  const said: string[] = [];
  const courtesy: Courtesy = {
    apologise: () => Promise.resolve(void said.push("apology")),
    slowDown: (_, verdict) => Promise.resolve(void said.push(verdict)),
  };
  const metrics = createBotMetrics(new Registry());
  const receive = createReceiver({
    redis,
    prefix: "bot:1",
    handle,
    courtesy,
    metrics,
    logger: silent,
    waitMs: 300,
    ...options,
  });
  const outcomes = async () =>
    (await metrics.updates.get()).values.map(({ labels, value }) => [labels.outcome, value]);
  return { receive, said, outcomes };
}

/** A handler that can be watched, and held up. */
function worker() {
  const handled: number[] = [];
  let open: () => void = () => undefined;
  let gate = Promise.resolve();
  return {
    handled,
    hold: () => {
      gate = new Promise((resolve) => (open = resolve));
    },
    letGo: () => open(),
    handle: async (update: Update) => {
      handled.push(update.update_id);
      await gate;
    },
  };
}

describe("an update", () => {
  it("that comes again, to whatever replica, is dealt with once", async () => {
    const work = worker();
    const [one, two] = [replica(work.handle), replica(work.handle)];
    await one.receive(message(1));
    await one.receive(message(1));
    await two.receive(message(1));
    expect(work.handled).toEqual([1]);
    expect(await two.outcomes()).toEqual([["duplicate", 1]]);
    const ttl = await redis.ttl("bot:1:update:1");
    expect(ttl).toBeGreaterThan(86_000);
  });

  it("that comes again while it is being handled is told done when it is done", async () => {
    const work = worker();
    work.hold();
    const [one, two] = [replica(work.handle), replica(work.handle, { waitMs: 3_000 })];
    const first = one.receive(message(1));
    await eventually(() => work.handled.length === 1);
    const second = two.receive(message(1));
    await sleep(150);
    work.letGo();
    await Promise.all([first, second]);
    expect(work.handled).toEqual([1]);
  });

  it("that comes again while it is still being handled shall come later, for the first may yet fail", async () => {
    const work = worker();
    work.hold();
    const [one, two] = [replica(work.handle), replica(work.handle)];
    const first = one.receive(message(1));
    await eventually(() => work.handled.length === 1);
    await expect(two.receive(message(1))).rejects.toBeInstanceOf(Away);
    work.letGo();
    await first;
    await two.receive(message(1));
    expect(work.handled).toEqual([1]);
  });

  it("of a process that died in its handler is dealt with when it comes again", async () => {
    const work = worker();
    // What the dead process left behind; the lease runs out by itself.
    await redis.set("bot:1:update:1", "somebody", "PX", 200);
    await redis.set("bot:1:lock:1001", "somebody", "PX", 200);
    const one = replica(work.handle, { waitMs: 50 });
    await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
    await eventually(() => one.receive(message(1)));
    expect(work.handled).toEqual([1]);
  });

  it("whose handler throws is apologised for once, and never comes again", async () => {
    const one = replica(() => Promise.reject(new Error("a bug")));
    await one.receive(message(1));
    await one.receive(message(1));
    expect(one.said).toEqual(["apology"]);
    expect(await one.outcomes()).toEqual([
      ["failed", 1],
      ["duplicate", 1],
    ]);
  });

  it("that needs something which is away comes again at once when it is back", async () => {
    let away = true;
    const one = replica(() =>
      away ? Promise.reject(new Away("booking-api", { cause: undefined })) : Promise.resolve(),
    );
    await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
    away = false;
    await one.receive(message(1));
    expect(one.said).toEqual([]);
    expect(await one.outcomes()).toEqual([
      ["deferred", 1],
      ["handled", 1],
    ]);
  });
});

describe("the updates of one person", () => {
  it("never run at the same time, on two replicas: a message and a tap both survive", async () => {
    let draft = 0;
    const increment = async () => {
      const read = draft;
      await sleep(60);
      draft = read + 1;
    };
    const [one, two] = [replica(increment, { waitMs: 3_000 }), replica(increment, { waitMs: 3_000 })];
    await Promise.all([
      one.receive(message(1)),
      two.receive(tap(2)),
      one.receive(tap(3)),
      two.receive(message(4)),
    ]);
    expect(draft).toBe(4);
  });

  it("hold up nobody else's", async () => {
    const work = worker();
    work.hold();
    const { receive } = replica(work.handle);
    const updates = [receive(message(1, 1)), receive(message(2, 2))];
    await eventually(() => work.handled.length === 2);
    work.letGo();
    await Promise.all(updates);
  });

  it("wait only for a while: then Telegram shall bring the later one again", async () => {
    const work = worker();
    work.hold();
    const one = replica(work.handle);
    const first = one.receive(message(1));
    await eventually(() => work.handled.length === 1);
    await expect(one.receive(tap(2))).rejects.toMatchObject({ retryAfterSeconds: 1 });
    work.letGo();
    await first;
    await one.receive(tap(2));
    expect(work.handled).toEqual([1, 2]);
  });

  it("stay apart when the first lost its lock: only the owner opens it", async () => {
    const work = worker();
    work.hold();
    const one = replica(work.handle);
    const first = one.receive(message(1));
    await eventually(() => work.handled.length === 1);
    await redis.set("bot:1:lock:1001", "the next owner", "PX", 5_000);
    work.letGo();
    await first;
    expect(await redis.get("bot:1:lock:1001")).toBe("the next owner");
  });
});

describe("a flood", () => {
  const limits = { updates: 3, windowMs: 400 };

  it("is answered once, then met with silence, and heard again when it has passed", async () => {
    const work = worker();
    const { receive, said } = replica(work.handle, { limits });
    for (let id = 1; id <= 8; id += 1) await receive(id % 2 === 0 ? tap(id) : message(id));
    expect(work.handled).toEqual([1, 2, 3]);
    expect(said).toEqual(["warn", "silence", "silence", "silence", "silence"]);
    await sleep(500);
    await receive(message(9));
    expect(work.handled).toEqual([1, 2, 3, 9]);
  });

  it("of one person is nobody else's", async () => {
    const work = worker();
    const { receive } = replica(work.handle, { limits });
    for (let id = 1; id <= 5; id += 1) await receive(message(id, 1));
    await receive(message(6, 2));
    expect(work.handled).toEqual([1, 2, 3, 6]);
  });

  it("is counted over all replicas, and each update once, however often it is brought", async () => {
    const work = worker();
    let away = true;
    const handle = async (update: Update) => {
      if (away) throw new Away("booking-api", { cause: undefined });
      await work.handle(update);
    };
    const [one, two] = [replica(handle, { limits }), replica(handle, { limits })];
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
    away = false;
    await one.receive(message(1));
    await two.receive(message(2));
    await one.receive(message(3));
    await two.receive(message(4));
    expect(work.handled).toEqual([1, 2, 3]);
  });
});

describe("while Redis is away", () => {
  it("nothing is lost: each update is put off, and dealt with once when Redis is back", async () => {
    const own = await startRedis();
    const connection = connect(own.url);
    try {
      const work = worker();
      const one = replica(work.handle, { redis: connection });
      await one.receive(message(1));
      await own.kill();
      const startedAt = performance.now();
      await expect(one.receive(message(2))).rejects.toBeInstanceOf(Away);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
      const again = await startRedis({ port: own.port });
      try {
        await eventually(() => one.receive(message(2)), { timeoutMs: 10_000 });
        await one.receive(message(2));
        expect(work.handled).toEqual([1, 2]);
      } finally {
        await again.stop();
      }
    } finally {
      connection.disconnect();
    }
  });

  it("an update that was handled already is not asked for again", async () => {
    const own = await startRedis();
    const connection = connect(own.url);
    try {
      const handled: number[] = [];
      const one = replica(
        async (update) => {
          handled.push(update.update_id);
          await own.kill();
        },
        { redis: connection },
      );
      await one.receive(message(1));
      expect(handled).toEqual([1]);
    } finally {
      connection.disconnect();
    }
  });
});
