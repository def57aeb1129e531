import { randomUUID } from "node:crypto";
import { aVisit, cancelled, confirmed, erased, moved } from "../../test/events";
import { aDatabase, silent, someMetrics } from "../../test/notifier-world";
import { fixedClock } from "@okoshko/testkit/fixed-clock";
import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { readCursor } from "./cursor";
import { feedName, planPage, type PlanDeps } from "./plan-page";

let database: Awaited<ReturnType<typeof aDatabase>>;
const clock = fixedClock("2026-11-20T09:00:00Z");
const { metrics } = someMetrics();

beforeEach(async () => {
  database = await aDatabase();
});
afterEach(() => database.drop());

const deps = (): PlanDeps => ({
  pool: database.pool,
  clock,
  leaseClock: clock,
  metrics,
  logger: silent,
  onWebhooksPlanned: () => undefined,
});
const page = (after: string | undefined, cursor: string, ...events: DomainEvent[]) => ({
  after,
  cursor,
  items: events.map((event) => ({ cursor, event })),
});
const ledger = async () => {
  const { rows } = await database.pool.query<{ line: string }>(
    `select concat_ws(' ', kind, facts ->> 'leadMinutes', appointment_version, status, reason) as line
     from notifier.deliveries order by appointment_version, kind, due_at`,
  );
  return rows.map(({ line }) => line);
};

it("writes the deliveries and moves the cursor together", async () => {
  await planPage(deps(), page(undefined, "7-1", confirmed(aVisit())));
  expect(await ledger()).toEqual([
    "confirmation 1 planned",
    "confirmation_master 1 planned",
    "reminder 1440 1 planned",
    "reminder 120 1 planned",
  ]);
  expect(await readCursor(database.pool, feedName)).toBe("7-1");
});

it("leaves nothing behind when it dies before it commits, and everything when it is repeated", async () => {
  const event = confirmed(aVisit());
  // The same statements as planPage runs, up to the crash: the connection goes away before the commit.
  const connection = await database.pool.connect();
  await connection.query("begin");
  await connection.query(
    "insert into notifier.feed_cursors (feed, cursor, updated_at) values ('booking-api', '7-1', $1)",
    [clock.now()],
  );
  connection.release(new Error("killed"));

  expect(await readCursor(database.pool, feedName)).toBeUndefined();
  await planPage(deps(), page(undefined, "7-1", event));
  expect(await ledger()).toHaveLength(4);
});

it("adds nothing when an event is planned twice", async () => {
  const event = confirmed(aVisit());
  await planPage(deps(), page(undefined, "7-1", event));
  await planPage(deps(), page("7-1", "7-2", event));
  expect(await ledger()).toHaveLength(4);
});

it("lets one of several replicas plan a page and the others see that it is done", async () => {
  const events = Array.from({ length: 20 }, () => confirmed(aVisit()));
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => planPage(deps(), page(undefined, "9-9", ...events))),
  );
  expect(outcomes.filter((isOurs) => isOurs)).toHaveLength(1);
  expect(await ledger()).toHaveLength(80);
});

it("withdraws what a move makes untrue, and keeps what was sent", async () => {
  const visit = aVisit();
  await planPage(deps(), page(undefined, "1-1", confirmed(visit)));
  await database.pool.query(
    `update notifier.deliveries set status = 'sent', sent_at = due_at, telegram_message_id = 1 where kind = 'confirmation'`,
  );
  await planPage(deps(), page("1-1", "1-2", moved(visit, { startsAt: "2026-11-26T10:00:00.000Z" })));
  expect(await ledger()).toEqual([
    "confirmation 1 sent",
    "confirmation_master 1 skipped superseded",
    "reminder 1440 1 skipped appointment_moved",
    "reminder 120 1 skipped appointment_moved",
    "change 2 planned",
    "change_master 2 planned",
    "reminder 1440 2 planned",
    "reminder 120 2 planned",
  ]);
});

describe("a message with an outdated time", () => {
  const newTime = { startsAt: "2026-11-26T10:00:00.000Z" };
  const changedAt = "2026-11-23T13:00:00.000Z";
  const mark = (status: string, at: string, kind = "reminder") =>
    database.pool.query(
      `update notifier.deliveries
       set status = $1, updated_at = $2, lease_until = case when $1 = 'sending' then $2::timestamptz end,
         sent_at = case when $1 = 'sent' then $2::timestamptz end,
         telegram_message_id = case when $1 = 'sent' then 1 end
       where kind = $3 and (kind <> 'reminder' or facts ->> 'leadMinutes' = '1440')`,
      [status, at, kind],
    );
  const corrections = async () => (await ledger()).filter((line) => line.startsWith("correction"));

  it.each([
    ["is being sent", "sending", "2026-11-23T12:59:59.000Z", "client", 1],
    ["arrived after the change", "sent", "2026-11-23T13:00:01.000Z", "client", 1],
    ["may have arrived after the change", "unknown", "2026-11-23T13:00:01.000Z", "client", 1],
    ["arrived before the change", "sent", "2026-11-23T12:00:00.000Z", "client", 0],
    ["was read, and acted on within a second", "sent", "2026-11-23T12:59:59.500Z", "client", 0],
    [
      "is being sent, and its reader is told of the change",
      "sending",
      "2026-11-23T12:59:59.000Z",
      "staff",
      1,
    ],
    ["arrived already, and its reader is told of the change", "sent", "2026-11-23T13:00:01.000Z", "staff", 0],
  ] as const)("that %s is corrected, or need not be", async (_, status, at, actor, count) => {
    const visit = aVisit();
    await planPage(deps(), page(undefined, "1-1", confirmed(visit)));
    await mark(status, at);
    const about = { actor, occurredAt: changedAt };
    await planPage(deps(), page("1-1", "1-2", moved(visit, newTime, about)));
    expect(await corrections()).toEqual(Array<string>(count).fill("correction 2 planned"));
    await planPage(deps(), page("1-2", "1-3", moved(visit, newTime, about)));
    expect(await corrections()).toHaveLength(count);
  });

  it("is corrected with what is true after the last of several changes", async () => {
    const visit = aVisit();
    const move = moved(visit, newTime, { actor: "client", occurredAt: changedAt });
    const end = cancelled(move.data.appointment, { actor: "client", occurredAt: changedAt });
    await planPage(deps(), page(undefined, "1-1", confirmed(visit)));
    await mark("sending", changedAt);
    await planPage(deps(), page("1-1", "1-2", move));
    await planPage(deps(), page("1-2", "1-3", end));
    expect(await corrections()).toEqual([
      "correction 2 skipped appointment_cancelled",
      "correction 3 planned",
    ]);
    const { rows } = await database.pool.query(
      `select c.facts -> 'isOff' as off, d.kind from notifier.deliveries c
       join notifier.deliveries d on d.id = c.corrects where c.kind = 'correction' and c.status = 'planned'`,
    );
    expect(rows).toEqual([{ off: true, kind: "reminder" }]);
  });

  it("is corrected when it was an offer of the waitlist, refused while it was on its way", async () => {
    const offer = aVisit({ status: "held", holdKind: "waitlist", holdExpiresAt: "2026-11-23T13:10:00.000Z" });
    const about = { id: randomUUID(), actor: "system", occurredAt: "2026-11-23T12:59:00.000Z" } as const;
    const data = { appointment: offer, entryId: randomUUID() };
    const offered: DomainEvent = { ...about, type: "waitlist.offered", data };
    const refused: DomainEvent = {
      id: randomUUID(),
      actor: "client",
      occurredAt: changedAt,
      type: "waitlist.offer_ended",
      data: {
        ...data,
        appointment: { ...offer, status: "cancelled", holdExpiresAt: null, version: offer.version + 1 },
        how: "refused",
      },
    };
    await planPage(deps(), page(undefined, "1-1", offered));
    await mark("sending", changedAt, "waitlist_offer");
    await planPage(deps(), page("1-1", "1-2", refused));
    expect(await corrections()).toEqual([`correction ${offer.version + 1} planned`]);
  });

  it("is corrected for the master who was told of it, and for nobody else", async () => {
    const visit = aVisit();
    await planPage(deps(), page(undefined, "1-1", confirmed(visit)));
    await mark("sending", changedAt, "confirmation_master");
    await planPage(deps(), page("1-1", "1-2", cancelled(visit, { actor: "client", occurredAt: changedAt })));
    const { rows } = await database.pool.query(
      "select recipient_telegram_user_id as to from notifier.deliveries where kind = 'correction'",
    );
    expect(rows).toEqual([{ to: visit.master.telegramUserId }]);
  });
});

it("plans a booking, its move and its end from one page as if they had come one by one", async () => {
  const visit = aVisit();
  const move = moved(visit, { startsAt: "2026-11-26T10:00:00.000Z" });
  const end = cancelled(move.data.appointment);
  await planPage(deps(), page(undefined, "1-3", confirmed(visit), move, end));
  const lines = await ledger();
  expect(lines.filter((line) => line.endsWith("planned"))).toEqual([
    "cancellation 3 planned",
    "cancellation_master 3 planned",
  ]);
  expect(lines).toHaveLength(10);
});

it("does not touch the visits of others", async () => {
  const mine = aVisit();
  await planPage(deps(), page(undefined, "1-2", confirmed(mine), confirmed(aVisit())));
  await planPage(deps(), page("1-2", "1-3", cancelled(mine)));
  expect((await ledger()).filter((line) => line.endsWith("planned"))).toHaveLength(4 + 2);
});

describe("a client who asked to be forgotten", () => {
  const rowsOf = async (clientId: string) => {
    const { rows } = await database.pool.query<{ line: string; whole: string }>(
      `select concat_ws(' ', kind, facts ->> 'leadMinutes', status, reason) as line, d::text as whole
       from notifier.deliveries d where client_id = $1 order by kind, due_at`,
      [clientId],
    );
    return rows;
  };

  it("leaves rows that account for every message and say nothing of the person", async () => {
    const visit = aVisit();
    await planPage(deps(), page(undefined, "1-1", confirmed(visit)));
    await database.pool.query(
      `update notifier.deliveries
       set status = 'sent', sent_at = due_at, telegram_message_id = 1, last_error = 'of ' || $1
       where kind = 'confirmation'`,
      [visit.client.name],
    );
    await planPage(
      deps(),
      page("1-1", "1-2", cancelled(visit, { reason: "Заболела" }), erased(visit.client)),
    );

    const rows = await rowsOf(visit.client.id);
    expect(rows.map(({ line }) => line)).toEqual([
      "cancellation skipped recipient_forgotten",
      "cancellation_master planned",
      "confirmation sent",
      "confirmation_master skipped appointment_cancelled",
      "reminder 1440 skipped appointment_cancelled",
      "reminder 120 skipped appointment_cancelled",
    ]);
    const all = rows.map(({ whole }) => whole).join();
    for (const word of [visit.client.name, String(visit.client.telegramUserId), "Заболела"])
      expect(all).not.toContain(word);
    expect(all).toContain(String(visit.master.telegramUserId));
  });

  it("takes nothing from the neighbour, and twice is once", async () => {
    const [mine, other] = [aVisit(), aVisit()];
    const forget = erased(mine.client);
    await planPage(deps(), page(undefined, "1-1", confirmed(mine), confirmed(other)));
    const before = await rowsOf(other.client.id);
    await planPage(deps(), page("1-1", "1-2", forget));
    const once = await rowsOf(mine.client.id);
    await planPage(deps(), page("1-2", "1-3", forget));
    expect(await rowsOf(mine.client.id)).toEqual(once);
    expect(await rowsOf(other.client.id)).toEqual(before);
  });

  it("is not in the events that wait for a person to look at, nor in reports of who is out of reach", async () => {
    const visit = aVisit();
    const broken = confirmed(visit);
    const spoilt = {
      ...broken,
      data: { appointment: { ...visit, services: null } },
    } as unknown as DomainEvent;
    await planPage(deps(), page(undefined, "1-1", confirmed(visit), spoilt));
    await database.pool.query(
      `insert into notifier.unreachable_reports (telegram_user_id, noticed_at, not_before) values ($1, $2, $2)`,
      [visit.client.telegramUserId, clock.now()],
    );
    await planPage(deps(), page("1-1", "1-2", erased(visit.client)));
    const { rows } = await database.pool.query(
      `select event_id::text from notifier.parked_events union all select telegram_user_id::text from notifier.unreachable_reports`,
    );
    expect(rows).toEqual([]);
  });
});

it("keeps an event that it can't plan for a person, and goes on with the rest", async () => {
  const broken = { ...confirmed(aVisit()), data: {} } as unknown as DomainEvent;
  await planPage(deps(), page(undefined, "1-2", broken, confirmed(aVisit())));
  expect(await ledger()).toHaveLength(4);
  const { rows } = await database.pool.query("select event_id from notifier.parked_events");
  expect(rows).toEqual([{ event_id: broken.id }]);
  expect(await readCursor(database.pool, feedName)).toBe("1-2");
});
