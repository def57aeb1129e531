import { type ChatMessage, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { appointmentRows } from "../../test/appointment-rows";
import { ownSystem } from "../../test/story-system";
import { english, patient, toConfirm, toTimes } from "../../test/visitor";

const system = ownSystem();

const newcomer = (firstName: string) => system.current.driver.createPerson({ firstName, languageCode: "en" });

/** Until a new card with that hint is the only one that has buttons: before that, a quick tap may still hit the old one. */
async function hinted(person: PersonDriver, hint: RegExp): Promise<ChatMessage> {
  const alone = (messages: ChatMessage[]): ChatMessage | undefined => {
    const live = messages.filter(({ buttons = [] }) => buttons.length > 0);
    return live.length === 1 && hint.test(live[0]?.text ?? "") ? live[0] : undefined;
  };
  const before = (await person.chat()).messages.findLast(({ from }) => from === "person")?.messageId ?? 0;
  const { messages } = await person.waitUntil(
    (chat) => (alone(chat.messages)?.messageId ?? 0) > before && chat.pendingTaps.length === 0,
    patient,
  );
  const card = alone(messages);
  if (card === undefined) throw new Error("No card has buttons.");
  return card;
}

const onlyButtons = /I only understand the buttons/;

it.each(["sticker", "voice", "photo", "location"] as const)(
  "I send a %s in the middle of booking, get a hint, and go on",
  async (kind) => {
    const person = await newcomer(`Sender of a ${kind}`);
    await toTimes(person, english);
    await person.sends(kind);
    expect((await hinted(person, onlyButtons)).text).toContain("What time?");
    await person.taps(english.time, patient);
    await person.waitFor("check and confirm", patient);
    await person.taps("Cancel", patient);
    await person.waitFor("nothing was booked", patient);
    expect((await appointmentRows(system.current, person.id)).map(({ status }) => status)).toEqual([
      "cancelled",
    ]);
  },
);

it("I write where there are only buttons, and nothing is booked by my words", async () => {
  const person = await newcomer("Writer");
  await toConfirm(person, english);
  for (const text of ["yes", "Confirm ✓", "/nosuchcommand", "<b>&", "a".repeat(4000)]) {
    await person.says(text);
    await hinted(person, onlyButtons);
  }
  expect((await appointmentRows(system.current, person.id)).map(({ status }) => status)).toEqual(["held"]);
  await person.taps("Cancel", patient);
  await person.waitFor("nothing was booked", patient);
});

it("I tap a button of an old card, and am shown the current one", async () => {
  const person = await newcomer("Rummager");
  const way = { ...english, day: /^Mon 30 Nov/ };
  await toTimes(person, way);
  const old = (await person.chat()).messages.findLast(({ buttons = [] }) => buttons.length > 0);
  const data = old?.buttons?.flat().find(({ text }) => text === way.time)?.data ?? "";
  await person.says("hello");
  await hinted(person, onlyButtons);
  await person.forges(data, old?.messageId);
  const { text } = await person.waitFor("That was an older card", patient);
  expect(text).toContain("What time?");
  expect(await appointmentRows(system.current, person.id)).toEqual([]);
});

it("Somebody forges callback data: nothing happens but a hint", async () => {
  const victim = await newcomer("Victim");
  await toConfirm(victim, { ...english, day: /^Fri 27 Nov/ });
  const card = (await victim.chat()).messages.findLast(({ buttons = [] }) => buttons.length > 0);
  const confirm = card?.buttons?.flat().find(({ text }) => text === "Confirm ✓")?.data ?? "";
  const forger = await newcomer("Forger");
  await forger.starts();
  await forger.waitFor("Welcome", patient);
  for (const data of [
    "x",
    "\u0000",
    "1:y:AAAAAAAAAAAAAAAAAAAAAA:1",
    "1:a:x:AAAAAAAAAAAAAAAAAAAAAA:1",
    "1:t:nAAAAAAAAAAAAAAAAAAAAAA:zzzzzzz:1",
    "'; drop table booking.appointments; --",
    confirm,
  ]) {
    await forger.forges(data);
    await forger.waitFor(/no longer|older card|this time|Welcome|choose another|lost the place/, patient);
  }
  expect(await appointmentRows(system.current, forger.id)).toEqual([]);
  // What the forger has copied from the victim's screen has done the victim no harm.
  await victim.taps("Confirm ✓", patient);
  await victim.waitFor("You are booked ✓", patient);
});

it("A hundred taps in a second do not book twice", async () => {
  const person = await newcomer("Drummer");
  await toConfirm(person, { ...english, day: /^Sat 28 Nov/, time: "12:00" });
  const card = (await person.chat()).messages.findLast(({ buttons = [] }) => buttons.length > 0);
  const confirm = card?.buttons?.flat().find(({ text }) => text === "Confirm ✓")?.data ?? "";
  await Promise.all(Array.from({ length: 100 }, () => person.forges(confirm, card?.messageId)));
  await person.waitFor("You are booked ✓", { anytime: true, ...patient });
  await eventually(async () => {
    await system.current.driver.delivery.retryNow();
    const updates = await system.current.driver.updates({ personId: person.id, limit: 1000 });
    expect(updates.filter(({ status }) => status !== "delivered")).toEqual([]);
  }, patient);
  const rows = await appointmentRows(system.current, person.id);
  expect(rows.map(({ status }) => status)).toEqual(["confirmed"]);
  const { messages } = await person.chat();
  expect(messages.filter(({ text }) => text.includes("You are booked"))).toHaveLength(1);
});
