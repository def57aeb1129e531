import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";
import { aPerson, aVisit, cancelled, confirmed, joined, moved } from "../../test/events";
import { planEvent, type Plan } from "./plan";

const summary = (plan: Plan) =>
  plan.deliveries.map(({ kind, recipient, dueAt, skipped, facts }) => ({
    kind: facts.leadMinutes === undefined ? kind : `${kind} ${facts.leadMinutes}`,
    to: recipient.telegramUserId,
    dueAt: dueAt.toISOString(),
    ...(skipped === undefined ? {} : { skipped }),
  }));

const booked = "2026-11-20T09:00:00.000Z";
const dayBefore = "2026-11-23T13:00:00.000Z";
const twoHoursBefore = "2026-11-24T11:00:00.000Z";
const anotherMaster = () => ({
  id: "6d5a2a2e-74ff-4b3c-92ab-0c5f5b8a9a11",
  name: { ru: "Мира Тихая", en: "Mira Tikhaya" },
  telegramUserId: aPerson(),
  locale: "en" as const,
});

describe("a booking", () => {
  const visit = aVisit();
  const client = visit.client.telegramUserId;
  const master = visit.master.telegramUserId;

  it("is told to the master, and to a client who did not make it", () => {
    expect(summary(planEvent(confirmed(visit, { actor: "staff" })))).toEqual([
      { kind: "confirmation", to: client, dueAt: booked },
      { kind: "confirmation_master", to: master, dueAt: booked },
      { kind: "reminder 1440", to: client, dueAt: dayBefore },
      { kind: "reminder 120", to: client, dueAt: twoHoursBefore },
    ]);
  });

  it("is only recorded for the client who made it in the chat", () => {
    expect(summary(planEvent(confirmed(visit, { actor: "client" })))[0]).toEqual({
      kind: "confirmation",
      to: client,
      dueAt: booked,
      skipped: "recipient_acted_in_chat",
    });
  });

  it("made by the system is told to both", () => {
    const kinds = summary(planEvent(confirmed(visit, { actor: "system" }))).filter(({ skipped }) => !skipped);
    expect(kinds.map(({ kind }) => kind)).toEqual([
      "confirmation",
      "confirmation_master",
      "reminder 1440",
      "reminder 120",
    ]);
  });

  it("of a master without Telegram is told to nobody but the client", () => {
    const alone = aVisit({ master: { ...visit.master, telegramUserId: null } });
    expect(planEvent(confirmed(alone)).deliveries.map(({ recipient }) => recipient.role)).toEqual([
      "client",
      "client",
      "client",
    ]);
  });

  it("of a client without an account is told to the master; for the client it is only recorded", () => {
    const written = aVisit({ client: { ...visit.client, telegramUserId: null } });
    expect(
      planEvent(confirmed(written)).deliveries.map(({ kind, recipient, skipped }) => [
        kind,
        recipient.telegramUserId === null,
        skipped,
      ]),
    ).toEqual([
      ["confirmation", true, "recipient_without_account"],
      ["confirmation_master", false, undefined],
      ["reminder", true, "recipient_without_account"],
      ["reminder", true, "recipient_without_account"],
    ]);
  });

  it("speaks to each in their own language", () => {
    const mixed = aVisit({
      client: { ...visit.client, locale: "en" },
      master: { ...visit.master, locale: "ru" },
    });
    const locales = planEvent(confirmed(mixed)).deliveries.map(
      ({ recipient }) => `${recipient.role} ${recipient.locale}`,
    );
    expect(new Set(locales)).toEqual(new Set(["client en", "master ru"]));
  });
});

describe("a reminder", () => {
  it.each([
    ["a day and a minute ahead", "2026-11-23T12:59:00.000Z", undefined, undefined],
    ["exactly a day ahead", "2026-11-23T13:00:00.000Z", "lead_already_past", undefined],
    ["three hours ahead", "2026-11-24T10:00:00.000Z", "lead_already_past", undefined],
    ["one hour ahead", "2026-11-24T12:00:00.000Z", "lead_already_past", "lead_already_past"],
  ])("of a visit booked %s keeps to its lead", (_, occurredAt, day, hours) => {
    const reminders = summary(planEvent(confirmed(aVisit(), { occurredAt }))).slice(2);
    expect(reminders.map(({ skipped }) => skipped)).toEqual([day, hours]);
  });

  it("is a day before by the clock that counts, also across the end of summer time", () => {
    const visit = aVisit({
      startsAt: "2026-10-25T13:00:00.000Z",
      localDate: "2026-10-25",
      localTime: "15:00",
    });
    const plan = planEvent(confirmed(visit, { occurredAt: "2026-10-01T09:00:00.000Z" }));
    expect(plan.deliveries.find(({ facts }) => facts.leadMinutes === 1440)?.dueAt).toEqual(
      new Date("2026-10-24T13:00:00.000Z"),
    );
  });
});

describe("a move", () => {
  const visit = aVisit();

  it("is told to both, withdraws what was planned and reminds of the new time", () => {
    const event = moved(visit, { startsAt: "2026-11-25T14:00:00.000Z" }, { actor: "staff" });
    const plan = planEvent(event);
    expect(summary(plan)).toEqual([
      { kind: "change", to: visit.client.telegramUserId, dueAt: booked },
      { kind: "change_master", to: visit.master.telegramUserId, dueAt: booked },
      { kind: "reminder 1440", to: visit.client.telegramUserId, dueAt: "2026-11-24T14:00:00.000Z" },
      { kind: "reminder 120", to: visit.client.telegramUserId, dueAt: "2026-11-25T12:00:00.000Z" },
    ]);
    expect(plan.withdraw).toEqual({
      appointmentId: visit.id,
      beforeVersion: 2,
      reminders: "appointment_moved",
      others: "superseded",
    });
    expect(plan.deliveries[0]?.facts.previous).toMatchObject({
      localDate: "2026-11-24",
      localTime: "15:00",
    });
  });

  it("by the client in the chat is not told to the client again", () => {
    const plan = planEvent(moved(visit, { startsAt: "2026-11-25T14:00:00.000Z" }, { actor: "client" }));
    expect(summary(plan).map(({ kind, skipped }) => [kind, skipped])).toEqual([
      ["change", "recipient_acted_in_chat"],
      ["change_master", undefined],
      ["reminder 1440", undefined],
      ["reminder 120", undefined],
    ]);
  });

  it("to another master takes it from the one and gives it to the other", () => {
    const next = anotherMaster();
    const plan = planEvent(moved(visit, { master: next, startsAt: "2026-11-25T14:00:00.000Z" }));
    expect(summary(plan).map(({ kind, to }) => [kind, to])).toEqual([
      ["change", visit.client.telegramUserId],
      ["cancellation_master", visit.master.telegramUserId],
      ["confirmation_master", next.telegramUserId],
      ["reminder 1440", visit.client.telegramUserId],
      ["reminder 120", visit.client.telegramUserId],
    ]);
    const [, lost, gained] = plan.deliveries;
    expect(lost?.facts).toMatchObject({
      localDate: "2026-11-24",
      handedOver: true,
      masterId: visit.masterId,
    });
    expect(gained?.facts).toMatchObject({ localDate: "2026-11-25", masterId: next.id });
    expect(gained?.facts.previous).toBeUndefined();
  });

  it("between two masters of whom one has no Telegram tells the other", () => {
    const silent = { ...anotherMaster(), telegramUserId: null };
    const kinds = planEvent(moved(visit, { master: silent })).deliveries.map(({ kind }) => kind);
    expect(kinds).toContain("cancellation_master");
    expect(kinds).not.toContain("confirmation_master");
  });
});

describe("a cancellation", () => {
  const visit = aVisit();

  it.each([
    ["staff", undefined],
    ["system", undefined],
    ["client", "recipient_acted_in_chat"],
  ] as const)("by %s is told to the master and to a client who did not do it", (actor, skipped) => {
    const plan = planEvent(cancelled(visit, { actor, reason: "Заболела" }));
    expect(summary(plan).map((delivery) => [delivery.kind, delivery.skipped])).toEqual([
      ["cancellation", skipped],
      ["cancellation_master", undefined],
    ]);
    expect(plan.deliveries[0]?.facts.cancellationReason).toBe("Заболела");
    expect(plan.withdraw).toMatchObject({
      reminders: "appointment_cancelled",
      others: "appointment_cancelled",
    });
  });
});

describe("a request", () => {
  const visit = aVisit({ status: "pending", version: 2 });
  const { client, master } = visit;
  const base = { id: "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c11", occurredAt: booked };
  const by = (person: { telegramUserId: number | null }) => ({ actorTelegramUserId: person.telegramUserId });
  const lines = (plan: Plan) =>
    plan.deliveries.map(({ kind, recipient, skipped }) => [kind, recipient.telegramUserId, skipped]);
  const requested = (appointment: typeof visit, previous?: BookingSchemas["PreviousTime"]): DomainEvent => ({
    ...base,
    ...by(client),
    actor: "client",
    type: "appointment.requested",
    data: { appointment, ...(previous ? { previous } : {}) },
  });

  it("is told to the master, nobody is reminded of it, and the client has been told in the chat", () => {
    expect(lines(planEvent(requested(visit)))).toEqual([
      ["request", client.telegramUserId, "recipient_acted_in_chat"],
      ["request_master", master.telegramUserId, undefined],
    ]);
  });

  it("that takes the place of a booking withdraws its reminders, and a master who lost it is told", () => {
    const { startsAt, endsAt, localDate, localTime } = visit;
    const before = { startsAt, endsAt, localDate, localTime };
    const moved = aVisit({ ...visit, version: 4, startsAt: "2026-11-25T14:00:00.000Z", master });
    const same = planEvent(requested(moved, { ...before, masterId: master.id, master }));
    expect(lines(same).map(([kind]) => kind)).toEqual(["request", "request_master"]);
    expect(same.deliveries[1]?.facts.previous).toMatchObject({ localDate: "2026-11-24" });
    expect(same.withdraw).toMatchObject({ beforeVersion: 4, reminders: "appointment_moved" });
    const lost = anotherMaster();
    const away = planEvent(requested(moved, { ...before, masterId: lost.id, master: lost }));
    expect(lines(away).slice(1)).toEqual([
      ["request_master", master.telegramUserId, undefined],
      ["cancellation_master", lost.telegramUserId, undefined],
    ]);
  });

  it("that is accepted is told to the client, and not to the master who did it", () => {
    const event = { ...confirmed(aVisit({ ...visit, status: "confirmed", version: 3 })), ...by(master) };
    expect(lines(planEvent(event)).slice(0, 2)).toEqual([
      ["confirmation", client.telegramUserId, undefined],
      ["confirmation_master", master.telegramUserId, "recipient_acted_in_chat"],
    ]);
    expect(planEvent(event).withdraw).toMatchObject({ beforeVersion: 3, others: "superseded" });
  });

  it.each([
    ["its master", master, "recipient_acted_in_chat"],
    ["the owner", { telegramUserId: 3001 }, undefined],
  ])("that is declined by %s is told to the client, with the reason", (_, person, skipped) => {
    const data = { appointment: { ...visit, status: "declined" as const, version: 3 }, reason: "Нет места" };
    const plan = planEvent({ ...base, ...by(person), actor: "staff", type: "appointment.declined", data });
    expect(lines(plan)).toEqual([
      ["decline", client.telegramUserId, undefined],
      ["decline_master", master.telegramUserId, skipped],
    ]);
    expect(plan.deliveries[0]?.facts.cancellationReason).toBe("Нет места");
  });

  it("for which another time is proposed tells the client that time, and until when it is kept", () => {
    const proposal = {
      startsAt: "2026-11-25T14:00:00.000Z",
      endsAt: "2026-11-25T14:45:00.000Z",
      localDate: "2026-11-25",
      localTime: "16:00",
      masterId: master.id,
      masterName: master.name,
      expiresAt: "2026-11-21T09:00:00.000Z",
    };
    const event = {
      ...base,
      ...by(master),
      actor: "staff" as const,
      type: "appointment.time_proposed" as const,
    };
    const plan = planEvent({ ...event, data: { appointment: { ...visit, proposal } } });
    expect(lines(plan)).toEqual([["proposal", client.telegramUserId, undefined]]);
    expect(plan.deliveries[0]).toMatchObject({
      visitStartsAt: new Date(proposal.startsAt),
      facts: {
        localDate: "2026-11-25",
        localTime: "16:00",
        previous: { localDate: "2026-11-24", localTime: "15:00" },
        keptUntil: { localDate: "2026-11-21", localTime: "11:00" },
      },
    });
    expect(planEvent({ ...event, data: { appointment: visit } }).deliveries).toEqual([]);
  });

  it("whose proposal is refused tells the master", () => {
    const plan = planEvent({
      ...base,
      ...by(client),
      actor: "client",
      type: "appointment.proposal_refused",
      data: { appointment: visit },
    });
    expect(lines(plan)).toEqual([["proposal_refused_master", master.telegramUserId, undefined]]);
  });
});

describe("the waitlist", () => {
  const held = aVisit({ status: "held", holdKind: "waitlist", holdExpiresAt: "2026-11-20T09:10:00.000Z" });
  const base = { id: "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c11", occurredAt: booked, actor: "system" } as const;
  const entryId = "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c12";

  it("tells the client of a time and until when it is kept", () => {
    const plan = planEvent({ ...base, type: "waitlist.offered", data: { appointment: held, entryId } });
    expect(plan.deliveries).toMatchObject([
      { kind: "waitlist_offer", facts: { keptUntil: { localDate: "2026-11-20", localTime: "11:10" } } },
    ]);
    expect(plan.deliveries[0]?.recipient.telegramUserId).toBe(held.client.telegramUserId);
  });

  it.each([
    ["ran_out", "system", undefined, true],
    ["refused", "staff", undefined, true],
    ["refused", "client", "recipient_acted_in_chat", false],
  ] as const)(
    "tells the client that an offer ended, unless they refused it: %s, by %s",
    (how, actor, skipped, isTold) => {
      const data = { appointment: { ...held, status: "cancelled" as const, version: 2 }, entryId, how };
      const plan = planEvent({ ...base, actor, type: "waitlist.offer_ended", data });
      expect(plan.deliveries).toEqual([expect.objectContaining({ kind: "waitlist_offer_ended" })]);
      expect(plan.deliveries[0]?.skipped).toBe(skipped);
      expect(plan.corrections).toEqual([
        { delivery: expect.objectContaining({ kind: "correction" }), changedAt: new Date(booked), isTold },
      ]);
      expect(plan.withdraw).toMatchObject({ appointmentId: held.id, beforeVersion: 2 });
    },
  );
});

it("reminds of a move by staff only when the visit has been agreed on", () => {
  const pending = aVisit({ status: "pending" });
  const event = moved(pending, { startsAt: "2026-11-25T14:00:00.000Z" });
  event.data.appointment.status = "pending";
  expect(planEvent(event).deliveries.map(({ kind }) => kind)).toEqual(["change", "change_master"]);
});

it("plans the same event to the same keys, and different events to different ones", () => {
  const visit = aVisit();
  const keys = (plan: Plan) => plan.deliveries.map(({ dedupeKey }) => dedupeKey);
  const first = keys(planEvent(confirmed(visit)));
  expect(keys(planEvent(confirmed(visit)))).toEqual(first);
  const all = [...first, ...keys(planEvent(moved(visit, {}))), ...keys(planEvent(cancelled(visit)))];
  expect(new Set(all).size).toBe(all.length);
});

describe("what the client lets the master know", () => {
  const base = { id: "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c11", occurredAt: booked, actor: "client" } as const;
  const visit = aVisit({ note: "С чёлкой осторожнее", attendance: "coming" });

  it.each([
    ["appointment.attendance_answered", "attendance_master"],
    ["appointment.note_changed", "note_master"],
  ] as const)("%s reaches the master, each time that it happens", (type, kind) => {
    const first = planEvent({ ...base, type, data: { appointment: visit } });
    expect(first.deliveries).toMatchObject([
      { kind, recipient: { telegramUserId: visit.master.telegramUserId }, facts: { note: visit.note } },
    ]);
    expect(first.withdraw).toBeUndefined();
    const again = planEvent({ ...base, id: visit.id, type, data: { appointment: visit } });
    expect(again.deliveries[0]?.dedupeKey).not.toBe(first.deliveries[0]?.dedupeKey);
  });

  it("stands in what masters are told of the visit, and not in what the client is", () => {
    const [toClient, toMaster] = planEvent(confirmed(visit)).deliveries;
    expect(toMaster?.facts.note).toBe("С чёлкой осторожнее");
    expect(toClient?.facts.note).toBeUndefined();
  });

  it("is not told to a master who wrote it", () => {
    const actorTelegramUserId = visit.master.telegramUserId;
    const event = { ...base, actor: "staff", actorTelegramUserId, type: "appointment.note_changed" } as const;
    expect(summary(planEvent({ ...event, data: { appointment: visit } }))).toMatchObject([
      { kind: "note_master", skipped: "recipient_acted_in_chat" },
    ]);
  });
});

describe("an agreement on a proposed time", () => {
  const visit = aVisit({ version: 3, startsAt: "2026-11-25T14:00:00.000Z" });
  const first = aVisit();
  const { startsAt, endsAt, localDate, localTime } = first;
  const agreed = (previous: BookingSchemas["PreviousTime"]) => {
    const event = confirmed(visit, { actor: "client" });
    return planEvent({ ...event, data: { ...event.data, previous } });
  };

  it("says what was asked for before", () => {
    const plan = agreed({
      startsAt,
      endsAt,
      localDate,
      localTime,
      masterId: visit.masterId,
      master: visit.master,
    });
    expect(
      summary(plan)
        .map(({ kind }) => kind)
        .slice(0, 2),
    ).toEqual(["confirmation", "confirmation_master"]);
    expect(plan.deliveries[1]?.facts.previous).toMatchObject({ localDate: "2026-11-24", localTime: "15:00" });
  });

  it("with another master tells the first one that the time is free again", () => {
    const plan = agreed({
      startsAt,
      endsAt,
      localDate,
      localTime,
      masterId: first.masterId,
      master: first.master,
    });
    expect(
      summary(plan)
        .map(({ kind, to }) => [kind, to])
        .slice(1, 3),
    ).toEqual([
      ["confirmation_master", visit.master.telegramUserId],
      ["cancellation_master", first.master.telegramUserId],
    ]);
    expect(plan.deliveries[1]?.facts.previous).toBeUndefined();
    expect(plan.deliveries[2]?.facts).toMatchObject({ localDate: "2026-11-24", handedOver: true });
  });
});

it("reminds at the leads and outside the quiet hours that the event names", () => {
  const visit = aVisit({
    startsAt: "2026-11-24T08:00:00.000Z",
    reminders: { leadsMinutes: [4320, 60], quietFrom: "21:00", quietTo: "09:30" },
  });
  expect(summary(planEvent(confirmed(visit))).slice(2)).toEqual([
    { kind: "reminder 4320", to: visit.client.telegramUserId, dueAt: "2026-11-21T08:00:00.000Z" },
    { kind: "reminder 60", to: visit.client.telegramUserId, dueAt: "2026-11-23T18:55:00.000Z" },
  ]);
});

describe("a new wish", () => {
  const { master } = aVisit();

  it("is told to the master whom it names, once however often the event comes", () => {
    const { telegramUserId = 0, locale } = master;
    const event = joined(master, [{ telegramUserId: telegramUserId ?? 0, locale }]);
    const { deliveries, wishes } = planEvent(event);
    expect(deliveries).toEqual([]);
    expect(wishes).toMatchObject([
      {
        kind: "waitlist_joined_master",
        waitlistEntryId: event.data.entryId,
        recipient: { telegramUserId: master.telegramUserId, role: "master", locale: master.locale },
      },
    ]);
    const again = planEvent({ ...event, id: aVisit().id });
    expect(again.wishes?.[0]?.dedupeKey).toBe(wishes?.[0]?.dedupeKey);
  });

  it("for any master is told to each of those in charge, and the master's own to nobody", () => {
    const inCharge = [
      { telegramUserId: 3001, locale: "ru" as const },
      { telegramUserId: 3002, locale: "en" as const },
    ];
    const { wishes = [] } = planEvent(joined(null, inCharge));
    expect(wishes).toMatchObject(
      inCharge.map((person) => ({
        kind: "waitlist_joined_staff",
        recipient: { ...person, role: "staff" },
      })),
    );
    expect(new Set(wishes.map(({ dedupeKey }) => dedupeKey)).size).toBe(2);
    expect(planEvent(joined(master, []))).toEqual({ deliveries: [], wishes: [] });
  });

  it("in an event of an earlier release is told to the master whom it names, if they have Telegram", () => {
    const { wishes } = planEvent(joined(master));
    expect(wishes).toMatchObject([{ recipient: { telegramUserId: master.telegramUserId } }]);
    for (const nobody of [null, { ...master, telegramUserId: null }])
      expect(planEvent(joined(nobody))).toEqual({ deliveries: [], wishes: [] });
  });
});

it("makes nothing of visits that took place, nor of events that it does not know", () => {
  const data = { appointment: aVisit() };
  const base = { id: "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c11", occurredAt: booked, actor: "client" } as const;
  expect(planEvent({ ...base, type: "appointment.completed", data })).toEqual({ deliveries: [] });
  expect(planEvent({ ...base, type: "appointment.sold" as never, data })).toEqual({ deliveries: [] });
});
