import { encodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import {
  type AppointmentRow,
  type ChangeRow,
  type DeliveryRow,
  type Evidence,
  type StepRow,
} from "../evidence";
import { firstClient } from "../callers";
import { Journal } from "../journal";
import { judge } from "../judge";
import { type Call, type Update } from "../recorder";
import { type Fault } from "../schedule";
import { type Strike } from "../timeline";
import { invariants } from "./all";
import { pairUp } from "./messages";

const now = Date.parse("2026-11-23T10:00:00Z");
const timeline: Evidence["timeline"] = { strikes: [], outages: [], freezes: [], jumps: [] };
const iso = (at: number) => new Date(at).toISOString();
const visitId = "0b0a4f3e-5f0e-4a55-9c55-6f2f7a3b1c11";
const chatId = firstClient;

const visit = (over: Partial<AppointmentRow> = {}): AppointmentRow => ({
  id: visitId,
  masterId: "gleb",
  telegramUserId: chatId,
  status: "confirmed",
  version: 2,
  startsAt: new Date(now + 3_600_000),
  endsAt: new Date(now + 7_200_000),
  occupiedFrom: new Date(now + 3_600_000),
  occupiedTo: new Date(now + 7_500_000),
  holdKind: null,
  holdExpiresAt: null,
  heldBy: "client",
  ...over,
});

const delivery = (over: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id: "d1",
  kind: "reminder",
  status: "sent",
  reason: null,
  chatId,
  appointmentId: visitId,
  appointmentVersion: 2,
  facts: { localTime: "13:00" },
  dueAt: new Date(now - 60_000),
  sentAt: new Date(now),
  messageId: 101,
  repeatOf: null,
  lastError: null,
  ...over,
});

const step = (over: Partial<StepRow> = {}): StepRow => ({
  deliveryId: "d1",
  status: "sending",
  claim: 1,
  at: now - 100,
  committedAt: now - 95,
  ...over,
});

const message = (over: Partial<Call> = {}): Call => ({
  sequence: 1,
  method: "sendMessage",
  parameters: { chat_id: chatId, text: "Tomorrow at 13:00" },
  caller: "notifier-1",
  personId: chatId,
  messageId: 101,
  outcome: "ok",
  at: iso(now),
  demoTime: iso(now),
  durationMs: 10,
  via: "json",
  ...over,
});

const cancelled = (committedAt: number): ChangeRow => ({
  appointmentId: visitId,
  version: 3,
  status: "cancelled",
  actor: `telegram:${chatId}`,
  operation: "cancelAppointment",
  committedAt,
});

/** A run in which all went well: one visit, its reminder sent once. */
function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    appointments: [visit()],
    overlaps: [],
    changes: [],
    events: [],
    feed: { cursor: "7-1", head: "7-1", parked: [] },
    deliveries: [delivery()],
    steps: [step()],
    wishes: [],
    strayHolds: [],
    calls: [message()],
    updates: new Map(),
    journal: new Journal(),
    faults: [],
    exits: [],
    log: [],
    down: [],
    planned: [],
    timeline,
    now: new Date(now),
    endedAt: now,
    ...over,
  };
}

/** `name: violation` of each. */
const violations = (over: Partial<Evidence> = {}) =>
  invariants.flatMap(({ name, check }) =>
    check(evidence(over)).violations.map((violation) => `${name}: ${violation}`),
  );

function journalWith(told: Partial<BookingSchemas["Appointment"]> = {}): Journal {
  const journal = new Journal();
  const { id, version, status, masterId, startsAt } = visit();
  const said = { id, version, status, masterId, startsAt: startsAt.toISOString(), ...told };
  journal.acknowledge(said as BookingSchemas["Appointment"], chatId, "confirmAppointment", now);
  return journal;
}

it("finds nothing where all went well", () => {
  expect(violations({ journal: journalWith() })).toEqual([]);
});

it("sees an overlap, by the rows and by what Postgres says", () => {
  const other = visit({
    id: "other",
    occupiedFrom: new Date(now + 7_400_000),
    occupiedTo: new Date(now + 9_000_000),
  });
  expect(violations({ appointments: [visit(), other], journal: journalWith() })).toContainEqual(
    expect.stringMatching(/^no overlap: .*0b0a4f3e.* and other/),
  );
  expect(violations({ overlaps: [{ a: "x", b: "y", masterId: "gleb" }] })).toContainEqual(
    expect.stringMatching(/^no overlap: .*x and y/),
  );
  const cancelledOne = { ...other, status: "cancelled" };
  expect(
    violations({ appointments: [visit(), { ...cancelledOne, telegramUserId: null }] }),
  ).not.toContainEqual(expect.stringMatching(/^no overlap/));
});

it.each<[string, Partial<Evidence>, RegExp]>([
  ["is missing", { appointments: [] }, /is not there, though confirmAppointment/],
  [
    "went back to an earlier version",
    { appointments: [visit({ version: 1, status: "held" })] },
    /version 1, though/,
  ],
  [
    "has another time in the same version",
    { appointments: [visit({ startsAt: new Date(now) })] },
    /is confirmed at 2026-11-23T10:00:00.000Z, though/,
  ],
  [
    "was cancelled by nobody who asked",
    { appointments: [visit({ version: 3, status: "cancelled" })], changes: [cancelled(now + 1)] },
    /became cancelled .* which nobody asked for/,
  ],
])("sees that an acknowledged booking %s", (_what, over, said) => {
  const journal = journalWith();
  journal.note({
    at: now,
    actor: `telegram:${chatId}`,
    operation: "createHold",
    telegramUserId: chatId,
    outcome: "acknowledged",
    attempts: 1,
  });
  expect(violations({ ...over, journal })).toContainEqual(
    expect.stringMatching(new RegExp(`^acknowledged bookings exist: .*${said.source}`)),
  );
});

it("sees a visit that nobody asked for, one key with two answers, and what the bot showed in vain", () => {
  expect(violations()).toContainEqual(
    expect.stringMatching(/has 1 visits that no answer named, and 0 requests/),
  );
  const journal = journalWith();
  journal.contradictions.push("one Idempotency-Key made two appointments");
  expect(violations({ journal })).toContainEqual(expect.stringMatching(/one Idempotency-Key made two/));
  const button = {
    callback_data: encodeAppointmentAction("show", "11111111-1111-4111-8111-111111111111", 2),
  };
  const shown = message({
    caller: "bot-1",
    method: "editMessageText",
    parameters: { reply_markup: { inline_keyboard: [[button]] } },
  });
  expect(violations({ calls: [message(), shown], journal: journalWith() })).toContainEqual(
    expect.stringMatching(/the bot showed .* the visit 11111111/),
  );
});

it("sees a delivery that is due and not at its end, one without a reason, and one that vanished", () => {
  const due = violations({
    deliveries: [delivery(), delivery({ id: "d2", status: "queued", messageId: null })],
  });
  expect(due).toContainEqual(expect.stringMatching(/^every due delivery.*d2, due .* is still queued/));
  const skipped = violations({
    deliveries: [delivery(), delivery({ id: "d2", status: "skipped", messageId: null })],
  });
  expect(skipped).toContainEqual(expect.stringMatching(/d2 is skipped without a reason/));
  const gone = violations({ deliveries: [] });
  expect(gone).toContainEqual(expect.stringMatching(/delivery d1 has vanished/));
  expect(gone).toContainEqual(
    expect.stringMatching(/^one message per delivery: message #101 .* belongs to no delivery/),
  );
});

describe("one message per delivery", () => {
  const doubled = [message(), message({ sequence: 2, messageId: 102 })];
  const named = (name: string, over: Partial<Evidence>) =>
    violations({ journal: journalWith(), ...over }).filter((text) => text.startsWith(name));

  it("sees the same message twice", () => {
    expect(named("one message", { calls: doubled })).toEqual([
      expect.stringMatching(/message #102 .* belongs to no delivery/),
    ]);
  });

  it("grants an unknown delivery one message, and not two", () => {
    const unknown = delivery({ id: "d2", status: "unknown", messageId: null, sentAt: null });
    const over = { deliveries: [delivery(), unknown], steps: [step(), step({ deliveryId: "d2" })] };
    expect(named("one message", { ...over, calls: doubled })).toEqual([]);
    expect(named("one message", { ...over, calls: [...doubled, message({ messageId: 103 })] })).toHaveLength(
      1,
    );
  });

  it("grants nothing to an unknown delivery of another chat, another time, or begun later", () => {
    const unknown = delivery({ id: "d2", status: "unknown", messageId: null, sentAt: null });
    const cases: [DeliveryRow, StepRow][] = [
      [{ ...unknown, chatId: 1 }, step({ deliveryId: "d2" })],
      [{ ...unknown, facts: { localTime: "18:30" } }, step({ deliveryId: "d2" })],
      [unknown, step({ deliveryId: "d2", at: now + 500 })],
    ];
    for (const [row, begun] of cases)
      expect(
        named("one message", { calls: doubled, deliveries: [delivery(), row], steps: [step(), begun] }),
      ).toHaveLength(1);
  });

  it("sees a delivery that claims a message which nobody sent, and a skipped one that was sent", () => {
    expect(named("one message", { calls: [] })).toEqual([expect.stringMatching(/says it is message 101/)]);
    const skipped = delivery({ status: "skipped", reason: "superseded", messageId: null, sentAt: null });
    expect(named("one message", { deliveries: [skipped] })).toHaveLength(1);
  });

  it("pairs as many as can be paired", () => {
    const fits: Record<string, string[]> = { a: ["x", "y"], b: ["x"], c: ["y", "z"] };
    const pairs = pairUp(["a", "b", "c"], ["x", "y", "z"], (left, right) => fits[left]!.includes(right));
    expect(pairs.size).toBe(3);
  });
});

describe("nothing sent of what was changed", () => {
  const named = (over: Partial<Evidence>) =>
    violations(over).filter((text) => text.startsWith("nothing sent of what was changed"));

  it("sees a send that began after the commit", () => {
    expect(named({ changes: [cancelled(now - 5_000)] })).toEqual([
      expect.stringMatching(/ms after cancelAppointment/),
    ]);
  });

  it("allows one under way at the commit if its reader is told of the change", () => {
    const over = { changes: [cancelled(now - 200)] };
    expect(named(over)).toEqual([expect.stringMatching(/nobody told/)]);
    const told = delivery({ id: "d2", kind: "cancellation", appointmentVersion: 3, messageId: 102 });
    expect(named({ ...over, deliveries: [delivery(), told] })).toEqual([]);
  });

  it("takes a row for no word of the change if nothing was sent because its reader made it, unless they confirmed the time", () => {
    const acted = { status: "skipped", reason: "recipient_acted_in_chat", messageId: null };
    const row = delivery({ id: "d2", kind: "cancellation", appointmentVersion: 3, ...acted });
    const deliveries = [delivery(), row];
    expect(named({ changes: [cancelled(now - 200)], deliveries })).toEqual([
      expect.stringMatching(/nobody told/),
    ]);
    const confirmed = { ...cancelled(now - 200), status: "confirmed", operation: "confirmAppointment" };
    expect(named({ changes: [confirmed], deliveries })).toEqual([]);
  });

  it("needs nobody to be told that a visit took place while a message of it was under way, which none may begin after", () => {
    const completed = (at: number) => ({
      ...cancelled(at),
      status: "completed",
      operation: "completePastVisits",
    });
    expect(named({ changes: [completed(now - 200)] })).toEqual([]);
    expect(named({ changes: [completed(now - 5_000)] })).toEqual([
      expect.stringMatching(/ms after completePastVisits/),
    ]);
  });

  it("does not count the time for which the sender was frozen, and lets an ending be sent whenever", () => {
    const told = delivery({ id: "d2", kind: "cancellation", appointmentVersion: 3, messageId: 102 });
    const over = { changes: [cancelled(now - 5_000)], deliveries: [delivery(), told] };
    const freezes = [{ what: "notifier-1", from: now - 5_000, to: now - 200 }];
    expect(named({ ...over, timeline: { ...timeline, freezes } })).toEqual([]);
    expect(named({ ...over, deliveries: [delivery({ kind: "cancellation" })] })).toEqual([]);
  });
});

it("sees a feed that was not read, a parked event, and an event of which nobody is told", () => {
  const event = { id: "e1", type: "appointment.confirmed", appointmentId: "x", version: 2, committedAt: now };
  expect(
    violations({ feed: { cursor: "6-1", head: "7-1", parked: ["e0: broken"] }, events: [event] }).filter(
      (text) => text.startsWith("feed drained"),
    ),
  ).toHaveLength(3);
});

it("sees holds that ran out and holds without their other half", () => {
  const hold = visit({ status: "held", holdKind: "choice", holdExpiresAt: new Date(now - 60_000) });
  expect(
    violations({ appointments: [hold], strayHolds: ["a stray one"] }).filter((text) =>
      text.startsWith("no orphan"),
    ),
  ).toHaveLength(2);
});

describe("no update lost", () => {
  const deed = { personId: 5, at: now, updateId: 9, callbackQueryId: "q", what: "[Confirm]" };
  const update = (over: Partial<Update>): Map<number, Update> =>
    new Map([[9, { updateId: 9, status: "delivered", attempts: [], ...over } as Update]]);
  const lost = (over: Partial<Evidence>) => {
    const journal = journalWith();
    journal.deeds.push(deed);
    return violations({ journal, ...over }).filter((text) => text.startsWith("no update lost"));
  };
  const answer = message({ caller: "bot-2", personId: 5, method: "editMessageText", at: iso(now + 100) });

  it("sees a tap that never arrived, and one of which nothing was seen", () => {
    expect(lost({ updates: update({ status: "pending" }), calls: [message(), answer] })).toHaveLength(1);
    expect(lost({ updates: update({}), calls: [message()] })).toEqual([
      expect.stringMatching(/nothing was seen/),
    ]);
    expect(lost({ updates: new Map(), calls: [message(), answer] })).toHaveLength(1);
    expect(lost({ updates: update({}), calls: [message(), answer] })).toEqual([]);
  });

  it("holds it against nobody that Telegram gave it up because the clock jumped", () => {
    const jumps = [{ at: now + 10, what: "an hour" }];
    expect(lost({ updates: update({ status: "expired" }) })).toHaveLength(1);
    expect(lost({ updates: update({ status: "expired" }), timeline: { ...timeline, jumps } })).toEqual([]);
  });
});

it("sees a process that ended by itself, one that is away, fatal words and unhandled errors", () => {
  const exit = { replica: "bot-1", at: now, how: "exit code 1", isOurs: false, wasReady: true };
  const line = { replica: "bot-1", at: now, message: "a handler failed", line: "{}" };
  const found = violations({
    journal: journalWith(),
    exits: [exit, { ...exit, isOurs: true }],
    down: ["notifier-1"],
    log: [
      { ...line, level: "fatal" },
      { ...line, level: "error" },
    ],
    faults: [
      { at: now, operation: "createHold", status: 500, title: "Internal Server Error" },
      { at: now, operation: "createHold", status: 503, title: "away" },
    ],
  });
  expect(found.filter((text) => text.startsWith("processes live"))).toHaveLength(3);
  expect(found.filter((text) => text.startsWith("no unhandled errors"))).toHaveLength(2);
});

it("sees a reminder that came too late, and many that came later than they should", () => {
  const late = (ms: number, over: Partial<Evidence> = {}, count = 1) =>
    judge(
      evidence({
        deliveries: [delivery({ dueAt: new Date(now - 200_000) })],
        steps: [step({ status: "sent", at: now - 200_000 + ms })],
        ...over,
      }),
      count,
    ).find(({ name }) => name === "reminders in time");
  expect(late(500)).toMatchObject({ violations: [], looked: 1 });
  expect(late(70_000)?.violations).toEqual([expect.stringMatching(/one in a hundred is later than 70/)]);
  expect(late(130_000)?.violations).toHaveLength(2);
  expect(late(500, { steps: [] })?.violations).toHaveLength(2);
  expect(late(500, {}, 2)?.violations).toEqual([expect.stringMatching(/only 1 things/)]);
  const jumps = [{ at: now - 100_000, what: "an hour" }];
  expect(late(500, { timeline: { ...timeline, jumps } })?.violations).toHaveLength(1);
});

it("sees a fault that could not be done, and one that was never begun", () => {
  const fault: Fault = { kind: "kill", replica: "bot-1", downMs: 0 };
  const struck = (strikes: Strike[]) =>
    violations({
      planned: [{ atMs: 5_000, lot: "kill bot", fault }],
      timeline: { ...timeline, strikes },
    }).filter((text) => text.startsWith("all faults"));
  expect(struck([{ fault }])).toEqual([]);
  expect(struck([{ fault, error: "bot-1 is not running" }])).toEqual([expect.stringMatching(/not running/)]);
  expect(struck([])).toEqual([expect.stringMatching(/1 were planned, and 0/)]);
});

it("calls a run in which nothing happened no proof", () => {
  const empty = judge(evidence({ appointments: [], deliveries: [], calls: [], steps: [] }));
  expect(empty.filter((verdict) => verdict.violations.length > 0).map(({ name }) => name)).toContain(
    "no overlap",
  );
});
