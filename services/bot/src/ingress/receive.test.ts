import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "@okoshko/testkit/eventually";
import { createLogger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";
import { startRedis } from "@okoshko/testkit/redis";
import { type Redis } from "ioredis";
import { type Update } from "grammy/types";
import { Registry } from "prom-client";
import { connect, ownRedis, silent } from "../../test/bot-under-test";
import { Away } from "../infrastructure";
import { createBotMetrics } from "../metrics";
import { type Courtesy } from "./courtesy";
import { createParking, type ParkedUpdate } from "./parking";
import { createReceiver, type ReceiverDeps } from "./receive";

const store = ownRedis();
afterEach(() => jest.restoreAllMocks());

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
    redis: store.redis,
    prefix: "bot:1",
    handle,
    courtesy,
    metrics,
    logger: silent,
    version: "1.2.3",
    waitMs: 300,
    ...options,
  });
  const outcomes = async () =>
    Object.fromEntries(
      (await metrics.updates.get()).values
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [labels.outcome, value]),
    );
  return { receive, said, outcomes, metrics };
}

const parking = () => createParking(store.redis, "bot:1");

const never = () => new Promise<never>(() => undefined);

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
    expect(await two.outcomes()).toEqual({ duplicate: 1 });
    const ttl = await store.redis.ttl("bot:1:update:1");
    expect(ttl).toBeGreaterThan(86_000);
  });

  it("that comes again while it is being handled is told done when it is done", async () => {
    const work = worker();
    work.hold();
    const [one, two] = [replica(work.handle), replica(work.handle, { waitMs: 3_000 })];
    const first = one.receive(message(1));
    await eventually(() => work.handled.length === 1);
    const tries = jest.spyOn(store.redis, "eval");
    const second = two.receive(message(1));
    await eventually(() => tries.mock.calls.length > 1);
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
    await store.redis.set("bot:1:update:1", "somebody", "PX", 200);
    await store.redis.set("bot:1:lock:1001", "somebody", "PX", 200);
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
    expect(await one.outcomes()).toEqual({ failed: 1, duplicate: 1 });
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
    expect(await one.outcomes()).toEqual({ deferred: 1, handled: 1 });
  });
});

describe("an update that a handler of ours fails on", () => {
  it("is parked: acknowledged, apologised for, counted, and kept for us to look at, without a word of what was said", async () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: "bot",
      level: "debug",
      destination: { write: (line: string) => void lines.push(line) },
    });
    const one = replica(() => Promise.reject(new TypeError("x is not a function")), { logger });
    const update = message(1);
    Object.assign(update.message ?? {}, { text: "secret words", from: { id: 1001, first_name: "Vera" } });
    await one.receive(update);
    await one.receive(update);

    expect(one.said).toEqual(["apology"]);
    expect(await one.outcomes()).toEqual({ failed: 1, duplicate: 1 });
    expect((await one.metrics.parked.get()).values).toMatchObject([
      { value: 1, labels: { kind: "message", reason: "handler_failed" } },
    ]);
    const [parked, ...others] = await parking().list();
    expect(others).toEqual([]);
    expect(parked).toMatchObject({
      updateId: 1,
      kind: "message",
      userId: 1001,
      reason: "handler_failed",
      error: "TypeError",
      version: "1.2.3",
      outline: { update_id: 1, message: { message_id: 1, text: "text(12)", from: { id: 1001 } } },
    });
    expect(parked?.where[0]).toMatch(/^at .*receive\.test\.ts/);
    for (const kept of [JSON.stringify(parked), lines.join("\n")])
      expect(kept).not.toMatch(/secret words|Vera/);
    expect(lines.join("\n")).toContain("an update is parked");
  });

  it("comes again, and nobody is apologised to, as long as it can't be parked", async () => {
    const own = await startRedis();
    const connection = connect(own.url);
    try {
      const one = replica(
        async () => {
          await own.kill();
          throw new Error("a bug");
        },
        { redis: connection },
      );
      await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
      expect(one.said).toEqual([]);
    } finally {
      connection.disconnect();
    }
  });

  it("is parked also when its handler does not come to an end, and holds nobody up any longer", async () => {
    const one = replica((update) => (update.update_id === 1 ? never() : Promise.resolve()), {
      handleWithinMs: 100,
    });
    await one.receive(message(1));
    expect(await parking().list()).toMatchObject([
      { updateId: 1, reason: "handler_too_slow", error: "HandlerTooSlow" },
    ]);
    await one.receive(message(2));
    expect(await one.outcomes()).toEqual({ failed: 1, handled: 1 });
  });
});

describe("an update that kills its process", () => {
  const ttlMs = 500;
  const options = { ttlMs, waitMs: 5_000 };
  const connections: Redis[] = [];
  afterEach(() => connections.splice(0).forEach((connection) => connection.disconnect()));

  /** A replica that is never heard of again once it has begun with one of these updates. */
  function doomed(fatal: number[], handled: number[] = []) {
    const connection = connect(store.url);
    connections.push(connection);
    return replica(
      (update) => {
        handled.push(update.update_id);
        if (!fatal.includes(update.update_id)) return Promise.resolve();
        connection.disconnect();
        return never();
      },
      { ...options, redis: connection },
    );
  }

  /** Brings the update to one replica that dies of it. */
  async function dieOf(update: Update): Promise<void> {
    const handled: number[] = [];
    // Nobody hears of it again, not even that the handler is too slow one day.
    doomed([update.update_id], handled)
      .receive(update)
      .catch(() => undefined);
    await eventually(() => handled.length === 1);
  }

  it("kills three, and is parked by the fourth, which does not touch it", async () => {
    for (let death = 1; death <= 3; death += 1) await dieOf(message(1));
    const work = worker();
    const one = replica(work.handle, options);
    await one.receive(message(1));
    await one.receive(message(1));
    expect(work.handled).toEqual([]);
    expect(one.said).toEqual(["apology"]);
    expect(await one.outcomes()).toEqual({ parked: 1, duplicate: 1 });
    expect((await one.metrics.parked.get()).values).toMatchObject([
      { value: 1, labels: { kind: "message", reason: "process_died" } },
    ]);
    expect(await parking().list()).toMatchObject([{ updateId: 1, reason: "process_died", error: null }]);
  });

  it("is handled when it was not the one: twice its process died, of something else", async () => {
    for (let death = 1; death <= 2; death += 1) await dieOf(message(1));
    const work = worker();
    await replica(work.handle, options).receive(message(1));
    expect(work.handled).toEqual([1]);
    expect(await parking().list()).toEqual([]);
    expect(await store.redis.exists("bot:1:update:1:claims")).toBe(0);
  });

  it("is not one that has waited for something often: who says that it waits is alive", async () => {
    let away = true;
    const work = worker();
    const one = replica(
      (update) =>
        away ? Promise.reject(new Away("booking-api", { cause: undefined })) : work.handle(update),
      options,
    );
    for (let attempt = 0; attempt < 10; attempt += 1)
      await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
    away = false;
    await one.receive(message(1));
    expect(work.handled).toEqual([1]);
  });

  it("is found among those that died with it, because the last try of each is apart from the others", async () => {
    // Two persons' updates stood in the same two processes when these died.
    for (let death = 1; death <= 2; death += 1) {
      const handled: number[] = [];
      const both = doomed([1, 2], handled);
      const updates = [message(1, 1), message(2, 2)];
      for (const update of updates) both.receive(update).catch(() => undefined);
      await eventually(() => handled.length === 2);
    }
    const work = worker();
    work.hold();
    const [one, two] = [replica(work.handle, options), replica(work.handle, options)];
    const tries = jest.spyOn(store.redis, "set");
    const both = [one.receive(message(1, 1)), two.receive(message(2, 2))];
    // One has the place apart from the others, and the other has knocked at it in vain.
    await eventually(() => tries.mock.calls.filter(([key]) => key === "bot:1:suspect").length > 2);
    expect(work.handled).toHaveLength(1);
    work.letGo();
    await Promise.all(both);
    expect(work.handled).toHaveLength(2);
    expect(await parking().list()).toEqual([]);
  });
});

describe("what is parked", () => {
  it("is no more than a thousand, the newest, and goes after two weeks", async () => {
    const lot = parking();
    const entry: ParkedUpdate = {
      updateId: 0,
      kind: "message",
      userId: 1,
      reason: "handler_failed",
      error: "Error",
      where: [],
      version: "1.2.3",
      traceId: null,
      outline: {},
    };
    await Promise.all(Array.from({ length: 1_010 }, (_, updateId) => lot.park({ ...entry, updateId })));
    const parked = await lot.list();
    expect(parked).toHaveLength(1_000);
    expect(parked.at(-1)?.updateId).toBe(1_009);
    expect(await store.redis.ttl("bot:1:parked")).toBeGreaterThan(13 * 24 * 3_600);
    // One of three weeks ago, as it would be in a stream that is never quiet.
    await store.redis.del("bot:1:parked");
    const old = String(Date.parse(parked[0]?.parkedAt ?? "") - 21 * 24 * 3_600_000);
    await store.redis.xadd("bot:1:parked", `${old}-0`, "parked", JSON.stringify(entry));
    await lot.park({ ...entry, updateId: 7 });
    expect((await lot.list()).map(({ updateId }) => updateId)).toEqual([7]);
  });

  it("is dropped by its id, once", async () => {
    const one = replica(() => Promise.reject(new Error("a bug")));
    for (const id of [1, 2, 3]) await one.receive(message(id));
    const ids = (await parking().list()).map(({ id }) => id);
    expect(await parking().drop([ids[1] ?? ""])).toBe(1);
    expect(await parking().drop([ids[1] ?? ""])).toBe(0);
    expect((await parking().list()).map(({ updateId }) => updateId)).toEqual([1, 3]);
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
    await store.redis.set("bot:1:lock:1001", "the next owner", "PX", 5_000);
    work.letGo();
    await first;
    expect(await store.redis.get("bot:1:lock:1001")).toBe("the next owner");
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
    const isForgotten = async () => (await store.redis.exists("bot:1:pace:1001", "bot:1:paced:1001")) === 0;
    await eventually(isForgotten);
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

  it("hangs: each update is put off, and what Redis obeys too late does not count as a death", async () => {
    const connection = createRedis(store.url, {
      name: "hanging",
      logger: silent,
      redis: { commandTimeout: 100 },
    });
    try {
      const work = worker();
      const one = replica(work.handle, { redis: connection, waitMs: 0 });
      await store.redis.call("CLIENT", "PAUSE", "1500", "ALL");
      for (let attempt = 0; attempt < 5; attempt += 1)
        await expect(one.receive(message(1))).rejects.toBeInstanceOf(Away);
      await eventually(() => one.receive(message(1)));
      expect(work.handled).toEqual([1]);
      expect(await store.redis.exists("bot:1:update:1:claims")).toBe(0);
      expect(await parking().list()).toEqual([]);
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
