import { randomInt } from "node:crypto";
import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { castOf } from "../test/cast";
import { daysLater, longDay, shortMonth } from "../test/labels";
import { sharedDemo } from "../test/story-system";
import { minutesBefore, patient } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

const shaveId = "10000000-0000-4000-8000-000000000005";

/** Opens the master's day anew. */
async function opensDesk(master: PersonDriver): Promise<void> {
  await master.says("/desk");
  await master.waitFor("Ваш день: сегодня", patient);
}

/** Days on which no country rests. */
function inNextMonth(today: string): [string, string, string] {
  const month = daysLater(`${today.slice(0, 7)}-28`, 7).slice(0, 7);
  return [`${month}-07`, `${month}-08`, `${month}-09`];
}

describe("at the desk", () => {
  it("a client who walks in is booked for now, with a new name, and time blocked is refused to everybody", async () => {
    const { driver, booking } = demo;
    const luka = await cast.master();
    const { person: atDesk } = luka;
    const [day] = await luka.freeDays();
    await driver.clock.advanceTo(minutesBefore(await luka.instantOf(day, "11:00"), -5));
    // Whom nobody has called so before, by a number that nobody has.
    const phone = `+37100${randomInt(10 ** 5, 10 ** 6)}`;
    await opensDesk(atDesk);
    for (const label of ["Записать клиента", "Клиент уже здесь"]) await atDesk.taps(label, patient);
    await atDesk.waitFor("Выберите, кто это", patient);
    await atDesk.says(`Лида Кротова ${phone}`);
    for (const label of ["Новый клиент: Лида Кротова", /^Борода/, /^Дальше: 30 мин/])
      await atDesk.taps(label, patient);
    expect((await atDesk.waitFor("Проверьте и запишите", patient)).text).toContain("11:00–11:30");
    await atDesk.taps("Записать ✓", patient);
    const written = await atDesk.waitFor(/Клиент записан ✓[^]*Лида Кротова/, patient);
    expect(written.text).toContain(phone);

    await opensDesk(atDesk);
    expect((await atDesk.waitFor("Идёт визит: Лида Кротова", { anytime: true, ...patient })).text).toContain(
      "14:00–15:00 перерыв",
    );
    await atDesk.taps("Закрыть время", patient);
    await atDesk.taps("На 1 ч", patient);
    const blocked = await atDesk.waitFor(`Закрыто: ${longDay(day, "ru")}, 11:05–12:05`, patient);
    expect(blocked.text).toContain("На это время записан 1 клиент");
    expect(blocked.text).toContain("Лида Кротова");
    const params = {
      header: onBehalfOf((await cast.client("Вера")).id),
      query: { serviceIds: [shaveId], masterId: luka.id, date: day },
    };
    const free = async () =>
      (await unwrap(booking.GET("/v1/availability/slots", { params }))).items.map(
        ({ localTime }) => localTime,
      );
    expect(await free()).not.toContain("12:00");
    await atDesk.taps("Снова открыть это время", patient);
    await atDesk.waitFor("Время снова открыто для записи ✓", patient);
  });

  it("days off are taken, here by the owner, with what lies in them said, and nobody can book them", async () => {
    const [owner, luka] = [await cast.owner("Инга"), await cast.master()];
    const [seventh, eighth, ninth] = inNextMonth(await cast.today());
    await owner.says("/desk");
    for (const label of [luka.name.ru, "Закрыть время", "Выходной", `${shortMonth(seventh, "ru")} ›`])
      await owner.taps(label, patient);
    // This month has a seventh day, too.
    await owner.waitFor(/Какой день взять выходным/, patient);
    await owner.taps("7", patient);
    await owner.waitFor(`Первый день: ${longDay(seventh, "ru")}`, patient);
    await owner.taps("8", patient);
    await owner.waitFor("Записанных на это время нет", patient);
    await owner.taps("Взять выходной ✓", patient);
    await owner.waitFor(
      new RegExp(`Закрыто: ${longDay(seventh, "ru")}.* – ${longDay(eighth, "ru")}`),
      patient,
    );
    const { items } = await unwrap(
      demo.booking.GET("/v1/availability/days", {
        params: {
          header: onBehalfOf((await cast.client("Вера")).id),
          query: { serviceIds: [shaveId], masterId: luka.id, from: seventh, to: ninth },
        },
      }),
    );
    expect(items.map(({ slots }) => slots > 0)).toEqual([false, false, true]);
  });

  it("the owner looks over a master's shoulder, and a client has no desk", async () => {
    const [owner, luka] = [await cast.owner("Инга"), await cast.master()];
    await owner.says("/desk");
    await owner.waitFor("Чей день посмотреть?", patient);
    await owner.taps(luka.name.ru, patient);
    await owner.waitFor(`${luka.name.ru}: сегодня`, patient);
    const vera = await cast.client("Вера", "ru");
    await vera.starts();
    await vera.waitFor("Добро пожаловать", patient);
    await vera.says("/desk");
    await vera.waitFor("Я понимаю только кнопки", patient);
  });
});
