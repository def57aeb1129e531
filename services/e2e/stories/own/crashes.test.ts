import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "@okoshko/testkit/eventually";
import { type ServiceName } from "../../src/service-process";
import { appointmentRows, overlappingPairs } from "../../test/appointment-rows";
import { ownSystem } from "../../test/story-system";
import { pastClaims, untilDelivered } from "../../test/until-delivered";
import {
  appointmentsOf,
  books,
  deliveriesOf,
  english,
  patient,
  persons,
  textsSentTo,
  toConfirm,
  toTimes,
  type Way,
} from "../../test/visitor";

const system = ownSystem();

const newcomer = (firstName: string) => system.current.driver.createPerson({ firstName, languageCode: "en" });

beforeAll(async () => {
  await system.current.driver.person(persons.gleb).changes({ started: true });
});

afterEach(async () => {
  expect(await overlappingPairs(system.current)).toEqual([]);
});

it("The bot dies while I choose a time, and the button on my screen still works", async () => {
  const ada = await newcomer("Ada");
  await toTimes(ada, english);
  await system.current.kill("bot");
  await ada.taps(english.time, patient);
  await system.current.restart("bot");
  await untilDelivered(system.current, ada);
  await ada.waitFor("check and confirm", patient);
  await system.current.kill("bot");
  await system.current.restart("bot");
  await ada.taps("Confirm ✓", patient);
  await untilDelivered(system.current, ada);
  await ada.waitFor("You are booked ✓", patient);
  expect(await appointmentsOf(system.current, ada.id)).toMatchObject([{ status: "confirmed" }]);
});

describe.each<ServiceName>(["booking-api", "bot", "notifier"])("%s is killed", (victim) => {
  const day = { "booking-api": /^Fri 27 Nov/, bot: /^Sat 28 Nov/, notifier: /^Mon 30 Nov/ }[
    victim as "booking-api" | "bot" | "notifier"
  ];
  const way: Way = { ...english, day, time: "12:00" };

  // Another moment each time: before the request is out, while it is under way, while it is told.
  it.each([0, 15, 40, 90])("%i ms after I tap Confirm, and what I was told is true", async (delayMs) => {
    const person = await newcomer(`Victim of ${victim} after ${delayMs} ms`);
    const time = { 0: "12:00", 15: "13:00", 40: "15:00", 90: "16:00" }[delayMs] ?? "";
    await toConfirm(person, { ...way, time });
    await person.taps("Confirm ✓", patient);
    await pause(delayMs);
    await system.current.kill(victim);
    await system.current.restart(victim);
    await untilDelivered(system.current, person);

    // Telegram kept the tap until somebody took it, so the booking is there, is told, and the master knows.
    await person.waitFor("You are booked ✓", { ...pastClaims, anytime: true });
    const rows = await appointmentRows(system.current, person.id);
    expect(rows.map(({ status }) => status)).toEqual(["confirmed"]);
    await eventually(
      async () => {
        const rowsOfLedger = await deliveriesOf(system.current, rows[0]?.id ?? "");
        const toMaster = rowsOfLedger.filter(({ kind }) => kind === "confirmation_master");
        expect(toMaster.map(({ status }) => status)).toEqual([expect.stringMatching(/^(sent|unknown)$/)]);
      },
      { timeoutMs: 60_000, intervalMs: 250 },
    );
    const told = (await textsSentTo(system.current, persons.gleb)).filter((text) =>
      text.includes(`Victim of ${victim} after ${delayMs} ms`),
    );
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeLessThanOrEqual(2);
  });

  it("while a time is being kept for me and I leave: somebody else can have it when the hold is over", async () => {
    const { driver } = system.current;
    const quitter = await newcomer(`Quitter of ${victim}`);
    const heir = await newcomer(`Heir of ${victim}`);
    const hour = { ...way, day: /^Mon 23 Nov/, time: heirsTime[victim] ?? "" };
    await toTimes(quitter, hour);
    await quitter.taps(hour.time, patient);
    await system.current.kill(victim);
    await system.current.restart(victim);
    await untilDelivered(system.current, quitter);
    await driver.clock.advance(6 * 60_000);
    const visit = await books(system.current, heir, hour);
    expect(visit).toMatchObject({ status: "confirmed", localTime: hour.time });
    expect((await appointmentRows(system.current, quitter.id)).map(({ status }) => status)).not.toContain(
      "confirmed",
    );
  });
});

const heirsTime: Partial<Record<ServiceName, string>> = {
  "booking-api": "17:00",
  bot: "18:00",
  notifier: "19:00",
};
