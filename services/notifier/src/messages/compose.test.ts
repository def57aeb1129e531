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
