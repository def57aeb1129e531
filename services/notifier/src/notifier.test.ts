import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "@okoshko/testkit/eventually";
import { startRedis } from "@okoshko/testkit/redis";
import { aPerson, aVisit, cancelled, confirmed, joined, moved, requested } from "../test/events";
import { aWorld, type World } from "../test/notifier-world";
import { createBroadcast } from "./broadcasts/create";
import { claimDue } from "./deliveries/claim";
import { type Message } from "./telegram";

let world: World;

beforeEach(async () => {
  world = await aWorld();
});
afterEach(() => world.close());

const statuses = async (kind?: string) =>
  (await world.deliveries(kind)).map(({ kind: name, status, reason }) =>
    [name, status, reason].filter((part) => part !== null).join(" "),
  );
/** Waits for a statement about the whole ledger. */
const ledgerBecomes = (expected: string[], kind?: string) =>
  eventually(async () => expect((await statuses(kind)).sort()).toEqual([...expected].sort()), {
    timeoutMs: 12_000,
  });
const dayBefore = "2026-11-23T13:00:00.000Z";

describe("from a change to a message", () => {
  it("tells master and client of a booking by the staff, and later reminds the client twice", async () => {
    await world.startReplica();
    const visit = aVisit();
    world.booking.happen(confirmed(visit));
    await ledgerBecomes([
      "confirmation sent",
      "confirmation_master sent",
      "reminder 1440 planned",
      "reminder 120 planned",
    ]);
    expect(world.telegram.to(visit.master.telegramUserId ?? 0)).toHaveLength(1);

    world.clock.set(dayBefore);
    await ledgerBecomes(["reminder 1440 sent"], "reminder 1440");
    world.clock.set("2026-11-24T11:00:00Z");
    await ledgerBecomes(["reminder 120 sent"], "reminder 120");
    expect(world.telegram.to(visit.client.telegramUserId).map(({ message }) => message.text)).toEqual([
      expect.stringContaining("Вы записаны!"),
      expect.stringContaining("Ждём вас завтра!"),
      expect.stringContaining("Скоро увидимся!"),
    ]);
    const [row] = await world.deliveries("reminder 120");
    expect(row).toMatchObject({ attempts: 1, telegram_message_id: expect.any(Number) });
  });

  it("is told of news by a nudge, long before it would have asked again", async () => {
    await world.startReplica();
    await sleep(300);
    const began = performance.now();
    world.booking.happenQuietly(confirmed(aVisit({ startsAt: "2026-11-20T10:00:00.000Z" })));
    await world.redis.publish("okoshko:events", "");
    await eventually(() => expect(world.telegram.calls.length).toBe(2));
    expect(performance.now() - began).toBeLessThan(1_200);
  });

  it("continues the trace of the change in the ledger", async () => {
    await world.startReplica();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    world.booking.happen(confirmed(aVisit()), traceparent);
    await eventually(async () => expect(await world.deliveries()).toHaveLength(4));
    for (const row of await world.deliveries())
      expect(row.traceparent).toContain("0af7651916cd43dd8448eb211c80319c");
  });
});

it("a reminder speaks the language that the client has chosen since it was planned", async () => {
  const visit = aVisit();
  await world.startReplica();
  world.booking.happen(confirmed(visit, { actor: "client" }));
  await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
  const other = visit.client.locale === "ru" ? "en" : "ru";
  world.booking.chooseLanguage(visit.id, other);
  world.clock.set(dayBefore);
  await ledgerBecomes(["reminder 1440 sent"], "reminder 1440");
  const [sent] = world.telegram.to(visit.client.telegramUserId);
  expect(sent?.message.text).toMatch(other === "ru" ? /[а-я]/ : /See you/);
  // The master has a language of their own.
  expect(world.telegram.to(visit.master.telegramUserId)[0]?.message.text).toMatch(
    visit.master.locale === "ru" ? /[а-я]/ : /[a-z]/,
  );
});

describe("a master who is asked whether they take a visit", () => {
  it("sees what is before and after it at the moment of the message", async () => {
    const visit = aVisit({ status: "pending" });
    world.booking.briefings.set(visit.id, {
      clientPhone: null,
      before: { from: "13:00", to: "13:45" },
      after: null,
    });
    await world.startReplica();
    world.booking.happen(requested(visit));
    await ledgerBecomes(["request_master sent"], "request_master");
    const [asked] = world.telegram.to(visit.master.telegramUserId);
    expect(asked?.message.text).toMatch(/13:00–13:45\n/);
  });

  it("is asked all the same when that can't be looked up", async () => {
    const visit = aVisit({ status: "pending" });
    await world.startReplica();
    world.booking.happen(requested(visit));
    await ledgerBecomes(["request_master sent"], "request_master");
    expect(world.telegram.to(visit.master.telegramUserId)).toHaveLength(1);
  });
});

describe("a master for whose time somebody waits", () => {
  const aWish = { serviceNames: [{ en: "Haircut" }], from: "2026-11-24", to: "2026-11-27", waiting: 2 };
  const { master } = aVisit();
  const known = (event: ReturnType<typeof joined>, state: "waiting" | "left") =>
    world.booking.wishes.set(event.data.entryId, {
      ...aWish,
      state,
      masterId: master.id,
      clientName: "Вера Лугова",
      dayParts: ["evening"],
    });

  it("is told once, however often the event comes", async () => {
    const event = joined(master);
    known(event, "waiting");
    await world.startReplica();
    world.booking.happen(event);
    world.booking.happen({ ...event, id: aVisit().id });
    const other = aVisit();
    world.booking.happen(confirmed(other, { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    await ledgerBecomes(["waitlist_joined_master sent"], "waitlist_joined_master");
    const [told, ...more] = world.telegram.to(master.telegramUserId);
    expect(told?.message.text).toContain("Вера Лугова");
    expect(more).toEqual([]);
  });

  it("hears nothing of who has left already", async () => {
    const event = joined(master);
    known(event, "left");
    await world.startReplica();
    world.booking.happen(event);
    await ledgerBecomes(["waitlist_joined_master skipped wish_over"], "waitlist_joined_master");
    expect(world.telegram.calls).toEqual([]);
  });
});

describe("M7 reminders follow the booking", () => {
  const later = { startsAt: "2026-11-25T13:00:00.000Z" };

  it.each([
    ["cancelled", "appointment_cancelled"],
    ["moved", "appointment_moved"],
  ])(
    "a visit that was %s one second before its reminder is due is not reminded of, even if the feed has not told us yet",
    async (how, reason) => {
      await world.startReplica();
      const visit = aVisit();
      world.booking.happen(confirmed(visit, { actor: "client" }));
      await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
      world.clock.set("2026-11-23T12:59:59Z");
      world.booking.commit(how === "moved" ? moved(visit, later) : cancelled(visit));
      world.clock.advance(1_000);
      await ledgerBecomes([`reminder 1440 skipped ${reason}`], "reminder 1440");
      expect(world.telegram.to(visit.client.telegramUserId)).toEqual([]);
    },
  );

  it.each(["cancelled", "moved"] as const)(
    "a reminder that is in flight when its visit is %s is followed by a correction, and nothing of the old time starts after it",
    async (how) => {
      const visit = aVisit();
      const { telegramUserId } = visit.client;
      let arrive: () => void = () => undefined;
      world.telegram.answer((chatId) =>
        chatId === telegramUserId && world.telegram.to(chatId).length === 1
          ? new Promise((resolve) => (arrive = () => resolve(undefined)))
          : undefined,
      );
      await world.startReplica();
      world.booking.happen(confirmed(visit, { actor: "client" }));
      await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
      world.clock.set(dayBefore);
      await ledgerBecomes(["reminder 1440 sending"], "reminder 1440");

      const about = { actor: "client", occurredAt: dayBefore } as const;
      world.booking.happen(how === "moved" ? moved(visit, later, about) : cancelled(visit, about));
      await eventually(async () => expect(await world.deliveries("correction")).toHaveLength(1));
      // Whatever is to be corrected, it is read first.
      await eventually(async () =>
        expect((await world.deliveries("correction"))[0]?.claim).toBeGreaterThan(0),
      );
      expect(world.telegram.to(telegramUserId)).toHaveLength(1);
      arrive();
      await eventually(async () => {
        world.clock.advance(2_000);
        expect(await statuses("correction")).toEqual(["correction sent"]);
      });
      const [outdated, correction] = world.telegram.to(telegramUserId).map(({ message }) => message.text);
      expect(outdated).toContain("вторник, 24 ноября");
      expect(correction).toContain("Наше прошлое сообщение устарело");
      expect(correction).toContain(how === "moved" ? "среда, 25 ноября" : "этот визит отменён");
      expect(world.telegram.to(telegramUserId)).toHaveLength(2);
    },
  );

  it("a correction is not sent when what it would correct never arrived", async () => {
    const visit = aVisit();
    const { telegramUserId } = visit.client;
    let refuse: () => void = () => undefined;
    world.telegram.answer((chatId) =>
      chatId === telegramUserId
        ? new Promise((resolve) => (refuse = () => resolve({ type: "refused", error: "502 Bad Gateway" })))
        : undefined,
    );
    await world.startReplica();
    world.booking.happen(confirmed(visit, { actor: "client" }));
    world.clock.set(dayBefore);
    await ledgerBecomes(["reminder 1440 sending"], "reminder 1440");
    world.booking.happen(moved(visit, later, { actor: "client", occurredAt: dayBefore }));
    await eventually(async () => expect(await world.deliveries("correction")).toHaveLength(1));
    refuse();
    await eventually(async () => {
      world.clock.advance(2_000);
      expect(await statuses("correction")).toEqual(["correction skipped nothing_to_correct"]);
    });
    expect(await statuses("reminder 1440")).toContain("reminder 1440 skipped appointment_moved");
    expect(world.telegram.to(telegramUserId)).toHaveLength(1);
  });

  it("a reminder whose lead is already past at booking time is skipped, not sent at once", async () => {
    await world.startReplica();
    const visit = aVisit({ startsAt: "2026-11-20T10:00:00.000Z" });
    world.booking.happen(confirmed(visit, { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    expect(await statuses("reminder 1440")).toEqual(["reminder 1440 skipped lead_already_past"]);
    expect(await statuses("reminder 120")).toEqual(["reminder 120 skipped lead_already_past"]);
    expect(world.telegram.to(visit.client.telegramUserId)).toEqual([]);
  });
});

describe("a visit that changes", () => {
  it("is reminded of at its new time and not at the old one", async () => {
    await world.startReplica();
    const visit = aVisit();
    world.booking.happen(confirmed(visit, { actor: "client" }));
    world.booking.happen(moved(visit, { startsAt: "2026-11-25T13:00:00.000Z" }, { actor: "client" }));
    await ledgerBecomes(["change_master sent"], "change_master");
    world.clock.set(dayBefore);
    await sleep(300);
    expect(world.telegram.to(visit.client.telegramUserId)).toEqual([]);
    world.clock.advance(24 * 3_600_000);
    await ledgerBecomes(["reminder 1440 skipped appointment_moved", "reminder 1440 sent"], "reminder 1440");
    expect(world.telegram.to(visit.client.telegramUserId)).toHaveLength(1);
  });

  it("is not spoken of once it has begun, however late we are", async () => {
    const visit = aVisit();
    world.booking.happen(confirmed(visit));
    world.clock.set("2026-11-24T13:00:00Z");
    await world.startReplica();
    await ledgerBecomes([
      "confirmation skipped appointment_over",
      "confirmation_master skipped appointment_over",
      "reminder 1440 skipped appointment_over",
      "reminder 120 skipped appointment_over",
    ]);
    expect(world.telegram.calls).toEqual([]);
  });

  it("waits for booking-api to say that it still stands", async () => {
    await world.startReplica();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    const sentBefore = world.telegram.calls.length;
    world.booking.goesAway();
    world.clock.set(dayBefore);
    await eventually(async () => {
      const [row] = await world.deliveries("reminder 1440");
      expect(row?.claim).toBeGreaterThan(0);
      expect(row?.status).toBe("planned");
    });
    expect(world.telegram.calls).toHaveLength(sentBefore);
    world.booking.comesBack();
    world.clock.advance(60_000);
    await ledgerBecomes(["reminder 1440 sent"], "reminder 1440");
  });
});

describe("Redis", () => {
  it("is wiped while many wait for their turn in one chat: each is sent exactly once when its lease ends", async () => {
    const master = { ...aVisit().master, telegramUserId: aPerson() };
    for (let index = 0; index < 5; index++)
      world.booking.happen(confirmed(aVisit({ master, masterId: master.id }), { actor: "client" }));
    await world.startReplica();
    await ledgerBecomes(
      ["confirmation_master sent", ...Array<string>(4).fill("confirmation_master queued")],
      "confirmation_master",
    );
    await world.redis.flushdb();
    await world.startReplica();
    await ledgerBecomes(
      ["confirmation_master sent", ...Array<string>(4).fill("confirmation_master queued")],
      "confirmation_master",
    );
    world.leaseClock.advance(61_000);
    await ledgerBecomes(Array<string>(5).fill("confirmation_master sent"), "confirmation_master");
    expect(world.telegram.calls).toHaveLength(5);
  });

  it("is away for a while: nothing is sent twice, and what came up meanwhile is sent when it is back", async () => {
    await world.close();
    const before = await startRedis();
    world = await aWorld({ redisUrl: before.url });
    await world.startReplica();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");

    await before.kill();
    for (let index = 0; index < 5; index++) world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(
      ["confirmation_master sent", ...Array<string>(5).fill("confirmation_master planned")],
      "confirmation_master",
    );
    const after = await startRedis({ port: before.port });
    expect(after.url).toBe(before.url);
    await ledgerBecomes(Array<string>(6).fill("confirmation_master sent"), "confirmation_master");
    expect(world.telegram.calls).toHaveLength(6);
    await world.close();
    await after.stop();
    world = await aWorld();
  });

  it("does not see a delivery twice when two replicas work", async () => {
    await world.startReplica();
    await world.startReplica();
    for (let index = 0; index < 40; index++) world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(Array<string>(40).fill("confirmation_master sent"), "confirmation_master");
    expect(world.telegram.calls).toHaveLength(40);
  });
});

describe("a worker that dies", () => {
  it("before it began to send costs a lease and nothing else", async () => {
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    const replica = await world.startReplica();
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    await replica.stop();

    world.clock.set(dayBefore);
    // Claimed, and then nothing more is heard.
    await claimDue(world.pool, {
      now: world.clock.now(),
      leaseUntil: new Date(world.leaseClock.now().getTime() + 60_000),
      count: 10,
    });
    await world.startReplica();
    await sleep(300);
    await ledgerBecomes(["reminder 1440 queued"], "reminder 1440");
    world.leaseClock.advance(61_000);
    await ledgerBecomes(["reminder 1440 sent"], "reminder 1440");
  });

  it("while sending leaves an unknown; a reminder is repeated once and marked, all else is not", async () => {
    const visit = aVisit();
    world.booking.happen(confirmed(visit, { actor: "client" }));
    let die: (outcome: undefined) => void = () => undefined;
    const silence = new Promise<undefined>((resolve) => (die = resolve));
    world.telegram.answer(() => silence);
    await world.startReplica();
    await ledgerBecomes(["confirmation_master sending"], "confirmation_master");
    world.clock.set(dayBefore);
    await ledgerBecomes(["reminder 1440 sending"], "reminder 1440");
    world.telegram.answer(() => undefined);

    world.leaseClock.advance(61_000);
    await ledgerBecomes(["confirmation_master unknown"], "confirmation_master");
    await ledgerBecomes(["reminder 1440 unknown", "reminder 1440 sent"], "reminder 1440");
    const rows = await world.deliveries("reminder 1440");
    const original = rows.find(({ status }) => status === "unknown");
    expect(rows.find(({ status }) => status === "sent")?.repeat_of).toBe(original?.id);
    expect(world.telegram.to(visit.client.telegramUserId)).toHaveLength(2);
    expect(world.telegram.to(visit.master.telegramUserId ?? 0)).toHaveLength(1);

    // What the silent ones say after all changes nothing any more.
    die(undefined);
    await sleep(300);
    expect(await statuses("confirmation_master")).toEqual(["confirmation_master unknown"]);
  });
});

describe("an answer that never came", () => {
  it("is an unknown; its repetition, uncertain as well, is the last", async () => {
    const visit = aVisit();
    world.booking.happen(confirmed(visit, { actor: "client" }));
    world.telegram.answer(() => ({ type: "uncertain", error: "No answer in time." }));
    await world.startReplica();
    await ledgerBecomes(["confirmation_master unknown"], "confirmation_master");
    world.clock.set(dayBefore);
    await ledgerBecomes(["reminder 1440 unknown", "reminder 1440 unknown"], "reminder 1440");
    await sleep(1_300);
    expect(world.telegram.to(visit.client.telegramUserId)).toHaveLength(2);
  });
});

describe("Telegram", () => {
  it("asks for a pause: everybody stops, nothing is lost, nothing counts as failed", async () => {
    let floods = 0;
    world.telegram.answer(() =>
      floods++ === 0 ? { type: "flood", retryAfterSeconds: 2, error: "429" } : undefined,
    );
    await world.startReplica({ concurrency: 1 });
    await world.startReplica({ concurrency: 1 });
    for (let index = 0; index < 8; index++) world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await eventually(() => expect(world.telegram.calls.length).toBeGreaterThan(0));
    await sleep(200);
    const during = world.telegram.calls.length;
    await sleep(1_300);
    expect(world.telegram.calls.length).toBe(during);
    // Two replicas had one message each under way when the pause began.
    expect(during).toBeLessThanOrEqual(3);

    world.clock.advance(3_500);
    await ledgerBecomes(Array<string>(8).fill("confirmation_master sent"), "confirmation_master");
    expect(world.telegram.calls).toHaveLength(9);
  });

  it("refuses for a while: tried again after a growing pause", async () => {
    world.telegram.answer(() => ({ type: "refused", error: "502 Bad Gateway" }));
    await world.startReplica();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    const pauses = [2_000, 4_000, 8_000];
    for (const [index, pauseMs] of pauses.entries()) {
      await eventually(async () => {
        const [row] = await world.deliveries("confirmation_master");
        expect(row).toMatchObject({ status: "planned", failures: index + 1 });
        expect(row?.not_before.getTime()).toBe(world.clock.now().getTime() + pauseMs);
      });
      world.clock.advance(pauseMs);
    }
    world.telegram.answer(() => undefined);
    world.clock.advance(60_000);
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
  });

  it("refuses again and again: given up in the end, and recorded as that", async () => {
    world.telegram.answer(() => ({ type: "refused", error: "502 Bad Gateway" }));
    await world.startReplica();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(["confirmation_master planned"], "confirmation_master");
    await eventually(async () => {
      const { rowCount } = await world.pool.query(
        "update notifier.deliveries set failures = 19 where failures = 1 and status = 'planned'",
      );
      expect(rowCount).toBe(1);
    });
    world.clock.advance(60_000);
    await ledgerBecomes(["confirmation_master failed attempts_exhausted"], "confirmation_master");
  });

  it("rejects a message: failed at once, with what it said", async () => {
    world.telegram.answer(() => ({ type: "rejected", error: "400 Bad Request: BUTTON_DATA_INVALID" }));
    await world.startReplica();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(["confirmation_master failed rejected_by_telegram"], "confirmation_master");
    expect((await world.deliveries("confirmation_master"))[0]?.last_error).toContain("BUTTON_DATA_INVALID");
  });

  it("says that a person blocked us: all that waits for them is skipped, and booking-api learns of it", async () => {
    const visit = aVisit();
    const { telegramUserId } = visit.client;
    world.telegram.answer((chatId) =>
      chatId === telegramUserId
        ? { type: "unreachable", error: "403 Forbidden: bot was blocked by the user" }
        : undefined,
    );
    await world.startReplica();
    world.booking.happen(confirmed(visit));
    const other = aVisit();
    world.booking.happen(confirmed(other));
    await eventually(async () =>
      expect(
        (await world.deliveries())
          .filter((row) => row.recipient_telegram_user_id === telegramUserId)
          .map(({ kind, status, reason }) => [kind, status, reason])
          .sort(),
      ).toEqual([
        ["confirmation", "failed", "recipient_unreachable"],
        ["reminder 120", "skipped", "recipient_unreachable"],
        ["reminder 1440", "skipped", "recipient_unreachable"],
      ]),
    );
    await eventually(() => expect(world.booking.unreachable).toContain(telegramUserId));
    const kept = (await world.deliveries("reminder 1440")).filter(({ status }) => status === "planned");
    expect(kept.map((row) => row.recipient_telegram_user_id)).toEqual([other.client.telegramUserId]);
  });

  it("says so: the masters of all visits ahead learn whom they can't count on us to tell, once a visit", async () => {
    const visit = aVisit();
    const next = aVisit({ client: visit.client, startsAt: "2026-11-26T13:00:00.000Z" });
    world.booking.briefings.set(visit.id, { clientPhone: "+37120000001", before: null, after: null });
    const { telegramUserId } = visit.client;
    await world.startReplica();
    for (const booked of [visit, next]) world.booking.happen(confirmed(booked, { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent", "confirmation_master sent"], "confirmation_master");
    world.telegram.answer((chatId) =>
      chatId === telegramUserId ? { type: "unreachable", error: "403 Forbidden" } : undefined,
    );
    world.clock.set(dayBefore);
    const told = "client_unreachable_master";
    await ledgerBecomes([`${told} sent`, `${told} sent`], told);
    const lastTo = (master: number | null) => world.telegram.to(master).at(-1)?.message.text ?? "";
    expect(lastTo(visit.master.telegramUserId)).toMatch(/24 ноября, <b>15:00<\/b>[^]*📞 \+37120000001$/);
    // Without an answer of booking-api there is no number, and the master is told all the same.
    expect(lastTo(next.master.telegramUserId)).toMatch(/26 ноября, <b>15:00<\/b>/);
    expect(lastTo(next.master.telegramUserId)).not.toContain("📞");

    world.booking.happen(moved(visit, { startsAt: "2026-11-27T13:00:00.000Z" }));
    await eventually(async () =>
      expect(await statuses("change")).toEqual(["change failed recipient_unreachable"]),
    );
    expect(await statuses(told)).toEqual([`${told} sent`, `${told} sent`]);
  });

  it("says that a person blocked us when it is too late to matter: no master is told", async () => {
    const visit = aVisit();
    world.telegram.answer((chatId) =>
      chatId === visit.client.telegramUserId ? { type: "unreachable", error: "403 Forbidden" } : undefined,
    );
    await world.startReplica();
    world.booking.happen(confirmed(visit, { actor: "client" }));
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    world.booking.happen(cancelled(visit));
    await ledgerBecomes(["cancellation failed recipient_unreachable"], "cancellation");
    expect(await statuses("client_unreachable_master")).toEqual([]);
  });

  it("says that a chat was upgraded to a supergroup: what failed and what waits goes to its new id, once each", async () => {
    const visit = aVisit();
    const before = visit.master.telegramUserId ?? 0;
    const after = before + 500_000_000;
    world.telegram.answer((chatId) =>
      chatId === before
        ? { type: "moved", chatId: after, error: "400 group chat was upgraded to a supergroup chat" }
        : undefined,
    );
    world.booking.happen(confirmed(visit, { actor: "client" }));
    await world.startReplica();
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    expect(world.telegram.to(before)).toHaveLength(1);
    expect(world.telegram.to(after)).toHaveLength(1);
    expect((await world.deliveries("confirmation_master"))[0]?.recipient_telegram_user_id).toBe(after);
  });

  it("says so while booking-api is away: it learns of it when it is back", async () => {
    const visit = aVisit({ master: { ...aVisit().master, telegramUserId: null } });
    world.booking.happen(confirmed(visit));
    world.telegram.answer(() => {
      world.booking.goesAway();
      return { type: "unreachable", error: "403" };
    });
    await world.startReplica();
    await eventually(async () => {
      const { rows } = await world.pool.query(
        "select 1 from notifier.unreachable_reports where failures > 0",
      );
      expect(rows.length).toBeGreaterThan(0);
    });
    world.booking.comesBack();
    world.clock.advance(60_000);
    await eventually(() => expect(world.booking.unreachable).toContain(visit.client.telegramUserId), {
      timeoutMs: 10_000,
    });
    await eventually(async () => {
      const { rows } = await world.pool.query("select 1 from notifier.unreachable_reports");
      expect(rows).toEqual([]);
    });
  });

  it("refuses our token: nothing is sent any more, nothing is lost, and it says so", async () => {
    const replica = await world.startReplica({ concurrency: 1 });
    await eventually(() => replica.token.checkFirst());
    world.telegram.refuseToken("401 Unauthorized");
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await eventually(() => expect(() => replica.token.check()).toThrow("401 Unauthorized"));
    // It was good when the replica came into service, which it therefore stays in.
    replica.token.checkFirst();
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(
      ["confirmation_master planned", "confirmation_master planned"],
      "confirmation_master",
    );
    const calls = world.telegram.calls.length;
    world.clock.advance(60_000);
    await sleep(1_200);
    expect(world.telegram.calls).toHaveLength(calls);

    // A replica with a good token takes over.
    world.telegram.refuseToken(undefined);
    await world.startReplica();
    await ledgerBecomes(["confirmation_master sent", "confirmation_master sent"], "confirmation_master");
  });

  it("refuses our token from the start on: the replica plans, is not ready, and sends when the token is mended", async () => {
    world.telegram.refuseToken("401 Unauthorized");
    const replica = await world.startReplica();
    await eventually(() => expect(() => replica.token.checkFirst()).toThrow("401 Unauthorized"));
    expect(await world.registry.getSingleMetricAsString("notifier_telegram_halted")).toMatch(/ 1$/);
    world.booking.happen(confirmed(aVisit(), { actor: "client" }));
    await ledgerBecomes(["confirmation_master planned"], "confirmation_master");
    expect(world.telegram.calls).toEqual([]);

    world.telegram.refuseToken(undefined);
    // Time that moves asks at once what is otherwise asked every half minute.
    world.clock.advance(1_000);
    await eventually(() => replica.token.checkFirst());
    await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
    expect(await world.registry.getSingleMetricAsString("notifier_telegram_halted")).toMatch(/ 0$/);
  });
});

it("sends at most one message a second to one chat, and does not make other chats wait for it", async () => {
  const master = { ...aVisit().master, telegramUserId: aPerson() };
  await world.startReplica();
  await world.startReplica();
  for (let index = 0; index < 4; index++)
    world.booking.happen(confirmed(aVisit({ master, masterId: master.id }), { actor: "client" }));
  const other = aVisit();
  world.booking.happen(confirmed(other, { actor: "client" }));
  await eventually(() => expect(world.telegram.to(master.telegramUserId)).toHaveLength(4), {
    timeoutMs: 10_000,
  });
  const times = world.telegram.to(master.telegramUserId).map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  // The turn is taken just before the send, and what lies between varies by some milliseconds.
  for (const gap of gaps) expect(gap).toBeGreaterThan(900);
  const [elsewhere] = world.telegram.to(other.master.telegramUserId ?? 0);
  expect(elsewhere?.at).toBeLessThan(times[2] ?? 0);
});

it("leaves a turn in a chat that a stopped replica does not live to see to another one", async () => {
  const master = { ...aVisit().master, telegramUserId: aPerson() };
  for (let index = 0; index < 4; index++)
    world.booking.happen(confirmed(aVisit({ master, masterId: master.id }), { actor: "client" }));
  const replica = await world.startReplica();
  await ledgerBecomes(
    ["confirmation_master sent", ...Array<string>(3).fill("confirmation_master queued")],
    "confirmation_master",
  );
  await replica.stop();
  await world.startReplica();
  await ledgerBecomes(Array<string>(4).fill("confirmation_master sent"), "confirmation_master");
  expect(world.telegram.calls).toHaveLength(4);
});

it("sends what people wait for next, however many reminders and broadcasts are due before it", async () => {
  const people = Array.from({ length: 30 }, () => aVisit());
  for (const visit of people) world.booking.happen(confirmed(visit, { actor: "client" }));
  const first = await world.startReplica();
  await ledgerBecomes(Array<string>(30).fill("confirmation_master sent"), "confirmation_master");
  await first.stop();
  world.clock.set(dayBefore);

  await world.startReplica({ messagesPerSecond: 10 });
  await eventually(() => expect(world.telegram.calls.length).toBeGreaterThan(32));
  const urgent = aVisit({ startsAt: "2026-11-30T13:00:00.000Z" });
  world.booking.happen(confirmed(urgent, { actor: "client" }));
  await eventually(() => expect(world.telegram.to(urgent.master.telegramUserId)).toHaveLength(1));
  expect(world.telegram.calls.length).toBeLessThan(60);
});

it("lets a reminder overtake a broadcast, and what somebody waits for overtake both", async () => {
  const visits = Array.from({ length: 40 }, () =>
    aVisit({ master: { ...aVisit().master, telegramUserId: null } }),
  );
  for (const visit of visits) world.booking.happen(confirmed(visit, { actor: "client" }));
  const first = await world.startReplica();
  await eventually(async () => expect(await world.deliveries("reminder 1440")).toHaveLength(40));
  await first.stop();
  const readers = Array.from({ length: 200 }, () => aPerson());
  world.booking.audience.push(
    ...readers.map((telegramUserId) => ({ clientId: randomUUID(), telegramUserId, locale: "en" as const })),
  );
  await createBroadcast(world.pool, {
    caller: { name: "admin", telegramUserId: undefined },
    key: randomUUID(),
    input: { text: { en: "We are open" }, audience: { kind: "all" } },
    now: world.clock.now(),
  });
  await world.startReplica({ messagesPerSecond: 10 });
  await eventually(async () => expect(await world.deliveries("broadcast")).toHaveLength(200));
  await eventually(() => expect(world.telegram.calls.length).toBeGreaterThan(3));

  world.clock.set(dayBefore);
  const isReminder = ({ message }: { message: Message }) => message.text.includes("Ждём вас завтра");
  await eventually(() => expect(world.telegram.calls.some(isReminder)).toBe(true));
  const urgent = aVisit({ startsAt: "2026-11-30T13:00:00.000Z" });
  world.booking.happen(confirmed(urgent, { actor: "client" }));
  await eventually(() => expect(world.telegram.calls.filter(isReminder)).toHaveLength(40), {
    timeoutMs: 20_000,
  });
  const { calls } = world.telegram;
  const urgentAt = calls.findIndex(({ chatId }) => chatId === urgent.master.telegramUserId);
  expect(urgentAt).toBeGreaterThan(calls.findIndex(isReminder));
  expect(urgentAt).toBeLessThan(calls.findLastIndex(isReminder));
  // With the reminders done, most of the broadcast is still to come, and none of it went between them but what had been claimed.
  const isBroadcast = ({ message }: { message: Message }) => message.text === "We are open";
  const among = calls.slice(calls.findIndex(isReminder), calls.findLastIndex(isReminder));
  expect(among.filter(isBroadcast).length).toBeLessThan(20);
});

it("counts each end once", async () => {
  await world.startReplica();
  world.booking.happen(confirmed(aVisit(), { actor: "client" }));
  await ledgerBecomes(["confirmation_master sent"], "confirmation_master");
  const text = await world.registry.metrics();
  expect(text).toContain('notifier_deliveries_total{kind="confirmation_master",outcome="sent",reason=""} 1');
  expect(text).toContain(
    'notifier_deliveries_total{kind="confirmation",outcome="skipped",reason="recipient_acted_in_chat"} 1',
  );
  expect(text).toMatch(/notifier_delivery_lateness_seconds_count\{kind="confirmation_master"\} 1/);
});
