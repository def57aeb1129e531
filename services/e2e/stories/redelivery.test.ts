import { eventually } from "@okoshko/testkit/eventually";
import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import { appointmentsOf, inEnglish, ledgerBecomes, patient, textsSentTo, toConfirm } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

it("Telegram brings my tap on Confirm several times, and I am booked once", async () => {
  const { driver } = demo;
  const [theo, luka] = [await cast.client("Theo"), await cast.master()];
  const [day] = await luka.freeDays();
  await toConfirm(theo, inEnglish(luka, day));

  // Three at the same time, and one long after.
  await driver.delivery.change({ copies: 3 });
  const { updateId = 0 } = await theo.taps("Confirm ✓", patient);
  await theo.waitFor("You are booked ✓", patient);
  await driver.delivery.change({ copies: 1 });
  await driver.delivery.redeliver(updateId);
  await eventually(async () => {
    await driver.delivery.retryNow();
    const updates = await driver.updates({ personId: theo.id, limit: 200 });
    const update = updates.find((record) => record.updateId === updateId);
    expect(update?.attempts.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(update?.status).toBe("delivered");
  }, patient);

  const visits = await appointmentsOf(demo, theo.id);
  expect(visits.map(({ status }) => status)).toEqual(["confirmed"]);
  await luka.person.waitFor("Новая запись: Theo", { anytime: true, ...patient });
  await ledgerBecomes(demo, visits[0]?.id ?? "", [
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 planned",
    "reminder 120 planned",
  ]);
  expect(await textsSentTo(demo, luka.person.id)).toHaveLength(1);
  const told = (await textsSentTo(demo, theo.id)).filter((text) => text.includes("You are booked"));
  expect(told).toHaveLength(1);
});

it("Telegram brings all that I tap on the way several times, and I am asked once whether all is right", async () => {
  const [ada, luka] = [await cast.client("Ada"), await cast.master()];
  const [day] = await luka.freeDays();
  await demo.driver.delivery.change({ copies: 3 });
  await toConfirm(ada, inEnglish(luka, day));
  await demo.driver.delivery.change({ copies: 1 });
  const cards = (await ada.chat()).messages.filter(({ buttons = [] }) => buttons.length > 0);
  expect(cards.map(({ text }) => text)).toEqual([expect.stringContaining("Please check and confirm")]);
  await ada.taps("Confirm ✓", patient);
  await ada.waitFor("You are booked ✓", patient);
  expect(await appointmentsOf(demo, ada.id)).toMatchObject([{ localDate: day, localTime: "15:00" }]);
});
