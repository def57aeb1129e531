import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import { appointment, books, inEnglish, inRussian, minutesBefore, patient, toConfirm } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

it("M10: no-shows are noted, and after them the client's next booking is a request", async () => {
  const [theo, luka] = [await cast.client("Theo"), await cast.master()];
  await cast.rules({ approvalAfterNoShows: 1 });
  const [day, later] = await luka.freeDays();
  const visit = await books(demo, theo, inEnglish(luka, day));
  await demo.driver.clock.advanceTo(minutesBefore(visit.startsAt, -10));
  await luka.person.says("/desk");
  await luka.person.taps("15:00 Theo", patient);
  await luka.person.waitFor("Клиент: Theo", patient);
  await luka.person.taps("Не пришли", patient);
  await luka.person.waitFor("Клиент не пришёл?", patient);
  await luka.person.taps("Да, не пришли", patient);
  await luka.person.waitFor(/Отмечена неявка\.[^]*1 неявка/, patient);

  await toConfirm(theo, inEnglish(luka, later));
  await theo.taps(/^Confirm/, patient);
  await theo.waitFor("Your request is sent", patient);
  await luka.person.waitFor("Новая заявка: Theo", { anytime: true, ...patient });
});

it("M8: a master marks a no-show from the message that told of the booking: two taps to “They didn't come”, and one to be sure", async () => {
  const [vera, luka] = [await cast.client("Вера", "ru"), await cast.master()];
  const [day] = await luka.freeDays();
  const visit = await books(demo, vera, inRussian(luka, day));
  const told = await luka.person.waitFor("Новая запись: Вера", { anytime: true, ...patient });
  expect(told.buttons?.flat().map(({ text }) => text)).toEqual(["Открыть запись"]);

  // Days later, with other messages and cards below it.
  await demo.driver.clock.advanceTo(minutesBefore(visit.startsAt, -10));
  await luka.person.taps({ messageId: told.messageId, label: "Открыть запись" }, patient);
  await luka.person.waitFor("Клиент: Вера", patient);
  await luka.person.taps("Не пришли", patient);
  await luka.person.waitFor("Клиент не пришёл?", patient);
  expect(await appointment(demo, visit.id)).toMatchObject({ status: "confirmed" });
  await luka.person.taps("Да, не пришли", patient);
  await luka.person.waitFor("Отмечена неявка.", patient);
  expect(await appointment(demo, visit.id)).toMatchObject({ status: "no_show" });
});
