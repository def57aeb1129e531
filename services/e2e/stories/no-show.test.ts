import { unwrap } from "@okoshko/contracts/client";
import { storySystem } from "../test/story-system";
import { appointment, books, english, patient, persons, russian } from "../test/visitor";

const system = storySystem();

it("M10: no-shows are noted, and after them the client's next booking is a request", async () => {
  const { driver, booking } = system.current;
  const [theo, gleb] = [driver.person(persons.theo), driver.person(persons.gleb)];
  await unwrap(booking.PATCH("/v1/business", { body: { approvalAfterNoShows: 1 } }));
  await gleb.changes({ started: true });
  await books(system.current, theo, { ...english, day: /^Tue 24 Nov/ });
  await driver.clock.advanceTo("2026-11-24T13:10:00.000Z");
  await gleb.says("/desk");
  await gleb.taps("15:00 Theo Marsh", patient);
  await gleb.waitFor("Клиент: Theo Marsh", patient);
  await gleb.taps("Не пришли", patient);
  await gleb.waitFor("Клиент не пришёл?", patient);
  await gleb.taps("Да, не пришли", patient);
  await gleb.waitFor(/Отмечена неявка\.[^]*1 неявка/, patient);

  await theo.starts();
  await theo.waitFor("Welcome", patient);
  for (const label of ["Book a visit", /^Haircut ·/, /^Gleb/, /^Fri 27 Nov/, "11:00"])
    await theo.taps(label, patient);
  await theo.waitFor("Please check and confirm", patient);
  await theo.taps(/^Confirm/, patient);
  await theo.waitFor("Your request is sent", patient);
  await gleb.waitFor("Новая заявка: Theo Marsh", { anytime: true, ...patient });
});

it("M8: a master marks a no-show from the message that told of the booking: two taps to “They didn't come”, and one to be sure", async () => {
  const { driver } = system.current;
  const [vera, gleb] = [driver.person(persons.vera), driver.person(persons.gleb)];
  const visit = await books(system.current, vera, { ...russian, day: /^ср 25 нояб/ });
  const told = await gleb.waitFor("Новая запись: Вера Лугова", { anytime: true, ...patient });
  expect(told.buttons?.flat().map(({ text }) => text)).toEqual(["Открыть запись"]);

  // Days later, with other messages and cards below it.
  await driver.clock.advanceTo("2026-11-25T13:10:00.000Z");
  await gleb.taps({ messageId: told.messageId, label: "Открыть запись" }, patient);
  await gleb.waitFor("Клиент: Вера Лугова", patient);
  await gleb.taps("Не пришли", patient);
  await gleb.waitFor("Клиент не пришёл?", patient);
  expect(await appointment(system.current, visit.id)).toMatchObject({ status: "confirmed" });
  await gleb.taps("Да, не пришли", patient);
  await gleb.waitFor("Отмечена неявка.", patient);
  expect(await appointment(system.current, visit.id)).toMatchObject({ status: "no_show" });
});
