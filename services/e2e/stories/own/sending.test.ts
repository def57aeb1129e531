import { eventually } from "@okoshko/testkit/eventually";
import { ownSystem } from "../../test/story-system";
import {
  books,
  deliveriesOf,
  english,
  minutesBefore,
  patient,
  persons,
  textsSentTo,
} from "../../test/visitor";

const system = ownSystem();

/** A send that nobody ended is given up after the lease of a sender: Telegram's timeout and 15 s more. */
const pastLeases = { timeoutMs: 60_000, intervalMs: 250 };

/** Waits until the ledger says that the message is on its way, which is when killing hurts. */
async function untilSending(appointmentId: string, kind: string): Promise<void> {
  await eventually(
    async () => {
      const rows = await deliveriesOf(system.current, appointmentId);
      expect(rows.filter((row) => row.kind === kind).map(({ status }) => status)).toContain("sending");
    },
    { timeoutMs: 30_000, intervalMs: 20 },
  );
}

it.each(["slow", "dropAnswer"] as const)(
  "The notifier dies while it reminds me (%s): I am reminded, at most twice, and the ledger says so",
  async (kind) => {
    const { driver } = system.current;
    const person = await driver.createPerson({ firstName: `Reminded (${kind})`, languageCode: "en" });
    const day = kind === "slow" ? english.day : /^Fri 27 Nov/;
    const visit = await books(system.current, person, { ...english, day });
    await driver.faults.add({
      kind,
      method: "sendMessage",
      personId: person.id,
      times: 1,
      ...(kind === "slow" ? { delayMs: 3_000 } : {}),
    });
    const cursor = await driver.callCursor();
    await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
    if (kind === "slow") await untilSending(visit.id, "reminder");
    else await driver.calls({ after: cursor, waitSeconds: 30, method: "sendMessage", personId: person.id });
    await system.current.kill("notifier");
    await system.current.restart("notifier");

    await eventually(async () => {
      const rows = (await deliveriesOf(system.current, visit.id)).filter(
        (row) => row.kind === "reminder" && row.leadMinutes === 1_440,
      );
      const first = rows.find((row) => row.repeatOf === null);
      const repeats = rows.filter((row) => row.repeatOf !== null);
      expect(first?.status).toMatch(/^(sent|unknown)$/);
      expect(repeats.map(({ status }) => status)).toEqual(first?.status === "unknown" ? ["sent"] : []);
    }, pastLeases);
    const reminders = (await textsSentTo(system.current, person.id, cursor)).filter((text) =>
      text.includes("See you tomorrow!"),
    );
    expect(reminders.length).toBeGreaterThanOrEqual(1);
    expect(reminders.length).toBeLessThanOrEqual(2);
    await person.waitFor("See you tomorrow!", { anytime: true, ...patient });
  },
);

it("The notifier dies while it tells the master: the ledger never says pending for ever", async () => {
  const { driver } = system.current;
  await driver.person(persons.gleb).changes({ started: true });
  const person = await driver.createPerson({ firstName: "Quiet", languageCode: "en" });
  await driver.faults.add({
    kind: "slow",
    method: "sendMessage",
    personId: persons.gleb,
    times: 1,
    delayMs: 3_000,
  });
  const visit = await books(system.current, person, { ...english, day: /^Sat 28 Nov/, time: "12:00" });
  await untilSending(visit.id, "confirmation_master");
  await system.current.kill("notifier");
  await system.current.restart("notifier");
  await eventually(async () => {
    const rows = await deliveriesOf(system.current, visit.id);
    const toMaster = rows.filter((row) => row.kind === "confirmation_master");
    expect(toMaster[0]?.status).toMatch(/^(sent|unknown)$/);
    expect(rows.filter(({ status }) => status === "sending" || status === "queued")).toEqual([]);
  }, pastLeases);
  const told = (await textsSentTo(system.current, persons.gleb)).filter((text) => text.includes("Quiet"));
  expect(told.length).toBeLessThanOrEqual(2);
});

it("The notifier is away when I book, and all that it missed is sent when it is back", async () => {
  const { driver } = system.current;
  await driver.person(persons.gleb).changes({ started: true });
  await system.current.kill("notifier");
  const person = await driver.createPerson({ firstName: "Unheard", languageCode: "en" });
  const visit = await books(system.current, person, { ...english, day: /^Mon 30 Nov/ });
  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await system.current.restart("notifier");
  await driver.person(persons.gleb).waitFor("Новая запись: Unheard", { anytime: true, ...patient });
  await person.waitFor("See you tomorrow!", { anytime: true, ...patient });
});
