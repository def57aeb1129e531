import crypto from "node:crypto";
import { Registry } from "prom-client";
import request from "supertest";
import { type Update } from "grammy/types";
import { eventually } from "@okoshko/testkit/eventually";
import { createLogger } from "@okoshko/runtime/logger";
import { Away } from "../infrastructure";
import { createBotMetrics } from "../metrics";
import { createIngress } from "./app";

const path = "/telegram/webhook";
const secret = "s3cret";

function ingress(
  receive: (update: Update) => Promise<void> = () => Promise.resolve(),
  { maxInFlight = 10 }: { maxInFlight?: number } = {},
) {
  const received: Update[] = [];
  const registry = new Registry();
  const metrics = createBotMetrics(registry);
  const lines: string[] = [];
  const app = createIngress({
    receive: (update) => {
      received.push(update);
      return receive(update);
    },
    secret,
    maxInFlight,
    registry,
    metrics,
    logger: createLogger({
      service: "bot",
      level: "info",
      destination: { write: (line: string) => void lines.push(line) },
    }),
  });
  const post = (body?: string | object, given: string | undefined = secret) => {
    const sent = request(app).post(path).type("application/json");
    if (given !== undefined) sent.set("X-Telegram-Bot-Api-Secret-Token", given);
    return sent.send(body);
  };
  return { app, post, received, metrics, lines };
}

describe("the webhook", () => {
  it("takes an update, with fields that no contract names", async () => {
    const { post, received } = ingress();
    const update = { update_id: 1, message: { text: "hi", something_new: { a: [1] } } };
    await post(update).expect(200, {});
    expect(received).toEqual([update]);
  });

  it.each([
    ["no secret", undefined],
    ["an empty secret", ""],
    ["a wrong secret", "s3creT"],
    ["a longer secret", `${secret}x`],
  ])("refuses %s, before it reads the body", async (_, given) => {
    const { app, received } = ingress();
    const sent = request(app).post(path).type("application/json");
    if (given !== undefined) sent.set("X-Telegram-Bot-Api-Secret-Token", given);
    const response = await sent.send("{ this is no JSON");
    expect(response.status).toBe(401);
    expectProblem(response);
    expect(received).toEqual([]);
  });

  it("compares secrets in constant time, whatever their length", async () => {
    const compare = jest.spyOn(crypto, "timingSafeEqual");
    try {
      const { post } = ingress();
      const given = ["", "x", secret, "x".repeat(256)];
      for (const one of given) await post({ update_id: 1 }, one);
      expect(compare.mock.calls.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual(
        given.map(() => [32, 32]),
      );
    } finally {
      compare.mockRestore();
    }
  });

  it.each([
    ["broken JSON", '{"text":"secret words'],
    ["no body", ""],
    ["no object", "[]"],
    ["null", "null"],
    ["no update_id", {}],
    ["a text for update_id", { update_id: "secret words" }],
    ["a negative update_id", { update_id: -1 }],
    ["a fraction for update_id", { update_id: 1.5 }],
    ["a __proto__ key", '{"update_id":1,"__proto__":{"a":1}}'],
    ["brackets without end", `{"update_id":1,"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["more than a megabyte", { update_id: 1, x: "x".repeat(1_100_000) }],
  ])(
    "takes %s off Telegram, which would bring it all day, counts it and handles nothing",
    async (_, body) => {
      const { post, received, metrics, lines } = ingress();
      await post(body).expect(200, {});
      expect(received).toEqual([]);
      expect((await metrics.parked.get()).values).toMatchObject([
        { value: 1, labels: { kind: "other", reason: "unreadable" } },
      ]);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toContain("secret words");
    },
  );

  it("takes a form off Telegram, and refuses another method and another path", async () => {
    const { app, post } = ingress();
    await request(app)
      .post(path)
      .set("X-Telegram-Bot-Api-Secret-Token", secret)
      .type("form")
      .send("update_id=1")
      .expect(200, {});
    const read = await request(app).get(path).set("X-Telegram-Bot-Api-Secret-Token", secret);
    expect(read.status).toBe(405);
    expectProblem(read);
    const other = await request(app).post("/telegram/other");
    expect(other.status).toBe(404);
    expectProblem(other);
    await post({ update_id: 1 }).expect(200);
  });

  it("asks Telegram to come again, and when, while something is away", async () => {
    const { post, lines } = ingress(() =>
      Promise.reject(new Away("Redis", { cause: undefined, retryAfterSeconds: 4.2 })),
    );
    const response = await post({ update_id: 1 });
    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("5");
    expectProblem(response);
    // The receiver, which is a stand-in here, has told of it.
    expect(lines).toEqual([]);
  });
});

describe("under load", () => {
  it("puts off what is too much with 503 and when to come again, and takes it when there is room", async () => {
    const doors: (() => void)[] = [];
    const { post, received, metrics } = ingress(() => new Promise((open) => doors.push(open)), {
      maxInFlight: 2,
    });
    const working = [post({ update_id: 1 }), post({ update_id: 2 })].map((sent) => sent.then());
    await eventually(() => expect(received).toHaveLength(2));
    expect((await metrics.inFlight.get()).values).toMatchObject([{ value: 2 }]);
    const refused = await post({ update_id: 3 });
    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("1");
    expectProblem(refused);
    expect((await metrics.shed.get()).values).toMatchObject([{ value: 1 }]);

    for (const open of doors) open();
    expect((await Promise.all(working)).map(({ status }) => status)).toEqual([200, 200]);
    const later = post({ update_id: 3 }).then();
    await eventually(() => expect(received.map(({ update_id }) => update_id)).toEqual([1, 2, 3]));
    doors.at(-1)?.();
    expect((await later).status).toBe(200);
    expect((await metrics.inFlight.get()).values).toMatchObject([{ value: 0 }]);
  });

  it("gives no place to strangers", async () => {
    const { app, post, metrics } = ingress(undefined, { maxInFlight: 1 });
    const strangers = Array.from({ length: 20 }, () => request(app).post(path).send({ update_id: 1 }));
    expect((await Promise.all(strangers)).map(({ status }) => status)).toEqual(Array(20).fill(401));
    expect((await metrics.shed.get()).values).toMatchObject([{ value: 0 }]);
    await post({ update_id: 1 }).expect(200);
  });
});

function expectProblem(response: request.Response): void {
  expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(response.text)).toMatchObject({ status: response.status });
}
