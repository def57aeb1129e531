import { Writable } from "node:stream";
import { createLogger, type Logger } from "@okoshko/runtime/logger";
import { createRedis, type Redis } from "@okoshko/runtime/redis";
import { eventually } from "./eventually";
import { freePort } from "./free-port";
import { startRedis, type RunningRedis } from "./redis";

// The tests of @okoshko/runtime/redis. They live here because runtime can't depend on the testkit.

let redis: Redis | undefined;
const servers: RunningRedis[] = [];

afterEach(async () => {
  redis?.disconnect();
  for (const server of servers.splice(0)) await server.stop();
});

async function start(port?: number): Promise<RunningRedis> {
  const server = await startRedis(port === undefined ? {} : { port });
  servers.push(server);
  return server;
}

function capturedLogger(): { logger: Logger; messages: () => string[] } {
  const messages: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      const { msg }: { msg: string } = JSON.parse(line.toString());
      messages.push(msg);
      done();
    },
  });
  return { logger: createLogger({ service: "test", level: "info", destination }), messages: () => messages };
}

it("carries its name, so that an operator sees whose connection it is", async () => {
  const { url } = await start();
  redis = createRedis(url, { name: "bot-drafts", logger: capturedLogger().logger });
  expect(await redis.client("GETNAME")).toBe("bot-drafts");
});

it("fails a command in seconds while Redis is away, and says so once, not for each attempt", async () => {
  const { logger, messages } = capturedLogger();
  redis = createRedis(`redis://127.0.0.1:${await freePort()}`, { name: "bot", logger });
  const started = performance.now();
  await expect(redis.get("draft")).rejects.toThrow(/max retries/i);
  await expect(redis.get("draft")).rejects.toThrow(/max retries/i);
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(messages()).toEqual(["redis is away"]);
});

it("comes back by itself when Redis does", async () => {
  const { logger, messages } = capturedLogger();
  const server = await start();
  redis = createRedis(server.url, { name: "bot", logger });
  await redis.set("draft", "1");
  await server.kill();
  await eventually(() => expect(messages()).toEqual(["redis is away"]));
  await start(server.port);
  const client = redis;
  await eventually(async () => expect(await client.set("draft", "2")).toBe("OK"));
  await eventually(() => expect(messages()).toEqual(["redis is away", "redis is back"]));
});
