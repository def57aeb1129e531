import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import {
  appointment,
  books,
  inEnglish,
  inRussian,
  ledgerBecomes,
  minutesBefore,
  patient,
  textsSentTo,
} from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

it("I move my visit and am reminded of the new time only", async () => {
  const { driver } = demo;
  const [theo, vera] = [await cast.client("Theo"), await cast.client("Вера", "ru")];
  const luka = await cast.master();
  const yana = await cast.master({ firstName: { ru: "Яна", en: "Yana" } });
  const [day, later] = await luka.freeDays();
  // Vera keeps the hour that Theo gives up. When she is reminded, Theo would have been too.
  const hers = await books(demo, vera, inRussian(yana, day));
  const before = await books(demo, theo, inEnglish(luka, day));

  await luka.person.waitFor("Новая запись: Theo", { anytime: true, ...patient });
  for (const label of ["Move", inEnglish(luka, later).day, "17:30", "Yes, move it ✓"])
    await theo.taps(label, patient);
  await theo.waitFor("Moved ✓", patient);
  await luka.person.waitFor("Запись перенесена: Theo", { anytime: true, ...patient });
  const after = await appointment(demo, before.id);
  expect(after).toMatchObject({ status: "confirmed", localDate: later, localTime: "17:30" });
  expect(after.version).toBeGreaterThan(before.version);

  const cursor = await driver.callCursor();
  await driver.clock.advanceTo(minutesBefore(hers.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  await driver.clock.advanceTo(minutesBefore(hers.startsAt, 2 * 60));
  await vera.waitFor("Скоро увидимся!", patient);
  expect(await textsSentTo(demo, theo.id, cursor)).toEqual([]);

  await driver.clock.advanceTo(minutesBefore(after.startsAt, 24 * 60));
  expect((await theo.waitFor("See you tomorrow!", patient)).text).toContain("17:30");
  await driver.clock.advanceTo(minutesBefore(after.startsAt, 2 * 60));
  expect((await theo.waitFor("See you soon!", patient)).text).toContain("17:30");

  await ledgerBecomes(demo, before.id, [
    "change skipped recipient_acted_in_chat",
    "change_master sent",
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 sent",
    "reminder 1440 skipped appointment_moved",
    "reminder 120 sent",
    "reminder 120 skipped appointment_moved",
  ]);
  expect(await textsSentTo(demo, theo.id, cursor)).toHaveLength(2);
});
