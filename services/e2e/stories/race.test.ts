import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { appointmentRows, overlappingPairs } from "../test/appointment-rows";
import { storySystem } from "../test/story-system";
import { appointmentsOf, books, english, patient, toTimes } from "../test/visitor";

const system = storySystem();

it("somebody is faster: I am offered the nearest times and book one of them", async () => {
  const { driver } = system.current;
  const rivals = await Promise.all(
    ["Ada", "Ben"].map((firstName) => driver.createPerson({ firstName, languageCode: "en" })),
  );
  await Promise.all(rivals.map((rival) => toTimes(rival, english)));

  await Promise.all(rivals.map((rival) => rival.taps(english.time, patient)));
  const screens = await Promise.all(
    rivals.map((rival) => rival.waitFor(/check and confirm|a moment faster/, patient)),
  );
  const winners = rivals.filter((_, index) => screens[index]?.text.includes("check and confirm"));
  const losers = rivals.filter((_, index) => screens[index]?.text.includes("a moment faster"));
  expect([winners.length, losers.length]).toEqual([1, 1]);
  const [winner, loser] = [...winners, ...losers] as [PersonDriver, PersonDriver];

  // The winner is still looking at the time that is kept for them; the loser goes on meanwhile.
  const offered = (await loser.chat()).messages
    .at(-1)
    ?.buttons?.flat()
    .filter(({ text }) => /\d\d:\d\d$/.test(text));
  expect(offered).toHaveLength(3);
  await loser.taps(offered?.[0]?.text ?? "", patient);
  await loser.taps("Confirm ✓", patient);
  await loser.waitFor("You are booked ✓", patient);
  await winner.taps("Confirm ✓", patient);
  await winner.waitFor("You are booked ✓", patient);

  const visits = [
    ...(await appointmentsOf(system.current, winner.id)),
    ...(await appointmentsOf(system.current, loser.id)),
  ].filter(({ status }) => status === "confirmed");
  expect(visits).toHaveLength(2);
  expect(visits[0]).toMatchObject({ localDate: "2026-11-26", localTime: english.time });
  // Haircuts take 45 minutes and 5 more: with the same master, the next one is an hour away at the nearest.
  const [first = 0, second = 0] = visits.map(({ startsAt }) => Date.parse(startsAt)).sort();
  expect(second - first).toBeGreaterThanOrEqual(50 * 60_000);
  expect(visits[0]?.masterId).toBe(visits[1]?.masterId);
});

it("eight of us want the same hour: one has it, and nobody else is told so", async () => {
  const { driver } = system.current;
  const rivals = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      driver.createPerson({ firstName: `Rival ${index + 1}`, languageCode: "en" }),
    ),
  );
  const way = { ...english, day: /^Fri 27 Nov/ };
  for (const rival of rivals) await toTimes(rival, way);
  await Promise.all(rivals.map((rival) => rival.taps(way.time, patient)));
  const screens = await Promise.all(
    rivals.map((rival) => rival.waitFor(/check and confirm|a moment faster/, patient)),
  );
  expect(screens.filter(({ text }) => text.includes("check and confirm"))).toHaveLength(1);
  const states = await Promise.all(rivals.map(({ id }) => appointmentRows(system.current, id)));
  expect(states.flat().filter(({ status }) => status === "held")).toHaveLength(1);
  expect(await overlappingPairs(system.current)).toEqual([]);
});

it("a time that was let go by its hold is mine to book", async () => {
  const { driver } = system.current;
  const slow = await driver.createPerson({ firstName: "Slow", languageCode: "en" });
  const quick = await driver.createPerson({ firstName: "Quick", languageCode: "en" });
  const way = { ...english, day: /^Sat 28 Nov/, time: "12:00" };
  await toTimes(slow, way);
  await slow.taps(way.time, patient);
  await slow.waitFor("check and confirm", patient);
  await driver.clock.advance(6 * 60_000);
  const visit = await books(system.current, quick, way);
  expect(visit.localTime).toBe(way.time);

  await slow.taps("Confirm ✓", patient);
  await slow.waitFor("a moment faster", patient);
  const [row] = await appointmentRows(system.current, slow.id);
  expect(row?.status).toMatch(/^(expired|cancelled)$/);
  expect(await overlappingPairs(system.current)).toEqual([]);
});
