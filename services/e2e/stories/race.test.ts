import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import { appointmentsOf, books, inEnglish, patient, toTimes, type Way } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

const confirmedOf = async (...persons: PersonDriver[]) =>
  (await Promise.all(persons.map(({ id }) => appointmentsOf(demo, id))))
    .flat()
    .filter(({ status }) => status === "confirmed");

/** All tap the same time at the same moment. */
async function race(rivals: PersonDriver[], way: Way) {
  for (const rival of rivals) await toTimes(rival, way);
  await Promise.all(rivals.map((rival) => rival.taps(way.time, patient)));
  const screens = await Promise.all(
    rivals.map((rival) => rival.waitFor(/check and confirm|a moment faster/, patient)),
  );
  const whoRead = (text: string) => rivals.filter((_, index) => screens[index]?.text.includes(text));
  return { winners: whoRead("check and confirm"), losers: whoRead("a moment faster") };
}

it("somebody is faster: I am offered the nearest times and book one of them", async () => {
  const rivals = [await cast.client("Ada"), await cast.client("Ben")];
  const luka = await cast.master();
  const [day] = await luka.freeDays();
  const way = inEnglish(luka, day);
  const { winners, losers } = await race(rivals, way);
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

  const visits = await confirmedOf(winner, loser);
  expect(visits).toHaveLength(2);
  expect(visits[0]).toMatchObject({ localDate: day, localTime: way.time });
  // Haircuts take 45 minutes and 5 more: with the same master, the next one is an hour away at the nearest.
  const [first = 0, second = 0] = visits.map(({ startsAt }) => Date.parse(startsAt)).sort();
  expect(second - first).toBeGreaterThanOrEqual(50 * 60_000);
  expect(visits.map(({ masterId }) => masterId)).toEqual([luka.id, luka.id]);
});

it("eight of us want the same hour: one has it, and nobody else is told so", async () => {
  const rivals = await Promise.all(
    Array.from({ length: 8 }, (_, index) => cast.client(`Rival ${index + 1}`)),
  );
  const luka = await cast.master();
  const [day] = await luka.freeDays();
  const { winners, losers } = await race(rivals, inEnglish(luka, day));
  expect([winners.length, losers.length]).toEqual([1, 7]);
  await winners[0]?.taps("Confirm ✓", patient);
  await winners[0]?.waitFor("You are booked ✓", patient);
  expect(await confirmedOf(...rivals)).toMatchObject([{ localDate: day, localTime: "15:00" }]);
});

it("a time that was let go by its hold is mine to book", async () => {
  const [slow, quick] = [await cast.client("Slow"), await cast.client("Quick")];
  const luka = await cast.master();
  const [day] = await luka.freeDays();
  const way = inEnglish(luka, day);
  await toTimes(slow, way);
  await slow.taps(way.time, patient);
  await slow.waitFor("check and confirm", patient);
  await demo.driver.clock.advance(6 * 60_000);
  const visit = await books(demo, quick, way);
  expect(visit).toMatchObject({ localDate: day, localTime: way.time });

  await slow.taps("Confirm ✓", patient);
  await slow.waitFor("a moment faster", patient);
  expect(await confirmedOf(slow, quick)).toMatchObject([{ id: visit.id }]);
});
