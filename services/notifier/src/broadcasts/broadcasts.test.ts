import { randomUUID } from "node:crypto";
import { eventually } from "@okoshko/testkit/eventually";
import { aPerson, aVisit, confirmed } from "../../test/events";
import { aWorld, type World } from "../../test/notifier-world";
import { collectAudiences } from "./collect";
import { createBroadcast } from "./create";
import { getBroadcast } from "./list";
import { stopBroadcast } from "./stop";

let world: World;

beforeEach(async () => {
  world = await aWorld();
});
afterEach(() => world.close());

const readers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    clientId: randomUUID(),
    telegramUserId: aPerson(),
    locale: index % 2 === 0 ? ("ru" as const) : ("en" as const),
  }));
const order = () =>
  createBroadcast(world.pool, {
    caller: { name: "admin", telegramUserId: undefined },
    key: randomUUID(),
    input: { text: { ru: "Мы открыты", en: "We are open" }, audience: { kind: "all" } },
    now: world.clock.now(),
  });
const state = async (id: string) => (await getBroadcast(world.pool, id))?.state;
const collect = (overrides: Partial<Parameters<typeof collectAudiences>[0]> = {}) =>
  collectAudiences({
    pool: world.pool,
    booking: world.booking.client,
    clock: world.clock,
    random: () => 0,
    metrics: world.metrics,
    logger: world.logger,
    onPlanned: () => undefined,
    ...overrides,
  });

it("reaches everybody once, in their language, and is done then", async () => {
  world.booking.audience.push(...readers(45));
  await world.startReplica();
  await world.startReplica();
  const { id } = await order();
  await eventually(async () => expect(await state(id)).toBe("done"), { timeoutMs: 15_000 });
  expect(world.telegram.calls).toHaveLength(45);
  for (const { telegramUserId, locale } of world.booking.audience) {
    const [call, ...more] = world.telegram.to(telegramUserId);
    expect(more).toEqual([]);
    expect(call?.message.text).toBe(locale === "ru" ? "Мы открыты" : "We are open");
  }
  expect(await getBroadcast(world.pool, id)).toMatchObject({ total: 45, counts: { sent: 45 } });
});

it("counts apart whom it can't reach, from whatever message on that was known", async () => {
  world.booking.audience.push(...readers(4));
  const [blocked] = world.booking.audience;
  world.telegram.answer((chatId) =>
    chatId === blocked?.telegramUserId
      ? { type: "unreachable", error: "403 Forbidden: bot was blocked by the user" }
      : undefined,
  );
  await world.startReplica();
  const { id } = await order();
  await eventually(async () => expect(await state(id)).toBe("done"), { timeoutMs: 15_000 });
  expect((await getBroadcast(world.pool, id))?.counts).toEqual({ sent: 3, unreachable: 1 });
});

it("goes on where it was when whoever read its audience died, and nobody gets it twice", async () => {
  world.booking.audience.push(...readers(50));
  const { id } = await order();
  await collect();
  // Dies after it has read a page and before it has written it down.
  const pool = {
    query: world.pool.query.bind(world.pool),
    connect: () => Promise.reject(new Error("killed")),
  };
  await collect({ pool: pool as never });
  world.clock.advance(5_000);
  expect((await getBroadcast(world.pool, id))?.counts).toEqual({ planned: 20 });
  // A page may show somebody again.
  world.booking.audience.splice(20, 0, ...world.booking.audience.slice(0, 3));
  await Promise.all([collect(), collect(), collect()]);
  await collect();
  await collect();
  expect((await getBroadcast(world.pool, id))?.counts).toEqual({ planned: 50 });
  const { rows } = await world.pool.query(
    "select 1 from notifier.deliveries group by recipient_telegram_user_id having count(*) > 1",
  );
  expect(rows).toEqual([]);
});

it("waits for booking-api, with growing pauses", async () => {
  world.booking.audience.push(...readers(3));
  const { id } = await order();
  world.booking.goesAway();
  await collect();
  world.booking.comesBack();
  await collect();
  expect((await getBroadcast(world.pool, id))?.counts).toBeNull();
  world.clock.advance(2_000);
  await collect();
  expect((await getBroadcast(world.pool, id))?.counts).toEqual({ planned: 3 });
});

it("is stopped: who was not written to yet is skipped, and whoever is being written to is not written to again", async () => {
  world.booking.audience.push(...readers(30));
  const { id } = await order();
  let floods = 0;
  let answer: () => void = () => undefined;
  // One send is on its way while the broadcast is stopped, and has to be sent again.
  world.telegram.answer(
    () =>
      new Promise((resolve) => {
        floods += 1;
        answer = () => resolve({ type: "refused", error: "502 Bad Gateway" });
      }),
  );
  await world.startReplica({ concurrency: 1 });
  await eventually(() => expect(floods).toBe(1));
  await stopBroadcast(world.pool, id, world.clock.now());
  answer();
  await eventually(async () => {
    world.clock.advance(5_000);
    const row = await getBroadcast(world.pool, id);
    expect(row?.counts).toEqual({ skipped: expect.any(Number) });
  });
  expect(floods).toBe(1);
  expect(await state(id)).toBe("stopped");
  expect(await stopBroadcast(world.pool, id, world.clock.now())).toBeUndefined();
});

it("is overtaken by what is meant for one person, and by reminders", async () => {
  world.booking.audience.push(...readers(60));
  const { id } = await order();
  for (let page = 0; page < 4; page++) await collect();
  await world.startReplica({ concurrency: 1, messagesPerSecond: 20 });
  await eventually(() => expect(world.telegram.calls.length).toBeGreaterThan(3));
  const before = world.telegram.calls.length;
  const visit = aVisit();
  world.booking.happen(confirmed(visit, { actor: "client" }));
  await eventually(() => expect(world.telegram.to(visit.master.telegramUserId)).toHaveLength(1));
  const place = world.telegram.calls.findIndex(({ chatId }) => chatId === visit.master.telegramUserId);
  // Those that the worker had in its hands when the booking was made come first, and no others.
  expect(place - before).toBeLessThan(20);
  expect(await state(id)).toBe("sending");
});
