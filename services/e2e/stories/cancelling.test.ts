import { storySystem } from "../test/story-system";
import {
  appointment,
  books,
  english,
  ledgerBecomes,
  minutesBefore,
  patient,
  persons,
  russian,
  textsSentTo,
} from "../test/visitor";

const system = storySystem();

it("I cancel my visit and hear nothing more of it", async () => {
  const { driver } = system.current;
  const theo = driver.person(persons.theo);
  const vera = driver.person(persons.vera);
  const gleb = driver.person(persons.gleb);
  await gleb.changes({ started: true });
  // Vera comes at the same hour. When her reminders arrive, Theo's would have been here too.
  const hers = await books(system.current, vera, { ...russian, master: /^Мира/ });
  const his = await books(system.current, theo, english);
  expect(hers.startsAt).toBe(his.startsAt);

  await theo.taps("Cancel booking", patient);
  await theo.taps("Yes, cancel it", patient);
  await theo.waitFor("Cancelled:", patient);
  await gleb.waitFor("Запись отменена: Theo Marsh", { anytime: true, ...patient });
  expect(await appointment(system.current, his.id)).toMatchObject({
    status: "cancelled",
    cancelledBy: "client",
  });
  const cursor = await driver.callCursor();

  await driver.clock.advanceTo(minutesBefore(his.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  await driver.clock.advanceTo(minutesBefore(his.startsAt, 2 * 60));
  await vera.waitFor("Скоро увидимся!", patient);
  await driver.clock.advanceTo(minutesBefore(his.startsAt, -60));
  await ledgerBecomes(system.current, hers.id, [
    "confirmation skipped recipient_acted_in_chat",
    "reminder 1440 sent",
    "reminder 120 sent",
  ]);

  await ledgerBecomes(system.current, his.id, [
    "cancellation skipped recipient_acted_in_chat",
    "cancellation_master sent",
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 skipped appointment_cancelled",
    "reminder 120 skipped appointment_cancelled",
  ]);
  expect(await textsSentTo(system.current, theo.id, cursor)).toEqual([]);
  expect(await textsSentTo(system.current, gleb.id, cursor)).toEqual([]);
});
