import { decodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { aPerson, aVisit, cancelled, confirmed, moved } from "../../test/events";
import { type DeliveryKind } from "../deliveries/delivery";
import { planEvent } from "../deliveries/plan";
import { compose } from "./compose";
import { type Current } from "./keyboard";

const plan = (event: DomainEvent, kind: DeliveryKind) => {
  const delivery = planEvent(event).deliveries.find((candidate) => candidate.kind === kind);
  if (!delivery) throw new Error(`no ${kind}`);
  return delivery;
};
const current: Current = { attendance: "unanswered", changeableUntil: "2026-11-24T12:00:00.000Z" };
const dayBefore = new Date("2026-11-23T13:00:00Z");
const message = (
  event: DomainEvent,
  kind: DeliveryKind,
  now = dayBefore,
  look: Current | undefined = current,
) => compose(plan(event, kind), look, now);

const visit = aVisit();
const english = aVisit({
  client: { ...visit.client, name: "Theo Marsh", locale: "en" },
  master: { ...visit.master, locale: "en" },
});

describe("a reminder", () => {
  it("says in Russian which day, what time by the clock on the wall, what, with whom and where", () => {
    expect(message(confirmed(visit), "reminder_24h").text).toBe(
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
    const { text } = message(confirmed(english), "reminder_2h", new Date("2026-11-24T11:00:00Z"));
    expect(text).toContain("<b>See you soon!</b> Your visit is today.");
    expect(text).toMatch(/Tuesday,? 24 November, <b>15:00<\/b>/);
    expect(text).toContain("Haircut\n👤 Master: Gleb Oreshin\n📍 7 Invented Street");
    expect(text).toContain("Will you come?");
  });

  it.each([
    ["the day of the visit in Riga has begun, though not in Greenwich", "2026-11-23T22:30:00Z", "сегодня"],
    ["it is the day before in Riga", "2026-11-23T21:30:00Z", "завтра"],
  ])("counts days where the business is: %s", (_, now, word) => {
    expect(message(confirmed(visit), "reminder_24h", new Date(now)).text).toContain(`Ждём вас ${word}!`);
  });

  it("has buttons to come, to move and to cancel that name the visit and its version", () => {
    const { keyboard } = message(confirmed(visit), "reminder_24h");
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
      message(confirmed(english), "reminder_24h", now, look)
        .keyboard?.inline_keyboard.flat()
        .map(({ text }) => text);
    expect(labels({ ...current, attendance: "coming" })).toEqual(["Move", "Cancel"]);
    expect(labels(current, new Date("2026-11-24T12:00:01Z"))).toEqual(["I'll come"]);
    expect(labels({ ...current, attendance: "coming" }, new Date("2026-11-24T12:00:01Z"))).toBeUndefined();
  });

  it("does not ask again who has answered", () => {
    const { text } = message(confirmed(visit), "reminder_2h", dayBefore, {
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
    expect(keyboard).toBeUndefined();
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
    const { text } = message(moved(visit, { startsAt: "2026-11-27T08:30:00.000Z" }), "reminder_24h");
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
  const russian = (event: DomainEvent, kind: DeliveryKind) => message(event, kind);
  const inEnglish = (event: DomainEvent, kind: DeliveryKind) => {
    const { client, master } = asked;
    const people = {
      client: { ...client, locale: "en" as const },
      master: { ...master, locale: "en" as const },
    };
    if (event.type === "client.erased") throw new Error("no message");
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
    const { text } = russian(event, "proposal");
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
    const [button] = keyboard?.inline_keyboard.flat() ?? [];
    expect(button?.text).toBe("Посмотреть и подтвердить");
    expect(
      button && "callback_data" in button && decodeAppointmentAction(button.callback_data),
    ).toMatchObject({
      action: "show",
      appointmentId: held.id,
    });
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
  for (const kind of ["confirmation", "confirmation_master", "reminder_24h"] as const) {
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
  expect(message(confirmed(halfTranslated), "reminder_24h").text).toContain("Укладка");
});

it("speaks of money as the currency does", () => {
  const yen = aVisit({ currency: "JPY", priceMinor: 3000, client: { ...visit.client, locale: "en" } });
  expect(message(confirmed(yen), "confirmation").text).toContain("3,000");
  const cents = aVisit({ priceMinor: 2550, client: { ...visit.client, locale: "en" } });
  expect(message(confirmed(cents), "confirmation").text).toContain("€25.50");
});
