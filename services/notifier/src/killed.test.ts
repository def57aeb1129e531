import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@okoshko/runtime/clock";
import { createDriver, type Driver } from "@okoshko/telegram-emulator/driver";
import { startEmulator, type Emulator } from "@okoshko/telegram-emulator/emulator";
import { eventually } from "@okoshko/testkit/eventually";
import { testRedis } from "@okoshko/testkit/test-redis";
import { serve } from "../test/booking-api-server";
import { aVisit, confirmed } from "../test/events";
import { aDatabase } from "../test/notifier-world";
import { stubBookingApi } from "../test/stub-booking-api";

// Three replicas, as they are built, are killed with -9 one after the other while they plan and send: at moments that
// nobody chose. Whatever was promised, is in the ledger or in the chats.
const people = 150;
const rounds = 10;
jest.setTimeout(90_000);

let emulator: Emulator;
let driver: Driver;
let database: Awaited<ReturnType<typeof aDatabase>>;
let redis: Awaited<ReturnType<typeof testRedis>>;
let server: Awaited<ReturnType<typeof serve>>;
const booking = stubBookingApi();
const replicas: ChildProcess[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
  driver = createDriver(emulator.url);
  [database, redis, server] = await Promise.all([
    aDatabase(),
    testRedis(),
    serve((request) => booking.fetch(request)),
  ]);
});
afterAll(async () => {
  await Promise.all(replicas.map(killed));
  await server.close();
  await emulator.close();
  await redis.drop();
  await database.drop();
});

function start(index: number): void {
  const child = fork(path.join(__dirname, "..", "dist", "main.js"), {
    // The test runner's loader and coverage flags are not for the child.
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      PORT: "0",
      ADMIN_PORT: "0",
      CLOCK: "adjustable",
      CLOCK_URL: emulator.url,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      BOOKING_API_URL: server.url,
      BOOKING_API_TOKEN: "a-token-of-the-notifier",
      TELEGRAM_BOT_TOKEN: emulator.botToken,
      TELEGRAM_API_ROOT: emulator.url,
      TELEGRAM_TIMEOUT_SECONDS: "2",
      TELEGRAM_MESSAGES_PER_SECOND: "60",
      LEASE_SECONDS: "3",
      SERVICE_TOKENS: "admin=a-token-of-the-admin",
    },
  });
  replicas[index] = child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

/** Replicas need a second to start; a kill before that would prove nothing. */
async function somethingIsUnderWay(): Promise<void> {
  const sending = async (): Promise<boolean> => {
    const { rowCount } = await database.pool.query(
      "select from notifier.deliveries where status = 'sending' limit 1",
    );
    return rowCount === 1;
  };
  // There may be nothing left to send; then the kill comes in peace.
  await eventually(sending, { timeoutMs: 3_000 }).catch(() => undefined);
}

it("M6: loses nothing and repeats nothing but what it owns up to, whenever it is killed", async () => {
  const visits = await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const { id } = await driver.createPerson({ firstName: `Клиент ${index}`, started: true });
      return aVisit({
        startsAt: new Date(systemClock.now().getTime() + 30 * 3_600_000).toISOString(),
        client: { ...aVisit().client, telegramUserId: id, name: `Клиент ${index}` },
        master: { ...aVisit().master, telegramUserId: null },
      });
    }),
  );
  for (let index = 0; index < 3; index++) start(index);
  // Slow answers keep many sends under way, so that a kill meets some of them.
  await driver.faults.add({ kind: "slow", delayMs: 150, method: "sendMessage" });

  const occurredAt = systemClock.now().toISOString();
  for (const visit of visits) booking.happen(confirmed(visit, { occurredAt }));
  for (let kills = 0; kills < rounds; kills++) {
    // In the second half the reminders of all are due at once.
    if (kills === rounds / 2) await driver.clock.advance(6 * 3_600_000 + 60_000);
    await somethingIsUnderWay();
    await sleep(Math.random() * 200);
    const index = kills % replicas.length;
    const victim = replicas[index];
    if (victim) await killed(victim);
    start(index);
  }
  await driver.clock.advance(60_000);

  const rows = await eventually(
    async () => {
      const { rows: found } = await database.pool.query<{
        id: string;
        kind: string;
        status: string;
        repeat_of: string | null;
        telegram_user_id: number;
      }>(
        `select id, concat_ws(' ', kind, facts ->> 'leadMinutes') as kind, status, repeat_of, recipient_telegram_user_id as telegram_user_id
         from notifier.deliveries`,
      );
      const open = found.filter(({ status }) => ["queued", "sending"].includes(status));
      const waiting = found.filter(({ kind, status }) => status === "planned" && kind !== "reminder 120");
      expect([open.length, waiting.length, found.length >= people * 3]).toEqual([0, 0, true]);
      return found;
    },
    { timeoutMs: 45_000, intervalMs: 200 },
  );

  // Planned exactly once, repetitions of the uncertain aside.
  expect(rows.filter(({ repeat_of }) => repeat_of === null)).toHaveLength(people * 3);
  for (const { telegramUserId } of visits.map(({ client }) => client)) {
    const chat = await driver.person(telegramUserId ?? 0).chat();
    const mine = rows.filter((row) => row.telegram_user_id === telegramUserId);
    const count = (status: string): number => mine.filter((row) => row.status === status).length;
    const messages = chat.messages.filter(({ from }) => from === "bot").length;
    // Each sent one is there, each unknown one may be, and there is nothing else.
    expect(messages).toBeGreaterThanOrEqual(count("sent"));
    expect(messages).toBeLessThanOrEqual(count("sent") + count("unknown"));
  }
  const unknown = rows.filter(({ status }) => status === "unknown");
  const reminded = rows.filter(({ kind, status }) => kind === "reminder 1440" && status === "sent").length;
  process.stdout.write(
    `${rounds} kills: ${rows.length} deliveries, ${unknown.length} unknown, ${reminded} of ${people} reminded for sure\n`,
  );
});
