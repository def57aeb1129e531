import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type ChatMessage, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { appointmentRows } from "../test/appointment-rows";
import { storySystem } from "../test/story-system";
import { appointment, appointmentsOf, books, english, patient, persons, toConfirm } from "../test/visitor";

const system = storySystem();

beforeAll(async () => {
  // Who can't be written to is not tried again for each booking.
  await system.current.driver.person(persons.gleb).changes({ started: true });
});

const newcomer = (firstName: string) => system.current.driver.createPerson({ firstName, languageCode: "en" });
const taps = async (person: PersonDriver, ...labels: (string | RegExp)[]): Promise<void> => {
  for (const label of labels) {
    await person.taps(label, patient);
    // Whatever the bot shows next: some screens have buttons with the same name.
    await person.waitFor(() => true, patient);
  }
};
const documentOf = async (person: PersonDriver): Promise<{ name: string; text: string; caption: string }> => {
  const isFile = ({ kind, document }: ChatMessage) => kind === "document" && document !== undefined;
  const { document, text: caption } = await person.waitFor(isFile, patient);
  const answer = await fetch(new URL(document?.url ?? "", system.current.url));
  return { name: document?.fileName ?? "", text: await answer.text(), caption };
};

it("M8: a client books in ≤ 6 taps, never types, can go back from each step, survives a bot restart mid-flow, and a double tap or redelivered update creates one booking", async () => {
  const { driver } = system.current;
  const ida = await newcomer("Ida");
  await ida.starts();
  await ida.waitFor("Welcome", patient);
  // Back from each step, to the one before, with the choices kept.
  await taps(ida, "Book a visit", /^Haircut ·/, /^Gleb/, english.day, "15:00");
  await ida.waitFor("Please check and confirm", patient);
  for (const screen of ["Which day suits you?", "Who shall do it?", "What would you like", "Welcome"]) {
    await taps(ida, "‹ Back");
    await ida.waitFor(screen, patient);
  }
  const before = (await driver.updates({ limit: 1000 })).length;
  await taps(ida, "Book a visit", /^Haircut ·/, /^Gleb/, english.day);
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

it("M17: my booking comes as a calendar file, whose UID stays and whose SEQUENCE rises when I move it", async () => {
  const jon = await newcomer("Jon");
  await books(system.current, jon, { ...english, day: /^Fri 27 Nov/ });
  await taps(jon, "Calendar file");
  const first = await documentOf(jon);
  expect(first.name).toBe("2026-11-27.ics");
  expect(first.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await taps(jon, "Move", /^Sat 28 Nov/, "12:00", "Yes, move it ✓");
  await jon.waitFor("Moved ✓", patient);
  await taps(jon, "Calendar file");
  const second = await documentOf(jon);
  const read = (file: string, name: string) => new RegExp(`^${name}:(.*)\r$`, "m").exec(file)?.[1];
  expect(second.name).toBe("2026-11-28.ics");
  expect(read(second.text, "UID")).toBe(read(first.text, "UID"));
  expect(Number(read(second.text, "SEQUENCE"))).toBeGreaterThan(Number(read(first.text, "SEQUENCE")));
});

it("I have two things done in one visit, by one master, one after the other", async () => {
  const kay = await newcomer("Kay");
  await kay.starts();
  await taps(kay, "Book a visit", /^Haircut ·/, "+ Add another service", /^Beard trim ·/);
  await kay.waitFor("Haircut, Beard trim", patient);
  // Redis may be wiped here as anywhere.
  await system.current.redis.flush();
  await taps(kay, /^Gleb/, /^Mon 30 Nov/, "15:00");
  await kay.waitFor("Please check and confirm", patient);
  await taps(kay, "Confirm ✓");
  await kay.waitFor("You are booked ✓", patient);
  expect(await appointmentsOf(system.current, kay.id)).toMatchObject([
    {
      status: "confirmed",
      services: [{ name: { en: "Haircut" } }, { name: { en: "Beard trim" } }],
      durationMinutes: 75,
      priceMinor: 4300,
      masterName: { en: "Gleb Oreshin" },
    },
  ]);
});

it("I tell the master something, and Gleb sees it with the visit; when I change it, he is told", async () => {
  const { driver, booking } = system.current;
  const gleb = driver.person(persons.gleb);
  const lia = await newcomer("Lia");
  await toConfirm(lia, { ...english, day: /^Mon 30 Nov/, time: "17:30" });
  await taps(lia, "Add a note to the master");
  await lia.says("My hair is very thick");
  await lia.waitFor("Your note: My hair is very thick", patient);
  await taps(lia, "Confirm ✓");
  await lia.waitFor("You are booked ✓", patient);
  const [visit] = await appointmentsOf(system.current, lia.id);
  if (visit === undefined) throw new Error("Nothing was booked.");
  const seen = await unwrap(
    booking.GET("/v1/desk/appointments/{appointmentId}", {
      params: { path: { appointmentId: visit.id }, header: onBehalfOf(persons.gleb) },
    }),
  );
  expect(seen.note).toBe("My hair is very thick");
  await gleb.waitFor(/Lia[\s\S]*My hair is very thick/, { anytime: true, ...patient });
  await lia.says("/bookings");
  await taps(lia, /^Mon 30 Nov, 17:30/, "Change the note");
  await lia.says("And I'll come with a dog");
  await lia.waitFor("Your note is saved", patient);
  await gleb.waitFor("And I'll come with a dog", { anytime: true, ...patient });
});

it("a phone number is wanted: somebody else's is not taken, mine is, and I am booked at once", async () => {
  const { booking } = system.current;
  await unwrap(booking.PATCH("/v1/business", { body: { requiresPhone: true } }));
  try {
    const max = await newcomer("Max");
    await toConfirm(max, { ...english, day: /^Tue 24 Nov/ });
    await taps(max, "Confirm ✓");
    await max.waitFor("your phone number", patient);
    await max.waitUntil(({ replyKeyboard }) => replyKeyboard !== null, patient);
    await max.sharesContact({ phoneNumber: "+37120000009", firstName: "Nia", userId: 999 });
    await max.waitFor("somebody else's contact", patient);
    await max.says("+371 20 000 010");
    await max.waitFor("A typed number may be anybody's", patient);
    expect((await appointmentRows(system.current, max.id)).map(({ status }) => status)).toEqual(["held"]);
    await max.sharesContact();
    await max.waitFor("You are booked ✓", patient);
    const chat = await max.chat();
    expect(chat.replyKeyboard).toBeNull();
    const me = await unwrap(booking.GET("/v1/clients/me", { params: { header: onBehalfOf(max.id) } }));
    expect(me.phone).toMatch(/^\+[1-9]\d{6,14}$/);
  } finally {
    await unwrap(booking.PATCH("/v1/business", { body: { requiresPhone: false } }));
  }
});

it("M9: what I wait for comes free: who is first leaves it to the next, and the next takes it", async () => {
  const { booking } = system.current;
  const morning = { ...english, day: /^Sat 28 Nov/, time: "11:00" };
  const tells = /A time came free/;
  // Gleb begins at eleven that day, so that one visit takes the whole morning.
  const taken = await books(system.current, await newcomer("Max"), morning);
  const wishes = async (firstName: string): Promise<PersonDriver> => {
    const person = await newcomer(firstName);
    await person.starts();
    await person.waitFor("Welcome", patient);
    await taps(person, "Book a visit", /^Haircut ·/, /^Gleb/, morning.day, "Join the waiting list");
    await taps(person, "Only Sat 28 Nov", "Morning");
    await person.waitFor("You are on the waiting list ✓", patient);
    return person;
  };
  const nia = await wishes("Nia");
  const oto = await wishes("Oto");

  await unwrap(
    booking.POST("/v1/appointments/{appointmentId}/cancel", {
      params: { path: { appointmentId: taken.id } },
      body: {},
    }),
  );
  await nia.waitFor(tells, patient);
  expect(await appointmentRows(system.current, oto.id)).toEqual([]);
  await taps(nia, "No, thank you");
  await nia.waitFor("this time goes to the next one", { anytime: true, ...patient });
  const { items } = await unwrap(
    booking.GET("/v1/waitlist", { params: { header: onBehalfOf(nia.id), query: {} } }),
  );
  expect(items).toMatchObject([{ state: "waiting", offer: null }]);

  await oto.waitFor(tells, patient);
  await taps(oto, "Look and confirm");
  await oto.waitFor("This time came free for you", { anytime: true, ...patient });
  await taps(oto, "Confirm ✓");
  await oto.waitFor("You are booked ✓", { anytime: true, ...patient });
  expect(await appointmentsOf(system.current, oto.id)).toMatchObject([
    { status: "confirmed", localDate: "2026-11-28", localTime: "11:00", masterId: taken.masterId },
  ]);
});

it("I ask what is kept about me, and get all of it as a file", async () => {
  const oda = await newcomer("Oda");
  const visit = await books(system.current, oda, { ...english, day: /^Wed 25 Nov/ });
  await oda.says("/mydata");
  const { name, text, caption } = await documentOf(oda);
  expect(name).toBe("my-data.json");
  expect(JSON.parse(text)).toMatchObject({
    client: { name: "Oda", telegramUserId: oda.id },
    appointments: [{ id: visit.id }],
  });
  expect(caption).toContain("Name: Oda.");
});

it("I ask to be forgotten: my visit is cancelled, my name is gone, and when I write again we meet anew", async () => {
  const { booking } = system.current;
  const pia = await newcomer("Pia");
  const visit = await books(system.current, pia, { ...english, day: /^Wed 25 Nov/, time: "17:00" });
  const me = await unwrap(booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }));
  await pia.says("/forget");
  await pia.waitFor("Your upcoming visit is cancelled", patient);
  await taps(pia, "Go on and forget me…", "Yes, forget me for good");
  await pia.waitFor("We have forgotten you", patient);
  expect((await appointment(system.current, visit.id)).status).toBe("cancelled");
  const gone: unknown = await unwrap(
    booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }),
  ).catch((error: unknown) => error);
  expect(isProblem(gone, "not-found")).toBe(true);
  await pia.starts();
  await pia.waitFor("Welcome", patient);
  const again = await unwrap(booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }));
  expect(again.id).not.toBe(me.id);
  expect(await appointmentsOf(system.current, pia.id)).toEqual([]);
});

it("I come again, and the same as last time is two taps away", async () => {
  const { driver } = system.current;
  const rex = await newcomer("Rex");
  const visit = await books(system.current, rex, { ...english, day: /^Mon 23 Nov/, time: "12:00" });
  await driver.clock.advanceTo(new Date(Date.parse(visit.endsAt) + 60_000).toISOString());
  await rex.starts();
  await taps(rex, "Repeat: Haircut with Gleb Oreshin");
  await rex.waitFor("As last time", patient);
  await taps(rex, "Confirm ✓");
  await rex.waitFor("You are booked ✓", patient);
  const next = (await appointmentsOf(system.current, rex.id)).find(({ id }) => id !== visit.id);
  expect(next).toMatchObject({
    status: "confirmed",
    localDate: "2026-11-30",
    localTime: "12:00",
    masterId: visit.masterId,
  });
});
