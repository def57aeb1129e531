import { randomUUID } from "node:crypto";
import request from "supertest";
import { type operations } from "@okoshko/contracts/generated/notifier";
import { fixedClock } from "@okoshko/testkit/fixed-clock";
import { aPerson, aVisit, confirmed } from "../test/events";
import { aDatabase, silent, someMetrics, someOperations } from "../test/notifier-world";
import { stubBookingApi } from "../test/stub-booking-api";
import { idleWebhooks } from "../test/webhook-world";
import { createApp } from "./app";
import { inTransaction } from "./database";
import { insertPlanned } from "./deliveries/insert-planned";
import { planEvent } from "./deliveries/plan";
import { parkEvent } from "./feed/park-event";

let database: Awaited<ReturnType<typeof aDatabase>>;
let app: ReturnType<typeof createApp>;
const booking = stubBookingApi();
const clock = fixedClock("2026-11-20T09:00:00Z");
const { registry, metrics } = someMetrics();
const owner = aPerson();
const manager = aPerson();
const master = aPerson();
const tokens = { admin: "a-token-of-the-admin", bot: "a-token-of-the-bot", notifier: "a-token-of-ours" };

beforeAll(async () => {
  database = await aDatabase();
  booking.roles.set(owner, ["owner"]).set(manager, ["admin"]).set(master, ["master"]);
  app = createApp({
    operations: someOperations({ pool: database.pool, booking: booking.client, clock, metrics }),
    webhooks: idleWebhooks(database.pool),
    tokens: new Map(Object.entries(tokens)),
    validateResponses: true,
    registry,
    logger: silent,
  });
});
afterAll(() => database.drop());
beforeEach(() =>
  database.pool.query("truncate notifier.deliveries, notifier.broadcasts, notifier.parked_events"),
);

type Who = { token?: keyof typeof tokens | "none" | "wrong"; person?: number };
const call = (method: "get" | "post", path: string, who: Who = {}) => {
  const { token = "admin", person } = who;
  const asked = request(app)[method](path);
  if (token !== "none")
    asked.set("authorization", `Bearer ${token === "wrong" ? "nobody-knows-it" : tokens[token]}`);
  if (person !== undefined) asked.set("okoshko-on-behalf-of", `telegram:${person}`);
  return asked;
};
const aBroadcast = { text: { ru: "Мы открыты" }, audience: { kind: "all" } };
const order = (body: object = aBroadcast, key: string = randomUUID(), who: Who = {}) =>
  call("post", "/v1/broadcasts", who).set("idempotency-key", key).send(body);

async function planned(): Promise<{ id: string; kind: string }[]> {
  await inTransaction(database.pool, (tx) =>
    insertPlanned(tx, planEvent(confirmed(aVisit())).deliveries, clock.now()),
  );
  const { rows } = await database.pool.query<{ id: string; kind: string }>(
    "select id, kind from notifier.deliveries where status = 'planned' order by kind",
  );
  return rows;
}

const become = (id: string, status: string) =>
  database.pool.query(
    `update notifier.deliveries
     set status = $2, reason = case when $2 = 'failed' then 'attempts_exhausted' end,
       lease_until = case when $2 = 'sending' then due_at end
     where id = $1`,
    [id, status],
  );

type OperationId = Exclude<keyof operations, `${string}Webhook${string}`>;

describe("who may do what", () => {
  const id = "70000000-0000-4000-8000-000000000001";
  const all: Record<OperationId, { call: (who: Who) => request.Test; isForManagers: boolean }> = {
    listDeliveries: { call: (who) => call("get", "/v1/deliveries", who), isForManagers: false },
    getDelivery: { call: (who) => call("get", `/v1/deliveries/${id}`, who), isForManagers: false },
    retryDelivery: { call: (who) => call("post", `/v1/deliveries/${id}/retry`, who), isForManagers: false },
    cancelDelivery: { call: (who) => call("post", `/v1/deliveries/${id}/cancel`, who), isForManagers: false },
    getQueue: { call: (who) => call("get", "/v1/queue", who), isForManagers: false },
    listParkedEvents: { call: (who) => call("get", "/v1/parked-events", who), isForManagers: false },
    replayParkedEvent: {
      call: (who) => call("post", "/v1/parked-events/none/replay", who),
      isForManagers: false,
    },
    previewBroadcast: {
      call: (who) => call("post", "/v1/broadcasts/preview", who).send(aBroadcast),
      isForManagers: true,
    },
    createBroadcast: { call: (who) => order(aBroadcast, randomUUID(), who), isForManagers: true },
    listBroadcasts: { call: (who) => call("get", "/v1/broadcasts", who), isForManagers: true },
    getBroadcast: { call: (who) => call("get", `/v1/broadcasts/${id}`, who), isForManagers: true },
    stopBroadcast: { call: (who) => call("post", `/v1/broadcasts/${id}/stop`, who), isForManagers: true },
  };
  const callers: [string, Who, "yes" | "managers" | 401 | 403][] = [
    ["the admin token", {}, "yes"],
    ["the bot for the owner", { token: "bot", person: owner }, "managers"],
    ["the bot for an administrator", { token: "bot", person: manager }, "managers"],
    ["the bot for a master", { token: "bot", person: master }, 403],
    ["the bot for a stranger", { token: "bot", person: 424242 }, 403],
    ["the bot for nobody", { token: "bot" }, 403],
    ["another service for the owner", { token: "notifier", person: owner }, 403],
    ["an unknown token", { token: "wrong", person: owner }, 401],
    ["nobody", { token: "none" }, 401],
  ];

  it.each(
    Object.entries(all).flatMap(([operation, { call: ask, isForManagers }]) =>
      callers.map(([name, who, may]) => [operation, name, ask, who, may, isForManagers] as const),
    ),
  )("%s by %s", async (_operation, _name, ask, who, may, isForManagers) => {
    const { status } = await ask(who);
    if (may === "yes" || (may === "managers" && isForManagers)) expect([200, 201, 404]).toContain(status);
    else expect(status).toBe(may === "managers" ? 403 : may);
  });

  it("is not guessed while booking-api is away", async () => {
    booking.goesAway();
    const { status, body } = await call("get", "/v1/broadcasts", { token: "bot", person: owner });
    booking.comesBack();
    expect([status, (body as { type: string }).type]).toEqual([
      503,
      "https://okoshko.dev/problems/unavailable",
    ]);
  });
});

describe("a delivery that failed", () => {
  it.each(["failed", "unknown"])("or is in doubt is sent once more, and only once: %s", async (status) => {
    const [first] = await planned();
    await become(first?.id ?? "", status);
    const { body } = await call("post", `/v1/deliveries/${first?.id}/retry`).expect(201);
    expect(body).toMatchObject({ kind: first?.kind, status: "planned", repeatOf: first?.id, attempts: 0 });
    const again = await call("post", `/v1/deliveries/${first?.id}/retry`).expect(409);
    expect(again.body).toMatchObject({ type: "https://okoshko.dev/problems/already-exists" });
  });

  it.each(["planned", "sending"])("is not one that is %s", async (status) => {
    const [first] = await planned();
    if (status !== "planned") await become(first?.id ?? "", status);
    const { body } = await call("post", `/v1/deliveries/${first?.id}/retry`).expect(409);
    expect(body).toMatchObject({ type: "https://okoshko.dev/problems/wrong-state" });
  });

  it("of somebody who was forgotten stays as it is", async () => {
    const [first] = await planned();
    await become(first?.id ?? "", "unknown");
    await database.pool.query(
      "update notifier.deliveries set recipient_telegram_user_id = null where id = $1",
      [first?.id],
    );
    await call("post", `/v1/deliveries/${first?.id}/retry`).expect(409);
  });
});

describe("an operator", () => {
  it("keeps one delivery from being sent, and no other", async () => {
    const [first, ...others] = await planned();
    const { body } = await call("post", `/v1/deliveries/${first?.id}/cancel`).expect(200);
    expect(body).toMatchObject({ status: "skipped", reason: "cancelled_by_operator" });
    await call("post", `/v1/deliveries/${first?.id}/cancel`).expect(409);
    await call("post", `/v1/deliveries/${randomUUID()}/cancel`).expect(404);
    const { rows } = await database.pool.query("select id from notifier.deliveries where status = 'planned'");
    expect(rows).toHaveLength(others.length);
  });

  it("can't call back what is on its way", async () => {
    const [first] = await planned();
    await become(first?.id ?? "", "sending");
    await call("post", `/v1/deliveries/${first?.id}/cancel`).expect(409);
  });

  it("sees what waits, since when, and what could not be planned", async () => {
    const empty = await call("get", "/v1/queue").expect(200);
    expect(empty.body).toEqual({
      deliveries: [],
      oldestDueAt: null,
      pausedUntil: null,
      halted: false,
      parkedEvents: 0,
    });
    await planned();
    const { body } = await call("get", "/v1/queue").expect(200);
    expect(body).toMatchObject({
      oldestDueAt: "2026-11-20T09:00:00.000Z",
      deliveries: [
        { status: "planned", priority: "direct", count: 2, due: 2 },
        {
          status: "planned",
          priority: "reminder",
          count: 2,
          due: 0,
          oldestDueAt: "2026-11-23T13:00:00.000Z",
        },
      ],
    });
  });

  it("finds deliveries by reason and by when they are due", async () => {
    const [first] = await planned();
    await call("post", `/v1/deliveries/${first?.id}/cancel`);
    const ids = async (query: string) =>
      (
        (await call("get", `/v1/deliveries?${query}`).expect(200)).body as { items: { id: string }[] }
      ).items.map((row) => row.id);
    expect(await ids("reason=cancelled_by_operator")).toEqual([first?.id]);
    expect(await ids("from=2026-11-23T13%3A00%3A00Z&to=2026-11-24T11%3A00%3A00Z")).toHaveLength(1);
    expect(await ids("from=2026-11-23T13%3A00%3A00Z")).toHaveLength(2);
    expect(await ids(`broadcastId=${randomUUID()}`)).toEqual([]);
  });
});

describe("a parked event", () => {
  it("is planned when the fault is mended, once", async () => {
    const event = confirmed(aVisit());
    await inTransaction(database.pool, (tx) =>
      parkEvent(tx, event, new Error("a fault of ours"), clock.now()),
    );
    const { body } = await call("get", "/v1/parked-events").expect(200);
    expect(body).toMatchObject({
      total: 1,
      items: [{ id: event.id, type: "appointment.confirmed", error: "Error: a fault of ours" }],
    });
    const replay = await call("post", `/v1/parked-events/${event.id}/replay`).expect(200);
    expect(replay.body).toEqual({ planned: 4 });
    await call("post", `/v1/parked-events/${event.id}/replay`).expect(404);
  });

  it("that still can't be planned stays, with what is wrong now", async () => {
    const event = { ...confirmed(aVisit()), data: {} } as never;
    await inTransaction(database.pool, (tx) => parkEvent(tx, event, new Error("before"), clock.now()));
    const { id } = event as { id: string };
    await call("post", `/v1/parked-events/${id}/replay`).expect(409);
    const { rows } = await database.pool.query<{ error: string }>("select error from notifier.parked_events");
    expect(rows).toEqual([{ error: expect.stringContaining("TypeError") }]);
  });
});

describe("ordering a broadcast", () => {
  it("twice with one key makes one, and gives the first answer again", async () => {
    const key = randomUUID();
    const who = { token: "bot", person: owner } as const;
    const first = await order(aBroadcast, key, who).expect(201);
    expect(first.body).toMatchObject({
      state: "sending",
      createdBy: owner,
      total: null,
      counts: { waiting: 0 },
    });
    await call("post", `/v1/broadcasts/${(first.body as { id: string }).id}/stop`).expect(200);
    const again = await order(aBroadcast, key, who).expect(201);
    expect(again.body).toEqual(first.body);
    await order({ ...aBroadcast, text: { en: "We are open" } }, key, who).expect(422);
    // Keys of different people have nothing to do with each other.
    const other = await order(aBroadcast, key, { token: "bot", person: manager }).expect(201);
    expect((other.body as { id: string }).id).not.toBe((first.body as { id: string }).id);
  });

  it.each<[string, object, string]>([
    ["no words", { ...aBroadcast, text: {} }, "/text"],
    ["only spaces", { ...aBroadcast, text: { ru: "  " } }, "/text/ru"],
    ["more than Telegram takes", { ...aBroadcast, text: { en: "😀".repeat(2_100) } }, "/text/en"],
    ["no day to count from", { ...aBroadcast, audience: { kind: "visited_since" } }, "/audience/since"],
    ["a day of no use", { ...aBroadcast, audience: { kind: "all", since: "2026-01-01" } }, "/audience/since"],
  ])("with %s is refused, and so is its preview", async (_, body, pointer) => {
    for (const answer of [await order(body), await call("post", "/v1/broadcasts/preview").send(body)]) {
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toContain(pointer);
    }
    const { body: list } = await call("get", "/v1/broadcasts");
    expect(list).toEqual({ items: [], nextCursor: null });
  });

  it("is shown before: how many, in which language, what they will see; nothing is written", async () => {
    booking.audience.push(
      ...Array.from({ length: 45 }, (_, index) => ({
        clientId: randomUUID(),
        telegramUserId: aPerson(),
        locale: index < 5 ? ("en" as const) : ("ru" as const),
      })),
    );
    const { body } = await call("post", "/v1/broadcasts/preview").send(aBroadcast).expect(200);
    booking.audience.length = 0;
    expect(body).toEqual({
      total: 45,
      byLocale: { ru: 40, en: 5 },
      messages: [
        { locale: "ru", text: "Мы открыты", buttons: ["Больше не присылать такое"] },
        { locale: "en", text: "Мы открыты", buttons: ["No more of these"] },
      ],
    });
    const { rows } = await database.pool.query("select 1 from notifier.broadcasts");
    expect(rows).toEqual([]);
  });

  it("is read page by page, the latest first", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) {
      clock.advance(1_000);
      ids.unshift(((await order()).body as { id: string }).id);
    }
    type Page = { items: { id: string }[]; nextCursor: string | null };
    const first = (await call("get", "/v1/broadcasts?limit=2")).body as Page;
    const second = (await call("get", `/v1/broadcasts?limit=2&cursor=${first.nextCursor}`)).body as Page;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});
