import { unwrap } from "@okoshko/contracts/client";
import { eventually } from "@okoshko/testkit/eventually";
import { opensManage } from "../../test/owner";
import { ownSystem } from "../../test/story-system";
import { appointmentsOf, patient } from "../../test/visitor";

/** What whoever installs it says of the shop: nothing at first. */
const said: Record<string, string> = {};
const system = ownSystem({ contents: "nothing", env: { "booking-api": said } });

it("A client who comes before there is a shop is told to come again, in their language", async () => {
  const { driver } = system.current;
  for (const [languageCode, words] of [
    ["ru", /Здесь скоро можно будет записаться/],
    ["en", /You will be able to book here soon/],
  ] as const) {
    const early = await driver.createPerson({ firstName: "Марта", languageCode });
    for (const come of [() => early.starts(), () => early.says("/book"), () => early.says("?")]) {
      const before = (await early.chat()).messages.filter(({ from }) => from === "bot").length;
      await come();
      await early.waitUntil(
        ({ messages }) => messages.filter(({ from }) => from === "bot").length === before + 1,
        patient,
      );
      await early.waitFor(words, patient);
    }
  }
});

it("The installation's test says what is missing, until something can be booked", async () => {
  await expect(system.current.tryInstallation({ SMOKE_BOOKS: "false" })).rejects.toThrow(
    /not set up yet: Give booking-api BUSINESS_NAME_RU/,
  );
});

it("A new shop goes from nothing to its first booking in the chat", async () => {
  const { driver, booking } = system.current;
  const { id } = await driver.createPerson({ firstName: "Нина", languageCode: "ru" });
  Object.assign(said, {
    BUSINESS_NAME_RU: "Первая бритва",
    BUSINESS_NAME_EN: "The first razor",
    BUSINESS_TIME_ZONE: "Asia/Tbilisi",
    BUSINESS_CURRENCY: "GEL",
    OWNER_TELEGRAM_USER_ID: `${id}`,
    OWNER_NAME: "Нина Хозяйкина",
  });
  await system.current.restart("booking-api");
  await eventually(() => unwrap(booking.GET("/v1/business")), patient);

  // It works as it is, and who wants more of it is told what to do.
  await system.current.tryInstallation({ SMOKE_BOOKS: "false" });
  await expect(system.current.tryInstallation()).rejects.toThrow(/The owner adds services, masters/);

  const owner = driver.person(id);
  await owner.starts();
  await owner.waitFor(/Первая бритва/, patient);
  await owner.taps("Управление", patient);
  await owner.waitFor(/Клиенты пока не могут записаться.* Начните с мастера/, patient);
  await owner.taps("Мастера", patient);
  await owner.taps("Добавить мастера", patient);
  await owner.waitFor(/Как его зовут/, patient);
  await owner.says("Ада Лужина");
  await owner.waitFor(/Ада Лужина.* в списке/, patient);

  await opensManage(system.current, id);
  await owner.waitFor(/Дальше – часы работы/, patient);
  await owner.taps("Мастера", patient);
  await owner.taps(/^Ада Лужина/, patient);
  await owner.taps("Рабочая неделя", patient);
  await owner.taps(/^Четверг/, patient);
  await owner.waitFor(/Промежуток – это перерыв/, patient);
  await owner.says("10-14, 15-19");
  await owner.waitFor(/Сохранено\. Четверг: 10:00–14:00, 15:00–19:00/, patient);

  await opensManage(system.current, id);
  await owner.waitFor(/Дальше – услуга/, patient);
  await owner.taps("Услуги", patient);
  await owner.taps("Добавить услугу", patient);
  await owner.waitFor(/Как она называется/, patient);
  await owner.says("Завивка усов");
  await owner.waitFor(/Сколько она длится/, patient);
  await owner.taps("30 мин", patient);
  await owner.waitFor(/Сколько она стоит/, patient);
  await owner.says("12,50");
  await owner.waitFor(/Завивка усов.* в списке/, patient);

  await opensManage(system.current, id);
  await owner.waitFor(/Осталось отметить, кто её делает/, patient);
  await owner.taps("Услуги", patient);
  await owner.taps(/^Завивка усов/, patient);
  await owner.taps("Кто это делает", patient);
  await owner.taps(/^Ада Лужина/, patient);
  await owner.taps("Делает", patient);
  await owner.waitFor(/Теперь делает/, patient);
  await opensManage(system.current, id);
  await owner.waitFor(
    ({ text }) => /Визитов сегодня: 0/.test(text) && !/не могут записаться/.test(text),
    patient,
  );

  // Menus may be some seconds old.
  await driver.clock.advance(60_000);
  const theo = await driver.createPerson({ firstName: "Theo", languageCode: "en" });
  await theo.starts();
  // There is one master, who need not be chosen.
  const way = ["Book a visit", /^Завивка усов · 30 min · ₾12\.50/, /^Thu 26 Nov/, "15:00", "Confirm ✓"];
  for (const label of way) await theo.taps(label, patient);
  await theo.waitFor(/You are booked ✓/, patient);
  expect(await appointmentsOf(system.current, theo.id)).toMatchObject([
    { startsAt: "2026-11-26T11:00:00.000Z", status: "confirmed" },
  ]);
});
