import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { storySystem } from "../test/story-system";
import { patient, persons } from "../test/visitor";

const system = storySystem();
const inga = 3001;
const glebId = "20000000-0000-4000-8000-000000000001";
const shaveId = "10000000-0000-4000-8000-000000000005";

/** Opens the master's day anew. */
async function opensDesk(gleb: PersonDriver): Promise<void> {
  await gleb.says("/desk");
  await gleb.waitFor("Ваш день: сегодня", patient);
}

describe("at the desk", () => {
  it("a client who walks in is booked for now, with a new name, and time blocked is refused to everybody", async () => {
    const { driver, booking } = system.current;
    const gleb = driver.person(persons.gleb);
    await driver.clock.advanceTo("2026-11-23T09:05:00.000Z");
    await gleb.changes({ started: true });
    await opensDesk(gleb);
    for (const label of ["Записать клиента", "Клиент уже здесь"]) await gleb.taps(label, patient);
    await gleb.waitFor("Выберите, кто это", patient);
    await gleb.says("Лида Кротова +371 20 000 002");
    for (const label of ["Новый клиент: Лида Кротова", /^Борода/, /^Дальше: 30 мин/])
      await gleb.taps(label, patient);
    expect((await gleb.waitFor("Проверьте и запишите", patient)).text).toContain("11:00–11:30");
    await gleb.taps("Записать ✓", patient);
    await gleb.waitFor(/Клиент записан ✓[^]*Лида Кротова[^]*\+37120000002/, patient);

    await opensDesk(gleb);
    expect((await gleb.waitFor("Идёт визит: Лида Кротова", { anytime: true, ...patient })).text).toContain(
      "14:00–15:00 перерыв",
    );
    await gleb.taps("Закрыть время", patient);
    await gleb.taps("На 1 ч", patient);
    const blocked = await gleb.waitFor("Закрыто: понедельник, 23 ноября, 11:05–12:05", patient);
    expect(blocked.text).toContain("На это время записан 1 клиент");
    expect(blocked.text).toContain("Лида Кротова");
    const params = {
      header: onBehalfOf(persons.vera),
      query: { serviceIds: [shaveId], masterId: glebId, date: "2026-11-23" },
    };
    const free = async () =>
      (await unwrap(booking.GET("/v1/availability/slots", { params }))).items.map(
        ({ localTime }) => localTime,
      );
    expect(await free()).not.toContain("12:00");
    await gleb.taps("Снова открыть это время", patient);
    await gleb.waitFor("Время снова открыто для записи ✓", patient);
  });

  it("days off are taken, here by the owner, with what lies in them said, and nobody can book them", async () => {
    const { driver, booking } = system.current;
    const owner = driver.person(inga);
    await owner.changes({ started: true });
    await owner.says("/desk");
    for (const label of ["Глеб Орешин", "Закрыть время", "Выходной", /^Дек ›/, "7"])
      await owner.taps(label, patient);
    await owner.waitFor("Первый день: понедельник, 7 декабря", patient);
    await owner.taps("8", patient);
    await owner.waitFor("Записанных на это время нет", patient);
    await owner.taps("Взять выходной ✓", patient);
    await owner.waitFor("Закрыто: понедельник, 7 декабря – вторник, 8 декабря", patient);
    const { items } = await unwrap(
      booking.GET("/v1/availability/days", {
        params: {
          header: onBehalfOf(persons.vera),
          query: { serviceIds: [shaveId], masterId: glebId, from: "2026-12-07", to: "2026-12-09" },
        },
      }),
    );
    expect(items.map(({ slots }) => slots > 0)).toEqual([false, false, true]);
  });

  it("the owner looks over a master's shoulder, and a client has no desk", async () => {
    const { driver } = system.current;
    const owner = driver.person(inga);
    await owner.says("/desk");
    await owner.waitFor("Чей день посмотреть?", patient);
    await owner.taps("Глеб Орешин", patient);
    await owner.waitFor("Глеб Орешин: сегодня", patient);
    const vera = driver.person(persons.vera);
    await vera.starts();
    await vera.waitFor("Добро пожаловать", patient);
    await vera.says("/desk");
    await vera.waitFor("Я понимаю только кнопки", patient);
  });
});
