import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type ChatMessage, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { castOf } from "../test/cast";
import { beginsWith, daysLater, shortDay } from "../test/labels";
import { sharedDemo } from "../test/story-system";
import {
  appointment,
  appointmentsOf,
  books,
  inEnglish,
  minutesBefore,
  patient,
  toConfirm,
} from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

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
  const answer = await fetch(new URL(document?.url ?? "", demo.url));
  return { name: document?.fileName ?? "", text: await answer.text(), caption };
};

it("M17: my booking comes as a calendar file, whose UID stays and whose SEQUENCE rises when I move it", async () => {
  const [jon, luka] = [await cast.client("Jon"), await cast.master()];
  const [day, later] = await luka.freeDays();
  await books(demo, jon, inEnglish(luka, day));
  await taps(jon, "Calendar file");
  const first = await documentOf(jon);
  expect(first.name).toBe(`${day}.ics`);
  expect(first.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await taps(jon, "Move", inEnglish(luka, later).day, "12:00", "Yes, move it ✓");
  await jon.waitFor("Moved ✓", patient);
  await taps(jon, "Calendar file");
  const second = await documentOf(jon);
  const read = (file: string, name: string) => new RegExp(`^${name}:(.*)\r$`, "m").exec(file)?.[1];
  expect(second.name).toBe(`${later}.ics`);
  expect(read(second.text, "UID")).toBe(read(first.text, "UID"));
  expect(Number(read(second.text, "SEQUENCE"))).toBeGreaterThan(Number(read(first.text, "SEQUENCE")));
});

it("I have two things done in one visit, by one master, one after the other", async () => {
  const [kay, luka] = [await cast.client("Kay"), await cast.master()];
  const [day] = await luka.freeDays();
  const way = inEnglish(luka, day);
  await kay.starts();
  await taps(kay, way.book, way.service, "+ Add another service", /^Beard trim ·/);
  await kay.waitFor("Haircut, Beard trim", patient);
  await taps(kay, way.master, way.day, way.time);
  await kay.waitFor("Please check and confirm", patient);
  await taps(kay, "Confirm ✓");
  await kay.waitFor("You are booked ✓", patient);
  expect(await appointmentsOf(demo, kay.id)).toMatchObject([
    {
      status: "confirmed",
      services: [{ name: { en: "Haircut" } }, { name: { en: "Beard trim" } }],
      durationMinutes: 75,
      priceMinor: 4300,
      masterName: luka.name,
    },
  ]);
});

it("I tell the master something, and he sees it with the visit; when I change it, he is told", async () => {
  const [lia, luka] = [await cast.client("Lia"), await cast.master()];
  const [day] = await luka.freeDays();
  await toConfirm(lia, { ...inEnglish(luka, day), time: "17:30" });
  await taps(lia, "Add a note to the master");
  await lia.says("My hair is very thick");
  await lia.waitFor("Your note: My hair is very thick", patient);
  await taps(lia, "Confirm ✓");
  await lia.waitFor("You are booked ✓", patient);
  const [visit] = await appointmentsOf(demo, lia.id);
  if (visit === undefined) throw new Error("Nothing was booked.");
  const seen = await unwrap(
    demo.booking.GET("/v1/desk/appointments/{appointmentId}", {
      params: { path: { appointmentId: visit.id }, header: onBehalfOf(luka.person.id) },
    }),
  );
  expect(seen.note).toBe("My hair is very thick");
  await luka.person.waitFor(/Lia[\s\S]*My hair is very thick/, { anytime: true, ...patient });
  await lia.says("/bookings");
  await taps(lia, beginsWith(`${shortDay(day, "en")}, 17:30`), "Change the note");
  await lia.says("And I'll come with a dog");
  await lia.waitFor("Your note is saved", patient);
  await luka.person.waitFor("And I'll come with a dog", { anytime: true, ...patient });
});

it("a phone number is wanted: somebody else's is not taken, mine is, and I am booked at once", async () => {
  const [max, luka] = [await cast.client("Max"), await cast.master()];
  await cast.rules({ requiresPhone: true });
  const [day] = await luka.freeDays();
  await toConfirm(max, inEnglish(luka, day));
  await taps(max, "Confirm ✓");
  await max.waitFor("your phone number", patient);
  await max.waitUntil(({ replyKeyboard }) => replyKeyboard !== null, patient);
  await max.sharesContact({ phoneNumber: "+37120000009", firstName: "Nia", userId: 999 });
  await max.waitFor("somebody else's contact", patient);
  await max.says("+371 20 000 010");
  await max.waitFor("A typed number may be anybody's", patient);
  expect(await appointmentsOf(demo, max.id)).toEqual([]);
  await max.sharesContact();
  await max.waitFor("You are booked ✓", patient);
  const chat = await max.chat();
  expect(chat.replyKeyboard).toBeNull();
  const me = await unwrap(demo.booking.GET("/v1/clients/me", { params: { header: onBehalfOf(max.id) } }));
  expect(me.phone).toMatch(/^\+[1-9]\d{6,14}$/);
});

it("M9: what I wait for comes free: who is first leaves it to the next, and the next takes it", async () => {
  const { booking } = demo;
  const tells = /A time came free/;
  // One time of the morning, so that who leaves it is not offered the next.
  const luka = await cast.master({ hours: [{ from: "11:30", to: "17:00" }] });
  const [day] = await luka.freeDays();
  const morning = { ...inEnglish(luka, day), time: "11:30" };
  const taken = await books(demo, await cast.client("Max"), morning);
  const wishes = async (firstName: string): Promise<PersonDriver> => {
    const person = await cast.client(firstName);
    await person.starts();
    await person.waitFor("Welcome", patient);
    await taps(person, morning.book, morning.service, morning.master, morning.day);
    await taps(person, "Join the waiting list", `Only ${shortDay(day, "en")}`, "Morning");
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
  expect((await oto.chat()).messages.filter(({ text }) => tells.test(text))).toEqual([]);
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
  expect(await appointmentsOf(demo, oto.id)).toMatchObject([
    { status: "confirmed", localDate: day, localTime: "11:30", masterId: luka.id },
  ]);
});

it("I ask what is kept about me, and get all of it as a file", async () => {
  const [oda, luka] = [await cast.client("Oda"), await cast.master()];
  const [day] = await luka.freeDays();
  const visit = await books(demo, oda, inEnglish(luka, day));
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
  const { booking } = demo;
  const [pia, luka] = [await cast.client("Pia"), await cast.master()];
  const [day] = await luka.freeDays();
  const visit = await books(demo, pia, inEnglish(luka, day));
  const me = await unwrap(booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }));
  await pia.says("/forget");
  await pia.waitFor("Your upcoming visit is cancelled", patient);
  await taps(pia, "Go on and forget me…", "Yes, forget me for good");
  await pia.waitFor("We have forgotten you", patient);
  expect((await appointment(demo, visit.id)).status).toBe("cancelled");
  const gone: unknown = await unwrap(
    booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }),
  ).catch((error: unknown) => error);
  expect(isProblem(gone, "not-found")).toBe(true);
  await pia.starts();
  await pia.waitFor("Welcome", patient);
  const again = await unwrap(booking.GET("/v1/clients/me", { params: { header: onBehalfOf(pia.id) } }));
  expect(again.id).not.toBe(me.id);
  expect(await appointmentsOf(demo, pia.id)).toEqual([]);
});

it("I come again, and the same as last time is two taps away", async () => {
  const [rex, luka] = [await cast.client("Rex"), await cast.master()];
  const days = await luka.freeDays();
  const day = days.find((date) => days.includes(daysLater(date, 7))) ?? days[0];
  const visit = await books(demo, rex, inEnglish(luka, day));
  await demo.driver.clock.advanceTo(minutesBefore(visit.endsAt, -1));
  await rex.starts();
  await taps(rex, `Repeat: Haircut with ${luka.name.en}`);
  await rex.waitFor("As last time", patient);
  await taps(rex, "Confirm ✓");
  await rex.waitFor("You are booked ✓", patient);
  const next = (await appointmentsOf(demo, rex.id)).find(({ id }) => id !== visit.id);
  expect(next).toMatchObject({
    status: "confirmed",
    localDate: daysLater(day, 7),
    localTime: "15:00",
    masterId: luka.id,
  });
});
