import { eventually } from "@okoshko/testkit/eventually";
import { appointmentRows } from "../../test/appointment-rows";
import { ownSystem } from "../../test/story-system";
import { english, patient, persons } from "../../test/visitor";

const system = ownSystem();

beforeAll(async () => {
  // Who can't be written to is not tried again for each booking.
  await system.current.driver.person(persons.gleb).changes({ started: true });
});

it("M8: a client books in ≤ 6 taps, never types, can go back from each step, survives a bot restart mid-flow, and a double tap or redelivered update creates one booking", async () => {
  const { driver } = system.current;
  const ida = await driver.createPerson({ firstName: "Ida", languageCode: "en" });
  const taps = async (...labels: (string | RegExp)[]): Promise<void> => {
    for (const label of labels) {
      await ida.taps(label, patient);
      // Whatever the bot shows next: some screens have buttons with the same name.
      await ida.waitFor(() => true, patient);
    }
  };
  await ida.starts();
  await ida.waitFor("Welcome", patient);
  // Back from each step, to the one before, with the choices kept.
  await taps("Book a visit", /^Haircut ·/, /^Gleb/, english.day, "15:00");
  await ida.waitFor("Please check and confirm", patient);
  for (const screen of ["Which day suits you?", "Who shall do it?", "What would you like", "Welcome"]) {
    await taps("‹ Back");
    await ida.waitFor(screen, patient);
  }
  const before = (await driver.updates({ limit: 1000 })).length;
  await taps("Book a visit", /^Haircut ·/, /^Gleb/, english.day);
  await ida.waitFor("What time?", patient);
  await system.current.kill("bot");
  await system.current.restart("bot");
  await ida.taps("15:00", patient);
  // Telegram waits longer after each failure, up to more than anybody here has patience for.
  await eventually(async () => {
    await driver.delivery.retryNow();
    await ida.waitFor("Please check and confirm", { timeoutMs: 500 });
  }, patient);
  await driver.delivery.change({ copies: 2 });
  const { updateId = 0 } = await ida.taps("Confirm ✓", patient);
  await ida.waitFor("You are booked ✓", patient);
  await driver.delivery.change({ copies: 1 });
  await driver.delivery.redeliver(updateId);
  await eventually(async () => {
    await driver.delivery.retryNow();
    const statuses = (await driver.updates({ limit: 1000 })).map(({ status }) => status);
    expect(statuses.every((status) => status === "delivered")).toBe(true);
  }, patient);
  const mine = (await driver.updates({ limit: 1000 })).slice(before);
  expect(mine.length).toBeLessThanOrEqual(6);
  // The time that was kept on the way there was let go on the way back.
  const statuses = (await appointmentRows(system.current, ida.id)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== "cancelled" && status !== "expired")).toEqual(["confirmed"]);
  const { messages } = await ida.chat();
  expect(messages.filter(({ from, text }) => from === "person" && !text.startsWith("/start"))).toEqual([]);
});
