import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@okoshko/runtime/clock";
import { parseKeys, createVault } from "./sealing";
import { createEndpoint } from "./edit-endpoint";
import { eventually } from "@okoshko/testkit/eventually";
import { testRedis } from "@okoshko/testkit/test-redis";
import { serve } from "../../test/booking-api-server";
import { aVisit, confirmed } from "../../test/events";
import { aDatabase } from "../../test/notifier-world";
import { stubBookingApi } from "../../test/stub-booking-api";
import { aReceiver, type Receiver } from "../../test/webhook-receiver";
import { aKey } from "../../test/webhook-world";

// Two replicas, as they are built, are killed with -9 one after the other while they plan and send webhooks: at moments that
// nobody chose. Every event reaches every endpoint, and a repetition can be told by its id.
const rounds = 6;
const perRound = 20;
jest.setTimeout(120_000);

let database: Awaited<ReturnType<typeof aDatabase>>;
let redis: Awaited<ReturnType<typeof testRedis>>;
let server: Awaited<ReturnType<typeof serve>>;
const booking = stubBookingApi();
const replicas: ChildProcess[] = [];
const receivers: Receiver[] = [];

beforeAll(async () => {
  [database, redis, server] = await Promise.all([
    aDatabase(),
    testRedis(),
    serve((request) => booking.fetch(request)),
  ]);
});
afterAll(async () => {
  await Promise.all(replicas.map(killed));
  for (const receiver of receivers) await receiver.close();
  await server.close();
  await redis.drop();
  await database.drop();
});

function start(index: number): void {
  replicas[index] = fork(path.join(__dirname, "..", "..", "dist", "main.js"), {
    // The test runner's loader and coverage flags are not for the child.
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      PORT: "0",
      ADMIN_PORT: "0",
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      BOOKING_API_URL: server.url,
      BOOKING_API_TOKEN: "a-token-of-the-notifier",
      TELEGRAM_BOT_TOKEN: `1000000001:${"a".repeat(35)}`,
      // Nobody is told anything by Telegram here: these masters and clients have no account.
      TELEGRAM_API_ROOT: server.url,
      SERVICE_TOKENS: "admin=a-token-of-an-admin",
      WEBHOOK_ENCRYPTION_KEY: aKey,
      WEBHOOK_ALLOW_LOOPBACK: "true",
    },
  });
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

it("delivers every event to every endpoint while replicas are killed", async () => {
  const vault = createVault(parseKeys(aKey)!);
  for (let index = 0; index < 2; index += 1) {
    const receiver = await aReceiver();
    receivers.push(receiver);
    // Slow enough that a kill meets requests under way.
    receiver.answers((_request, response) => setTimeout(() => response.writeHead(204).end(), 100));
    await createEndpoint(
      { pool: database.pool, clock: systemClock, vault, checkUrl: () => Promise.resolve() },
      { url: receiver.url, eventTypes: ["*"] },
      randomUUID(),
    );
  }
  start(0);
  start(1);

  const ids: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let nth = 0; nth < perRound; nth += 1) {
      const visit = aVisit();
      const event = confirmed({
        ...visit,
        client: { ...visit.client, telegramUserId: null },
        master: { ...visit.master, telegramUserId: null },
      });
      ids.push(event.id);
      booking.happen(event);
    }
    // The moment of the kill is drawn from the time in which some of them are under way.
    await eventually(
      async () => {
        const { rows } = await database.pool.query(
          "select from notifier.webhook_deliveries where status = 'delivering' limit 1",
        );
        expect(rows).toHaveLength(1);
      },
      { timeoutMs: 20_000, intervalMs: 20 },
    );
    await sleep(Math.random() * 150);
    const index = round % 2;
    await killed(replicas[index]!);
    // The clocks of machines go on for the length of a lease in no time.
    await database.pool.query(
      `update notifier.webhook_deliveries set lease_until = now() - interval '1 second'
       where status = 'delivering' and lease_until < now() + interval '29.5 seconds'`,
    );
    start(index);
  }
  await eventually(
    async () => {
      await database.pool.query(
        `update notifier.webhook_deliveries set lease_until = now() - interval '1 second'
         where status = 'delivering' and lease_until < now() + interval '25 seconds'`,
      );
      const { rows } = await database.pool.query<{ count: number }>(
        "select count(*)::integer as count from notifier.webhook_deliveries where status = 'delivered'",
      );
      expect(rows[0]!.count).toBe(ids.length * 2);
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );

  for (const receiver of receivers) {
    const got = receiver.received.map(({ headers }) => String(headers["webhook-id"]));
    expect([...new Set(got)].sort()).toEqual([...ids].sort());
  }
  const repeated = receivers.reduce((sum, { received }) => sum + received.length, 0) - ids.length * 2;
  const { rows } = await database.pool.query<{ interrupted: number; open: number }>(
    `select count(*) filter (where outcome = 'interrupted')::integer as interrupted,
       count(*) filter (where outcome is null)::integer as open
     from notifier.webhook_attempts`,
  );
  // Whatever a receiver got twice, the log says why.
  expect(rows[0]!.open).toBe(0);
  expect(repeated).toBeLessThanOrEqual(rows[0]!.interrupted);
  process.stdout.write(
    `${rounds} kills: ${ids.length * 2} webhooks, ${rows[0]!.interrupted} interrupted, ${repeated} repeated\n`,
  );
});
