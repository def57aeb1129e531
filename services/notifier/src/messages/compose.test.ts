import { decodeAppointmentAction, noMoreBroadcasts } from "@okoshko/contracts/callback-data";
import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { aPerson, aVisit, cancelled, confirmed, moved } from "../../test/events";
import { type Briefing } from "../deliveries/briefing";
import { type VisitKind } from "../deliveries/delivery";
import { planEvent } from "../deliveries/plan";
import { compose, composeBroadcast } from "./compose";
import { type Message } from "../telegram";
import { type Current } from "./keyboard";

/** `reminder 120` is the reminder with that lead. */
type Which = VisitKind | `reminder ${number}`;
const plan = (event: DomainEvent, which: Which) => {
  const delivery = planEvent(event).deliveries.find(
    ({ kind, facts }) => which === kind || which === `${kind} ${facts.leadMinutes}`,
  );
  if (!delivery) throw new Error(`no ${which}`);
  return delivery;
};
const current: Current = { attendance: "unanswered", changeableUntil: "2026-11-24T12:00:00.000Z" };
const dayBefore = new Date("2026-11-23T13:00:00Z");
const message = (event: DomainEvent, kind: Which, now = dayBefore, look: Current | undefined = current) =>
  compose(plan(event, kind), look, now);

const visit = aVisit();
const english = aVisit({
  client: { ...visit.client, name: "Theo Marsh", locale: "en" },
  master: { ...visit.master, locale: "en" },
});

/** `label: action` of each button. */
const taps = (keyboard: Message["keyboard"]) =>
  keyboard?.inline_keyboard.flat().map((button) => {
    const tap = "callback_data" in button ? decodeAppointmentAction(button.callback_data) : undefined;
    return `${button.text}: ${tap?.action}`;
  });

it("far-future times are plain words in every message: Telegram refuses its own entity of time beyond three years", () => {
  const startsAt = "2036-11-24T13:00:00.000Z";
  const far = aVisit({ startsAt, localDate: "2036-11-24" });
  for (const [event, kinds] of [
    [confirmed(far), ["confirmation", "confirmation_master", "reminder 1440"]],
    [cancelled(far), ["cancellation", "cancellation_master"]],
  ] as const)
    for (const kind of kinds) {
      const { text } = message(event, kind);
      expect(text).toMatch(/24 ноября/);
      expect(text).not.toMatch(/tg-time|unix=/);
    }
});

describe("a reminder", () => {
  it("says in Russian which day, what time by the clock on the wall, what, with whom and where", () => {
    expect(message(confirmed(visit), "reminder 1440").text).toBe(
      [
        "<b>Ждём вас завтра!</b>",
        "",
        "🗓 вторник, 24 ноября, <b>15:00</b>",
        "✂️ Стрижка",
        "👤 Мастер: Глеб Орешин",
        "📍 Выдуманная улица, 7",
        "",
        "Придёте?",
      ].join("\n"),
    );
  });

  it("says the same in English", () => {
    const { text } = message(confirmed(english), "reminder 120", new Date("2026-11-24T11:00:00Z"));
    expect(text).toContain("<b>See you soon!</b> Your visit is today.");
    expect(text).toMatch(/Tuesday,? 24 November, <b>15:00<\/b>/);
    expect(text).toContain("Haircut\n👤 Master: Gleb Oreshin\n📍 7 Invented Street");
    expect(text).toContain("Will you come?");
  });

  it.each([
    ["the day of the visit in Riga has begun, though not in Greenwich", "2026-11-23T22:30:00Z", "сегодня"],
    ["it is the day before in Riga", "2026-11-23T21:30:00Z", "завтра"],
  ])("counts days where the business is: %s", (_, now, word) => {
    expect(message(confirmed(visit), "reminder 1440", new Date(now)).text).toContain(`Ждём вас ${word}!`);
  });

  it("has buttons to come, to move and to cancel that name the visit and its version", () => {
    const { keyboard } = message(confirmed(visit), "reminder 1440");
    const buttons = keyboard?.inline_keyboard.flat() ?? [];
    expect(buttons.map(({ text }) => text)).toEqual(["Приду", "Перенести", "Отменить"]);
    const taps = buttons.map((button) =>
      "callback_data" in button ? decodeAppointmentAction(button.callback_data) : undefined,
    );
    expect(taps.map((tap) => tap?.action)).toEqual(["coming", "move", "cancel"]);
    expect(taps[0]).toMatchObject({ appointmentId: visit.id, version: 1 });
  });

  it("shows no button that would not work", () => {
    const labels = (look: Current, now = dayBefore) =>
      message(confirmed(english), "reminder 1440", now, look)
        .keyboard?.inline_keyboard.flat()
        .map(({ text }) => text);
    expect(labels({ ...current, attendance: "coming" })).toEqual(["Move", "Cancel"]);
    expect(labels(current, new Date("2026-11-24T12:00:01Z"))).toEqual(["I'll come"]);
    expect(labels({ ...current, attendance: "coming" }, new Date("2026-11-24T12:00:01Z"))).toBeUndefined();
  });

  it("does not ask again who has answered", () => {
    const { text } = message(confirmed(visit), "reminder 120", dayBefore, {
      ...current,
      attendance: "coming",
    });
    expect(text).toContain("Вы ответили, что придёте.");
    expect(text).not.toContain("Придёте?");
  });
});

describe("messages about changes", () => {
  it("tell a master who, what and when", () => {
    const { text, keyboard } = message(confirmed(visit), "confirmation_master");
    expect(text).toContain("Новая запись:</b> Вера Лугова");
    expect(text).toContain("вторник, 24 ноября, <b>15:00</b>");
    expect(text).toContain("Стрижка");
    expect(text).toMatch(/45 мин · 25\s€/);
    expect(taps(keyboard)).toEqual(["Открыть запись: desk"]);
  });

  it("tell a client what the staff booked for them, with the price and the way to change it", () => {
    const { text, keyboard } = message(confirmed(english), "confirmation");
    expect(text).toContain("Whiskers &amp; Paws is looking forward to seeing you.");
    expect(text).toContain("45 min · €25");
    expect(keyboard?.inline_keyboard.flat().map((button) => button.text)).toEqual(["Move", "Cancel"]);
  });

  it("say what was and what is after a move", () => {
    const { text } = message(moved(visit, { startsAt: "2026-11-27T08:30:00.000Z" }), "change");
    expect(text).toContain("пятница, 27 ноября, <b>10:30</b>\nБыло: вторник, 24 ноября, 15:00");
  });

  it("are not dug up again by the reminder of the new time", () => {
    const { text } = message(moved(visit, { startsAt: "2026-11-27T08:30:00.000Z" }), "reminder 1440");
    expect(text).toContain("10:30");
    expect(text).not.toContain("15:00");
  });

  it("name both masters when it is the master who changed, and no old time that is the new one", () => {
    const mira = {
      id: "6d5a2a2e-74ff-4b3c-92ab-0c5f5b8a9a11",
      name: { ru: "Мира Тихая", en: "Mira Tikhaya" },
      telegramUserId: aPerson(),
      locale: "ru" as const,
    };
    const { text } = message(moved(visit, { master: mira }), "change");
    expect(text).toContain("Мастер: Мира Тихая\nРаньше вас ждал мастер: Глеб Орешин");
    expect(text).not.toContain("Было:");
    expect(message(moved(visit, { master: mira }), "cancellation_master").text).toContain(
      "Запись передана другому мастеру:</b> Вера Лугова",
    );
  });

  it("say why a visit is cancelled and how to find another time, with no buttons left", () => {
    const event = cancelled(visit, { reason: "Мастер <заболел> & дома" });
    const { text, keyboard } = message(event, "cancellation", dayBefore, undefined);
    expect(text).toContain("Ваша запись отменена.");
    expect(text).toContain("💬 Мастер &lt;заболел&gt; &amp; дома");
    expect(text).toContain("/start");
    expect(keyboard).toBeUndefined();
  });
});

describe("messages about what is not agreed on yet", () => {
  const base = { id: "b2b8e1de-3f1c-4f58-9b4e-0f2f6f0c3c11", occurredAt: "2026-11-20T09:00:00.000Z" };
  const asked = aVisit({ status: "pending" });
  const russian = (event: DomainEvent, kind: VisitKind) => message(event, kind);
  const inEnglish = (event: DomainEvent, kind: VisitKind) => {
    const { client, master } = asked;
    const people = {
      client: { ...client, locale: "en" as const },
      master: { ...master, locale: "en" as const },
    };
    if (!("appointment" in event.data)) throw new Error("no message");
    const appointment = { ...event.data.appointment, ...people };
    return message({ ...event, data: { ...event.data, appointment } } as DomainEvent, kind).text;
  };

  it("ask the master for an answer", () => {
    const event: DomainEvent = {
      ...base,
      actor: "client",
      type: "appointment.requested",
      data: { appointment: asked },
    };
    expect(russian(event, "request_master").text).toContain(
      "Новая заявка:</b> Вера Лугова. Она ждёт вашего ответа.",
    );
    expect(inEnglish(event, "request_master")).toContain(
      "New request:</b> Вера Лугова. It waits for your answer.",
    );
    expect(inEnglish(event, "request")).toContain("Your request is with the master.");
    expect(russian(event, "request").keyboard).toBeUndefined();
    expect(taps(russian(event, "request_master").keyboard)).toEqual([
      "Принять: accept",
      "Отклонить: decline",
      "Предложить другое время: propose",
      "Открыть запись: desk",
    ]);
  });

  it("show the master what is before and after it that day", () => {
    const data = { appointment: asked };
    const event: DomainEvent = { ...base, actor: "client", type: "appointment.requested", data };
    const request = plan(event, "request_master");
    const around = (briefing?: Briefing) => compose(request, current, dayBefore, briefing).text;
    expect(around({ clientPhone: null, before: { from: "13:00", to: "14:30" }, after: null })).toMatch(
      /25\s€\n\nПеред этим у вас запись: 13:00–14:30\nПосле этого в тот день записей нет\.$/,
    );
    expect(around({ clientPhone: null, before: null, after: { from: "16:00", to: "16:45" } })).toMatch(
      /Перед этим в тот день записей нет\.\nПосле этого у вас запись: 16:00–16:45$/,
    );
    expect(around()).not.toContain("этим");
    const toGleb = { ...request, recipient: { ...request.recipient, locale: "en" as const } };
    const { text } = compose(toGleb, current, dayBefore, {
      clientPhone: null,
      before: { from: "13:00", to: "14:30" },
      after: null,
    });
    expect(text).toContain("Your visit before it: 13:00–14:30\nAfter it you have no visit on that day.");
  });

  it("say that the master cannot, why, and what now", () => {
    const data = { appointment: { ...asked, status: "declined" as const }, reason: "Полная запись" };
    const event: DomainEvent = { ...base, actor: "staff", type: "appointment.declined", data };
    const { text } = russian(event, "decline");
    expect(text).toContain("Мастер не сможет принять вас в это время.");
    expect(text).toContain("💬 Полная запись");
    expect(text).toContain("/start");
    expect(inEnglish(event, "decline")).toContain("The master can't take you at this time.");
    expect(inEnglish(event, "decline_master")).toContain("Request declined:</b> Вера Лугова.");
  });

  it("say which other time the master proposes, what was asked for, and until when it is kept", () => {
    const proposal = {
      startsAt: "2026-11-25T14:00:00.000Z",
      endsAt: "2026-11-25T14:45:00.000Z",
      localDate: "2026-11-25",
      localTime: "16:00",
      masterId: asked.master.id,
      masterName: asked.master.name,
      expiresAt: "2026-11-21T09:00:00.000Z",
    };
    const data = { appointment: { ...asked, proposal } };
    const event: DomainEvent = { ...base, actor: "staff", type: "appointment.time_proposed", data };
    const { text, keyboard } = russian(event, "proposal");
    expect(taps(keyboard)).toEqual(["Да, подходит: accept_proposal", "Нет, не подходит: refuse_proposal"]);
    expect(text).toContain("Мастер предлагает другое время.");
    expect(text).toContain("среда, 25 ноября, <b>16:00</b>\nВы просили: вторник, 24 ноября, 15:00");
    expect(text).toContain("⏳ Держим за вами до: суббота, 21 ноября, 11:00");
    expect(inEnglish(event, "proposal")).toMatch(/Kept for you until Saturday,? 21 November, 11:00/);
    const refused: DomainEvent = { ...base, actor: "client", type: "appointment.proposal_refused", data };
    expect(inEnglish(refused, "proposal_refused_master")).toContain("The request stays");
  });

  it("offer a time that came free, with a button to the screen that confirms it, and say when it is over", () => {
    const held = aVisit({ status: "held", holdKind: "waitlist", holdExpiresAt: "2026-11-20T09:10:00.000Z" });
    const data = { appointment: held, entryId: held.id };
    const event: DomainEvent = { ...base, actor: "system", type: "waitlist.offered", data };
    const { text, keyboard } = russian(event, "waitlist_offer");
    expect(text).toContain("Освободилось время, которого вы ждали.");
    expect(text).toContain("⏳ Держим за вами до: пятница, 20 ноября, 11:10");
    expect(taps(keyboard)).toEqual(["Посмотреть и подтвердить: show", "Нет, спасибо: refuse_offer"]);
    expect(inEnglish(event, "waitlist_offer")).toContain("A time came free that you waited for.");
    const ended: DomainEvent = {
      ...base,
      actor: "system",
      type: "waitlist.offer_ended",
      data: { appointment: { ...held, status: "expired" }, entryId: held.id, how: "ran_out" },
    };
    expect(inEnglish(ended, "waitlist_offer_ended")).toContain(
      "We could not keep this time for you any longer.",
    );
    expect(russian(ended, "waitlist_offer_ended").text).toContain("Возможно, оно ещё свободно");
  });
});

describe("a correction", () => {
  const correction = (event: DomainEvent, role: "client" | "master") => {
    const found = planEvent(event).corrections?.find(({ delivery }) => delivery.recipient.role === role);
    if (!found) throw new Error("no correction");
    return compose(found.delivery, current, dayBefore);
  };

  it("says that the message before is out of date, and what holds now", () => {
    const event = moved(visit, { startsAt: "2026-11-27T08:30:00.000Z" });
    const { text, keyboard } = correction(event, "client");
    expect(text).toContain("Наше прошлое сообщение устарело:</b> запись перенесена.");
    expect(text).toContain("пятница, 27 ноября, <b>10:30</b>");
    expect(taps(keyboard)).toEqual(["Перенести: move", "Отменить: cancel"]);
    expect(taps(correction(event, "master").keyboard)).toEqual(["Открыть запись: desk"]);
  });

  it("says that the visit does not take place, with no button that would not work", () => {
    const inEnglish = cancelled(english);
    const { text, keyboard } = correction(inEnglish, "client");
    expect(text).toContain("Our last message is out of date:</b> this visit is cancelled.");
    expect(text).toContain("To choose another time, send /start.");
    expect(keyboard).toBeUndefined();
    expect(correction(inEnglish, "master").text).toContain("you do not have this visit any more");
  });

  it("says that a time is no longer kept, of an offer that was refused while it was on its way", () => {
    const appointment = aVisit({ ...english, status: "cancelled" });
    const { text, keyboard } = correction(
      {
        id: appointment.id,
        occurredAt: "2026-11-20T09:00:00.000Z",
        actor: "client",
        type: "waitlist.offer_ended",
        data: { appointment, entryId: appointment.id, how: "refused" },
      },
      "client",
    );
    expect(text).toContain("Our last message is out of date:</b> we do not keep this time for you any more.");
    expect(keyboard).toBeUndefined();
  });
});

describe("what the client lets the master know", () => {
  const tell = (
    type: "appointment.note_changed" | "appointment.attendance_answered",
    note: string | null,
  ) => {
    const kind = type === "appointment.note_changed" ? "note_master" : "attendance_master";
    const base = { id: visit.id, occurredAt: "2026-11-20T09:00:00.000Z", actor: "client" } as const;
    return message({ ...base, type, data: { appointment: aVisit({ ...english, note }) } }, kind);
  };

  it("is shown with the visit, and without markup of theirs", () => {
    const { text, keyboard, isSilent } = tell("appointment.note_changed", "<b>No talking</b>, please");
    expect(text).toContain("A note from your client:</b> Theo Marsh.");
    expect(text).toContain("📝 Note: &lt;b&gt;No talking&lt;/b&gt;, please");
    expect(taps(keyboard)).toEqual(["Open the visit: desk"]);
    expect(isSilent).toBeUndefined();
    expect(tell("appointment.note_changed", null).text).toContain(
      "The note has been taken back:</b> Theo Marsh.",
    );
  });

  it("wakes nobody when all that happens is what was planned", () => {
    expect(tell("appointment.attendance_answered", null)).toMatchObject({
      text: expect.stringContaining("<b>Theo Marsh will come.</b>"),
      isSilent: true,
    });
  });
});

describe("what a master hears of a client whom messages do not reach", () => {
  const tell = (clientPhone: string | null) =>
    compose(
      { ...plan(confirmed(visit), "confirmation_master"), kind: "client_unreachable_master" },
      current,
      dayBefore,
      {
        clientPhone,
        before: null,
        after: null,
      },
    );

  it("is who, of which visit, and the number by which they can be told, with a button to the visit", () => {
    const { text, keyboard } = tell("+37120000001");
    expect(text).toContain("Не получается написать в Telegram:</b> Вера Лугова.");
    expect(text).toContain("вторник, 24 ноября, <b>15:00</b>");
    expect(text).toMatch(/📞 \+37120000001$/);
    expect(taps(keyboard)).toEqual(["Открыть запись: desk"]);
  });

  it("says so when there is no number", () => {
    expect(tell(null).text).toMatch(/📞 Номера телефона нет\.$/);
  });
});

describe("a broadcast", () => {
  const to = (locale: "ru" | "en", text: { ru?: string; en?: string }) => composeBroadcast(text, locale);

  it("speaks each reader's language, or the one that there is", () => {
    const both = { ru: "Мы открыты", en: "We are open" };
    expect(to("en", both).text).toBe("We are open");
    expect(to("ru", both).text).toBe("Мы открыты");
    expect(to("en", { ru: "Мы открыты" }).text).toBe("Мы открыты");
  });

  it("is plain text, and has a button to get no more of them", () => {
    const { text, keyboard } = to("ru", { ru: "5 < 7 & <b>" });
    expect(text).toBe("5 &lt; 7 &amp; &lt;b&gt;");
    expect(keyboard?.inline_keyboard).toEqual([
      [{ text: "Больше не присылать такое", callback_data: noMoreBroadcasts }],
    ]);
  });
});

it("lets nobody's name become markup, nor anything make a message longer than Telegram takes", () => {
  const long = { ru: "<b>".repeat(330), en: "x" };
  const hostile = aVisit({
    client: { ...visit.client, name: '<a href="https://example.com">x</a>' },
    services: Array.from({ length: 10 }, () => ({
      serviceId: visit.masterId,
      name: long,
      durationMinutes: 30,
      priceMinor: 1_000,
    })),
    business: { ...visit.business, name: long, address: long },
  });
  for (const kind of ["confirmation", "confirmation_master", "reminder"] as const) {
    const { text } = message(confirmed(hostile), kind);
    expect(text).not.toContain("<a ");
    const shown = text.replaceAll(/<\/?b>/g, "").replaceAll(/&(lt|gt|amp);/g, "x");
    expect(shown.length).toBeLessThan(4_096);
    expect(text.match(/<b>/g)?.length).toBe(text.match(/<\/b>/g)?.length);
  }
});

it("falls back to the language that a catalogue has", () => {
  const halfTranslated = aVisit({
    client: { ...visit.client, locale: "en" },
    services: visit.services.map((service) => ({ ...service, name: { ru: "Укладка" } })),
  });
  expect(message(confirmed(halfTranslated), "reminder 1440").text).toContain("Укладка");
});

it("speaks of money as the currency does", () => {
  const yen = aVisit({ currency: "JPY", priceMinor: 3000, client: { ...visit.client, locale: "en" } });
  expect(message(confirmed(yen), "confirmation").text).toContain("3,000");
  const cents = aVisit({ priceMinor: 2550, client: { ...visit.client, locale: "en" } });
  expect(message(confirmed(cents), "confirmation").text).toContain("€25.50");
});
