import { storySystem } from "../test/story-system";
import {
  appointment,
  appointmentsOf,
  english,
  ledgerBecomes,
  minutesBefore,
  patient,
  persons,
  textsSentTo,
} from "../test/visitor";

const system = storySystem();

it("M7, M10: I book in six taps from /start, am reminded a day and two hours before, and say that I'll come", async () => {
  const { driver } = system.current;
  const theo = driver.person(persons.theo);
  const gleb = driver.person(persons.gleb);
  await gleb.changes({ started: true });

  await theo.starts();
  const way = [english.book, english.service, english.master, english.day, english.time, "Confirm ✓"];
  for (const label of way) await theo.taps(label, patient);
  await theo.waitFor("You are booked ✓", patient);
  expect(way).toHaveLength(6);

  const [visit] = await appointmentsOf(system.current, theo.id);
  if (visit === undefined) throw new Error("Nothing was booked.");
  expect(visit).toMatchObject({
    status: "confirmed",
    localDate: "2026-11-26",
    localTime: "15:00",
    masterName: { en: "Gleb Oreshin" },
    attendance: "unanswered",
  });
  await gleb.waitFor("Новая запись: Theo Marsh", { anytime: true, ...patient });

  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await theo.waitFor("See you tomorrow!", patient);
  await theo.taps("I'll come", patient);
  await theo.waitFor("✓ You said: I'll come", patient);
  expect((await appointment(system.current, visit.id)).attendance).toBe("coming");

  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 2 * 60));
  const last = await theo.waitFor("See you soon!", patient);
  // Who has answered is not asked again.
  expect(last.text).toContain("You said that you will come");

  await ledgerBecomes(system.current, visit.id, [
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "attendance_master sent",
    "reminder 1440 sent",
    "reminder 120 sent",
  ]);
  // Of the booking, and that Theo will come.
  expect(await textsSentTo(system.current, gleb.id)).toHaveLength(2);
});
