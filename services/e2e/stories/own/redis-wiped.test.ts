import { randomUUID } from "node:crypto";
import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { eventually } from "@okoshko/testkit/eventually";
import { appointmentRows } from "../../test/appointment-rows";
import { ownSystem } from "../../test/story-system";
import {
  appointmentsOf,
  books,
  deliveriesOf,
  english,
  minutesBefore,
  patient,
  persons,
  textsSentTo,
  toConfirm,
  toTimes,
} from "../../test/visitor";

const system = ownSystem();

const newcomer = (firstName: string) => system.current.driver.createPerson({ firstName, languageCode: "en" });

it("Redis is wiped while I choose a time, and the button that I see still works", async () => {
  const ada = await newcomer("Ada");
  await toTimes(ada, english);
  await system.current.redis.flush();
  await ada.taps(english.time, patient);
  await ada.waitFor("check and confirm", patient);
  await system.current.redis.flush();
  await ada.taps("Confirm ✓", patient);
  await ada.waitFor("You are booked ✓", patient);
  expect((await appointmentRows(system.current, ada.id)).map(({ status }) => status)).toEqual(["confirmed"]);
});

it("Redis is wiped when I have chosen two things, and both are done in one visit", async () => {
  const kay = await newcomer("Kay");
  await kay.starts();
  const way = [english.book, english.service, "+ Add another service", /^Beard trim ·/];
  for (const label of way) await kay.taps(label, patient);
  await kay.waitFor("Haircut, Beard trim", patient);
  await system.current.redis.flush();
  for (const label of [english.master, /^Mon 30 Nov/, english.time]) await kay.taps(label, patient);
  await kay.waitFor("check and confirm", patient);
  await kay.taps("Confirm ✓", patient);
  await kay.waitFor("You are booked ✓", patient);
  expect(await appointmentsOf(system.current, kay.id)).toMatchObject([
    { status: "confirmed", services: [{ name: { en: "Haircut" } }, { name: { en: "Beard trim" } }] },
  ]);
});

it("Redis is wiped before I confirm: I can start over, and no button is dead", async () => {
  const ben = await newcomer("Ben");
  const way = { ...english, day: /^Fri 27 Nov/ };
  await toConfirm(ben, way);
  await system.current.redis.flush();
  await ben.starts();
  await ben.waitFor("Welcome", patient);
  await ben.taps("Book a visit", patient);
  await ben.waitFor("What would you like to have done?", patient);
  for (const { messageId, buttons } of (await ben.chat()).messages)
    for (const { data, text } of buttons?.flat() ?? []) {
      if (data === undefined || text === "Confirm ✓") continue;
      await ben.forges(data, messageId);
      await ben.waitUntil(({ pendingTaps }) => pendingTaps.length === 0, patient);
    }
  await ben.starts();
  await ben.waitFor(/Welcome|where you left off/, patient);
});

it("Redis is wiped, and what I had booked is still mine, with its reminders", async () => {
  const { driver } = system.current;
  const cleo = await newcomer("Cleo");
  const visit = await books(system.current, cleo, { ...english, day: /^Sat 28 Nov/, time: "12:00" });
  await system.current.redis.flush();
  await cleo.says("/bookings");
  await cleo.waitFor("Your bookings", patient);
  await cleo.taps(/^Sat 28 Nov/, patient);
  await cleo.waitFor("Your booking", patient);
  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await cleo.waitFor("See you tomorrow!", patient);
  expect(await appointmentsOf(system.current, cleo.id)).toMatchObject([
    { id: visit.id, status: "confirmed" },
  ]);
});

it("Redis is wiped while messages to the master are queued, and each arrives once", async () => {
  const { driver, booking } = system.current;
  await driver.person(persons.gleb).changes({ started: true });
  const masters = await unwrap(booking.GET("/v1/masters", { params: { query: {} } }));
  const services = await unwrap(booking.GET("/v1/services"));
  const masterId = masters.items.find(({ name }) => name.en === "Gleb Oreshin")?.id ?? "";
  const serviceId = services.items.find(({ name }) => name.en === "Haircut")?.id ?? "";
  // Telegram takes one message a second to a chat, so most of these wait in the queue when it vanishes.
  const times = ["09:00", "10:00", "13:00", "14:00", "15:00", "16:00"].map((utc) => `2026-12-02T${utc}:00Z`);
  const booked = await Promise.all(
    times.map(async (startsAt, index) => {
      const header = { ...onBehalfOf(9_000_001 + index), "Idempotency-Key": randomUUID() };
      await unwrap(
        booking.PUT("/v1/clients/me", {
          params: { header: onBehalfOf(9_000_001 + index) },
          body: { name: `Queued ${index}` },
        }),
      );
      const held = await unwrap(
        booking.POST("/v1/holds", {
          params: { header },
          body: { serviceIds: [serviceId], masterId, startsAt },
        }),
      );
      return unwrap(
        booking.POST("/v1/appointments/{appointmentId}/confirm", {
          params: { path: { appointmentId: held.id }, header },
        }),
      );
    }),
  );
  const states = async (): Promise<string[]> => {
    const rows = await Promise.all(booked.map(({ id }) => deliveriesOf(system.current, id)));
    return rows
      .flat()
      .filter(({ kind }) => kind === "confirmation_master")
      .map(({ status }) => status);
  };
  await eventually(async () => expect(await states()).toContain("queued"), {
    timeoutMs: 20_000,
    intervalMs: 10,
  });
  await system.current.redis.flush();
  await eventually(async () => expect(await states()).toEqual(times.map(() => "sent")), {
    timeoutMs: 60_000,
    intervalMs: 250,
  });
  const told = await textsSentTo(system.current, persons.gleb);
  for (const index of times.keys())
    expect(told.filter((text) => text.includes(`Queued ${index}`))).toHaveLength(1);
});
