import { problemNameOf } from "@okoshko/contracts/problems";
import { createLogger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";
import { startRedis } from "@okoshko/testkit/redis";
import { eventually } from "@okoshko/testkit/eventually";
import { type Api, startApi } from "../../test/api";
import { buildClient, buildKey } from "../../test/factories";
import { addressOf, createRateLimits } from "./rate-limits";

const silent = createLogger({ service: "booking-api", level: "silent" });

let api: Api;
beforeAll(async () => void (api = await startApi({ limits: { person: 30, key: 12, address: 9 } })));
afterAll(() => api.stop());

type Asked = { status: number; headers: Record<string, string>; body: { type?: string } };
const countOf = (answers: Asked[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

describe("a limit by caller", () => {
  it("holds when traffic is spread over 3 replicas (M12)", async () => {
    const replicas = [api, api.replica(), api.replica()];
    const { telegramUserId } = await buildClient(api);
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, index) =>
        replicas[index % 3]!.as("bot", telegramUserId)("get", "/v1/business"),
      ),
    );
    // One request was spent on becoming known.
    expect([countOf(answers, 200), countOf(answers, 429)]).toEqual([29, 61]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(problemNameOf(refused.body.type as string)).toBe("too-many-requests");
    const seconds = Number(refused.headers["retry-after"]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers["ratelimit-policy"]).toBe('"person";q=30;w=60');
    expect(refused.headers["ratelimit"]).toBe(`"person";r=0;t=${seconds}`);
  });

  it("is each caller's own, and the same person's by whatever way they come", async () => {
    const [one, other] = [await buildClient(api), await buildClient(api)];
    const answers = await Promise.all(Array.from({ length: 40 }, () => one.call("get", "/v1/business")));
    expect(countOf(answers, 429)).toBeGreaterThan(0);
    await api.as("admin", one.telegramUserId)("get", "/v1/business").expect(429);
    await other.call("get", "/v1/business").expect(200);
    const { call } = await buildKey(api, ["catalogue:read"]);
    const asked = await Promise.all(Array.from({ length: 15 }, () => call("get", "/v1/business")));
    expect([countOf(asked, 200), countOf(asked, 429)]).toEqual([12, 3]);
  });

  it("lets a refused request change nothing", async () => {
    const { call } = await buildClient(api);
    await Promise.all(Array.from({ length: 40 }, () => call("get", "/v1/business")));
    await call("put", "/v1/clients/me", { name: "Late" }).expect(429);
  });

  it("does not concern the system's own services", async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => api.as("bot")("get", "/v1/business")));
    expect(countOf(answers, 200)).toBe(60);
    expect(answers[0]!.headers["ratelimit"]).toBeUndefined();
  });

  it("is the address's for who has no token or a wrong one", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2
          ? api.bearer()("post", "/v1/sessions/telegram", { initData: "x" })
          : api.bearer("wrong")("get", "/v1/business"),
      ),
    );
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([9, 3]);
  });
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s counts as %s", (ip, network) => {
  expect(addressOf({ ip } as Parameters<typeof addressOf>[0])).toBe(network);
});

describe("while Redis is away (G4)", () => {
  const headers: Record<string, string> = {};
  const response = { set: (more: object) => Object.assign(headers, more) } as unknown as Parameters<
    ReturnType<typeof createRateLimits>["spend"]
  >[2];

  it("each replica counts by itself at once, and asks Redis again when it is back", async () => {
    const server = await startRedis();
    const redis = createRedis(server.url, {
      name: "test-limits",
      logger: silent,
      redis: { enableOfflineQueue: false, maxRetriesPerRequest: 0 },
    });
    await eventually(() => expect(redis.status).toBe("ready"));
    const limits = createRateLimits({
      redis,
      limits: { person: 5, key: 0, address: 0 },
      logger: silent,
    });
    await limits.spend("person", "1", response);
    expect(headers["RateLimit"]).toMatch(/^"person";r=4;/);
    await server.kill();

    const began = performance.now();
    for (let turn = 0; turn < 5; turn += 1) await limits.spend("person", "1", response);
    await expect(limits.spend("person", "1", response)).rejects.toMatchObject({
      problem: "too-many-requests",
    });
    // At most one of them waited for Redis.
    expect(performance.now() - began).toBeLessThan(1_000);
    redis.disconnect();
  });

  it("a Redis that hangs costs one request its patience, not all of them", async () => {
    let asked = 0;
    const hanging = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const limits = createRateLimits({
      redis: { eval: hanging } as unknown as Parameters<typeof createRateLimits>[0]["redis"],
      limits: { person: 1_000, key: 0, address: 0 },
      logger: silent,
    });
    for (let turn = 0; turn < 200; turn += 1) await limits.spend("person", "1", response);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it("remembers a bounded number of callers and lets the others pass", async () => {
    const limits = createRateLimits({
      redis: { eval: () => Promise.reject(new Error("away")) } as unknown as Parameters<
        typeof createRateLimits
      >[0]["redis"],
      limits: { person: 1, key: 0, address: 0 },
      logger: silent,
    });
    for (let person = 1; person <= 10_000; person += 1) await limits.spend("person", `${person}`, response);
    await expect(limits.spend("person", "1", response)).rejects.toMatchObject({ status: 429 });
    for (let turn = 0; turn < 3; turn += 1) await limits.spend("person", "one too many", response);
  });
});

describe("a request that takes too long", () => {
  it("is answered with unavailable, and the long poll only after its wait", async () => {
    const slow = await startApi({ timeLimitMs: 1_500 });
    // The first request to an address makes its validators, which takes a while of its own.
    for (const path of ["/v1/business", "/v1/events"]) await slow.as("admin")("get", path);
    // Somebody holds the business's row, so that an edit of it waits.
    const tx = await slow.db.transaction();
    await slow.db.query("select 1 from booking.business for update", { transaction: tx });
    const { body, headers } = await slow.as("admin")("patch", "/v1/business", { holdMinutes: 9 }).expect(503);
    expect(problemNameOf(body.type)).toBe("unavailable");
    expect(headers["retry-after"]).toBe("2");
    await tx.rollback();
    const polled = await slow.as("notifier")("get", "/v1/events?after=0-0&waitSeconds=2");
    expect([polled.status, polled.body]).toEqual([200, { items: [], cursor: "0-0" }]);
    await slow.stop();
  });
});
