import { eventually } from "@okoshko/testkit/eventually";
import { appointmentRows } from "../test/appointment-rows";
import { storySystem } from "../test/story-system";
import { english, ledgerBecomes, patient, persons, textsSentTo, toConfirm } from "../test/visitor";

const system = storySystem();

it("Telegram brings my tap on Confirm several times, and I am booked once", async () => {
  const { driver } = system.current;
  const theo = driver.person(persons.theo);
  const gleb = driver.person(persons.gleb);
  await gleb.changes({ started: true });
  await toConfirm(theo, english);

  // Three at the same time, and one long after.
  await driver.delivery.change({ copies: 3 });
  const { updateId = 0 } = await theo.taps("Confirm ✓", patient);
  await theo.waitFor("You are booked ✓", patient);
  await driver.delivery.change({ copies: 1 });
  await driver.delivery.redeliver(updateId);
  await eventually(async () => {
    await driver.delivery.retryNow();
    const update = (await driver.updates({ limit: 200 })).find((record) => record.updateId === updateId);
    expect(update?.attempts.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(update?.status).toBe("delivered");
  }, patient);

  const visits = await appointmentRows(system.current, theo.id);
  expect(visits.map(({ status }) => status)).toEqual(["confirmed"]);
  await gleb.waitFor("Новая запись: Theo Marsh", { anytime: true, ...patient });
  await ledgerBecomes(system.current, visits[0]?.id ?? "", [
    "confirmation skipped recipient_acted_in_chat",
    "confirmation_master sent",
    "reminder 1440 planned",
    "reminder 120 planned",
  ]);
  expect(await textsSentTo(system.current, gleb.id)).toHaveLength(1);
  const told = (await textsSentTo(system.current, theo.id)).filter((text) => text.includes("You are booked"));
  expect(told).toHaveLength(1);
});

it("Telegram brings my choice of a time several times, and one hour is kept for me", async () => {
  const { driver } = system.current;
  const ada = await driver.createPerson({ firstName: "Ada", languageCode: "en" });
  await driver.delivery.change({ copies: 3 });
  await toConfirm(ada, { ...english, day: /^Fri 27 Nov/ });
  const visits = await appointmentRows(system.current, ada.id);
  expect(visits.map(({ status }) => status)).toEqual(["held"]);
});
