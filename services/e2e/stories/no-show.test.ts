import { unwrap } from "@okoshko/contracts/client";
import { storySystem } from "../test/story-system";
import { books, english, patient, persons } from "../test/visitor";

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
