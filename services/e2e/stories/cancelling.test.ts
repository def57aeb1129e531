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

it("I cancel my visit and hear nothing more of it", async () => {
  const { driver } = demo;
  const [theo, vera] = [await cast.client("Theo"), await cast.client("Вера", "ru")];
  const luka = await cast.master();
  const yana = await cast.master({ firstName: { ru: "Яна", en: "Yana" } });
  const [day] = await luka.freeDays();
  // Vera comes at the same hour. When her reminders arrive, Theo's would have been here too.
  const hers = await books(demo, vera, inRussian(yana, day));
  const his = await books(demo, theo, inEnglish(luka, day));
  expect(hers.startsAt).toBe(his.startsAt);

  await luka.person.waitFor("Новая запись: Theo", { anytime: true, ...patient });
  await theo.taps("Cancel booking", patient);
  await theo.taps("Yes, cancel it", patient);
  await theo.waitFor("Cancelled:", patient);
  await luka.person.waitFor("Запись отменена: Theo", { anytime: true, ...patient });
  expect(await appointment(demo, his.id)).toMatchObject({
    status: "cancelled",
    cancelledBy: "client",
  });
  const cursor = await driver.callCursor();

  await driver.clock.advanceTo(minutesBefore(his.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  await driver.clock.advanceTo(minutesBefore(his.startsAt, 2 * 60));
  await vera.waitFor("Скоро увидимся!", patient);
  await driver.clock.advanceTo(minutesBefore(his.startsAt, -60));
  await ledgerBecomes(demo, hers.id, [
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 sent",
    "reminder 120 sent",
  ]);

  await ledgerBecomes(demo, his.id, [
    "cancellation skipped recipient_acted_in_chat",
    "cancellation_master sent",
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 skipped appointment_cancelled",
    "reminder 120 skipped appointment_cancelled",
  ]);
  expect(await textsSentTo(demo, theo.id, cursor)).toEqual([]);
  expect(await textsSentTo(demo, luka.person.id, cursor)).toEqual([]);
});
