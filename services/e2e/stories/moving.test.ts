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

it("I move my visit and am reminded of the new time only", async () => {
  const { driver } = system.current;
  const theo = driver.person(persons.theo);
  const vera = driver.person(persons.vera);
  const gleb = driver.person(persons.gleb);
  await gleb.changes({ started: true });
  // Vera keeps the hour that Theo gives up. When she is reminded, Theo would have been too.
  const hers = await books(system.current, vera, { ...russian, master: /^Мира/ });
  const before = await books(system.current, theo, english);

  for (const label of ["Move", /^Fri 27 Nov/, "17:30", "Yes, move it ✓"]) await theo.taps(label, patient);
  await theo.waitFor("Moved ✓", patient);
  await gleb.waitFor("Запись перенесена: Theo Marsh", { anytime: true, ...patient });
  const after = await appointment(system.current, before.id);
  expect(after).toMatchObject({ status: "confirmed", localDate: "2026-11-27", localTime: "17:30" });
  expect(after.version).toBeGreaterThan(before.version);

  const cursor = await driver.callCursor();
  await driver.clock.advanceTo(minutesBefore(hers.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  await driver.clock.advanceTo(minutesBefore(hers.startsAt, 2 * 60));
  await vera.waitFor("Скоро увидимся!", patient);
  expect(await textsSentTo(system.current, theo.id, cursor)).toEqual([]);

  await driver.clock.advanceTo(minutesBefore(after.startsAt, 24 * 60));
  expect((await theo.waitFor("See you tomorrow!", patient)).text).toContain("17:30");
  await driver.clock.advanceTo(minutesBefore(after.startsAt, 2 * 60));
  expect((await theo.waitFor("See you soon!", patient)).text).toContain("17:30");

  await ledgerBecomes(system.current, before.id, [
    "change skipped recipient_acted_in_chat",
    "change_master sent",
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 sent",
    "reminder 1440 skipped appointment_moved",
    "reminder 120 sent",
    "reminder 120 skipped appointment_moved",
  ]);
  expect(await textsSentTo(system.current, theo.id, cursor)).toHaveLength(2);
});
