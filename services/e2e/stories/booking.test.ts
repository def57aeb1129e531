import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import {
  appointment,
  appointmentsOf,
  inEnglish,
  ledgerBecomes,
  minutesBefore,
  patient,
  textsSentTo,
} from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

it("M7, M10: I book in six taps from /start, am reminded a day and two hours before, and say that I'll come", async () => {
  const { driver } = demo;
  const [theo, luka] = [await cast.client("Theo"), await cast.master()];
  const [day] = await luka.freeDays();
  const { book, service, master, day: dayButton, time } = inEnglish(luka, day);

  await theo.starts();
  const way = [book, service, master, dayButton, time, "Confirm ✓"];
  for (const label of way) await theo.taps(label, patient);
  await theo.waitFor("You are booked ✓", patient);
  expect(way).toHaveLength(6);

  const [visit] = await appointmentsOf(demo, theo.id);
  if (visit === undefined) throw new Error("Nothing was booked.");
  expect(visit).toMatchObject({
    status: "confirmed",
    localDate: day,
    localTime: "15:00",
    masterName: luka.name,
    attendance: "unanswered",
  });
  await luka.person.waitFor("Новая запись: Theo", { anytime: true, ...patient });

  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await theo.waitFor("See you tomorrow!", patient);
  await theo.taps("I'll come", patient);
  await theo.waitFor("✓ You said: I'll come", patient);
  expect((await appointment(demo, visit.id)).attendance).toBe("coming");

  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 2 * 60));
  const last = await theo.waitFor("See you soon!", patient);
  // Who has answered is not asked again.
  expect(last.text).toContain("You said that you will come");

  await ledgerBecomes(demo, visit.id, [
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "attendance_master sent",
    "reminder 1440 sent",
    "reminder 120 sent",
  ]);
  // Of the booking, and that Theo will come.
  expect(await textsSentTo(demo, luka.person.id)).toHaveLength(2);
});
