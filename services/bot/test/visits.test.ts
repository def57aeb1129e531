import { botUnderTest, ownRedis } from "./bot-under-test";
import { glebId, StubBookingApi } from "./stub-booking-api";

const own = ownRedis();

/** As far as the confirm screen of a haircut at half past two tomorrow. */
async function atConfirm(stub = new StubBookingApi()) {
  const world = await botUnderTest(own.redis, stub);
  const { receive, chat } = world;
  await receive(chat.text("/start"));
  for (const label of ["Book a visit", /^Haircut/, /^Gleb/, /^Mon 23 Nov/, "14:30"])
    await receive(chat.tap(label));
  return world;
}

async function booked() {
  const world = await atConfirm();
  await world.receive(world.chat.tap("Confirm ✓"));
  const [appointment] = world.stub.active(1001);
  if (appointment === undefined) throw new Error("Nothing was booked");
  return { ...world, appointment };
}

/** The visit took place, and it is Wednesday now. */
async function visited() {
  const world = await booked();
  const { stub, clock, appointment } = world;
  stub.appointments.set(appointment.id, { ...appointment, userId: 1001, status: "completed" });
  stub.now = new Date("2026-11-25T11:00:00Z");
  clock.set("2026-11-25T11:00:00Z");
  return world;
}

describe("the same again", () => {
  it("is two taps from the start page: the same weekday and time, kept, and confirmed", async () => {
    const { receive, chat, stub } = await visited();
    await receive(chat.text("/start"));
    expect(chat.labels()[0]).toBe("Repeat: Haircut with Gleb");
    await receive(chat.tap("Repeat: Haircut with Gleb"));
    expect(chat.last.text).toContain("As last time");
    expect(chat.last.text).toContain("Monday 30 November, 14:30");
    expect(chat.labels()).toContain("Other time");
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toMatchObject([
      { localDate: "2026-11-30", localTime: "14:30", masterId: glebId },
    ]);
  });

  it("is the nearest time when that one is taken, and another day when the person comes on that one anyway", async () => {
    const { receive, chat, stub } = await visited();
    stub.taken.add("2026-11-30T12:30:00.000Z");
    await receive(chat.text("/start"));
    await receive(chat.tap(/^Repeat/));
    expect(chat.last.text).toContain("Monday 30 November, 14:00");
    await receive(chat.tap("Confirm ✓"));
    await receive(chat.text("/start"));
    await receive(chat.tap(/^Repeat/));
    expect(chat.last.text).toContain("Monday 7 December, 14:30");
  });

  it("is any master when that one no longer does it, and nothing when nobody does", async () => {
    const { receive, chat, stub, clock } = await visited();
    stub.gone.add(glebId);
    clock.advance(60_000);
    await receive(chat.text("/start"));
    expect(chat.labels()[0]).toBe("Repeat: Haircut");
    await receive(chat.tap("Repeat: Haircut"));
    expect(chat.last.text).toContain("Please check and confirm");
  });

  it("says so when there is no free time at all", async () => {
    const { receive, chat, stub } = await visited();
    stub.openDates = new Set();
    await receive(chat.text("/start"));
    await receive(chat.tap(/^Repeat/));
    expect(chat.last.text).toContain("There are no free times until");
  });

  it("is not offered to somebody who has never been here, nor after a cancelled visit", async () => {
    const { receive, chat, stub, appointment } = await booked();
    stub.appointments.set(appointment.id, { ...appointment, userId: 1001, status: "cancelled" });
    await receive(chat.text("/start"));
    expect(chat.labels()[0]).toBe("Book a visit");
  });
});

describe("past visits", () => {
  it("are listed in pages, latest first, without cancelled ones, and can be booked again", async () => {
    const { receive, chat, stub, appointment } = await visited();
    for (let day = 1; day <= 20; day += 1) {
      const id = `99999999-9999-4999-8999-9999999999${10 + day}`;
      const date = `2026-10-${String(day).padStart(2, "0")}`;
      stub.appointments.set(id, {
        ...appointment,
        userId: 1001,
        id,
        status: day % 5 === 0 ? "cancelled" : "completed",
        localDate: date,
        startsAt: `${date}T12:30:00.000Z`,
        endsAt: `${date}T13:15:00.000Z`,
      });
    }
    await receive(chat.text("/bookings"));
    await receive(chat.tap("Past visits"));
    const seen: string[] = [];
    for (;;) {
      seen.push(...chat.labels().filter((label) => label.includes("Haircut")));
      if (!chat.labels().includes("Earlier ones ›")) break;
      await receive(chat.tap("Earlier ones ›"));
    }
    expect(seen).toHaveLength(17);
    expect(new Set(seen).size).toBe(17);
    expect(seen[0]).toBe("Mon 23 Nov, 14:30 · Haircut");
    expect(seen.at(-1)).toBe("Thu 1 Oct, 14:30 · Haircut");
    await receive(chat.tap(/^Thu 1 Oct/));
    expect(chat.last.text).toContain("Past visit");
    await receive(chat.tap("Book the same again"));
    expect(chat.last.text).toContain("Please check and confirm");
  });
});

describe("a master of one's own", () => {
  it("is offered first: by choice, or else who did it last time", async () => {
    const { receive, chat, stub } = await visited();
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    expect(chat.labels().slice(0, 3)).toEqual([
      "Gleb, as last time · 45 min · €25",
      "Any master, whoever is free",
      "Mira · 45 min · €30",
    ]);
    await receive(chat.text("/bookings"));
    for (const label of ["Past visits", /^Mon 23/, "Make Gleb my master"]) await receive(chat.tap(label));
    expect(chat.last.text).toContain("Gleb is your master now");
    expect(stub.client(1001).favouriteMasterId).toBe(glebId);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    expect(chat.labels()[0]).toBe("Gleb, your master · 45 min · €25");
    await receive(chat.text("/bookings"));
    for (const label of ["Past visits", /^Mon 23/, "Gleb: no longer my master"])
      await receive(chat.tap(label));
    expect(stub.client(1001).favouriteMasterId).toBeNull();
  });
});

describe("a note to the master", () => {
  it("is written while the time is kept, shown on the confirm screen, and goes with the visit", async () => {
    const { receive, chat, stub } = await atConfirm();
    await receive(chat.tap("Add a note to the master"));
    expect(chat.last.text).toContain("up to 500 characters");
    await receive(chat.text("Thick hair & <curls>"));
    expect(chat.last.text).toContain("Your note: Thick hair &amp; &lt;curls&gt;");
    expect(chat.last.text).toContain("Please check and confirm");
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toMatchObject([{ note: "Thick hair & <curls>" }]);
    expect(chat.screen.at(-1)?.text).toContain("Your note: Thick hair");
  });

  it("is cut at what fits, and says so; an emoji counts as one", async () => {
    const { receive, chat, stub } = await atConfirm();
    await receive(chat.tap("Add a note to the master"));
    await receive(chat.text("🦔".repeat(501)));
    expect(chat.last.text).toContain("more than 500 characters");
    expect([...stub.appointments.values()][0]?.note).toBe("🦔".repeat(500));
  });

  it("can be changed and removed on the visit's card, until it is too late", async () => {
    const { receive, chat, stub, appointment } = await booked();
    const [, card] = chat.screen;
    await receive(chat.text("/bookings"));
    for (const label of [/^Mon 23/, "Add a note to the master"]) await receive(chat.tap(label));
    await receive(chat.text("With a dog"));
    expect(chat.last.text).toContain("<b>Your booking</b>");
    expect(chat.last.text).toContain("With a dog");
    for (const label of ["Change the note", "Remove the note"]) await receive(chat.tap(label));
    expect(chat.last.text).toContain("The note is removed");
    expect(stub.appointments.get(appointment.id)?.note).toBeNull();
    await receive(chat.tap("Add a note to the master"));
    stub.appointments.set(appointment.id, { ...appointment, userId: 1001, status: "completed" });
    await receive(chat.text("Too late"));
    expect(chat.last.text).toContain("no longer possible");
    expect(card).toBeDefined();
  });

  it("leaves the kept time alone on the way back", async () => {
    const { receive, chat, stub } = await atConfirm();
    await receive(chat.tap("Add a note to the master"));
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("Please check and confirm");
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual(["held"]);
  });
});

describe("the person's number", () => {
  const withPhone = () => {
    const stub = new StubBookingApi();
    stub.business = { ...stub.business, requiresPhone: true };
    return stub;
  };
  const asked = async () => {
    const world = await atConfirm(withPhone());
    await world.receive(world.chat.tap("Confirm ✓"));
    return world;
  };

  it("is asked for after the time is chosen, with the reason; then the visit is booked without another tap", async () => {
    const { receive, chat, stub } = await asked();
    const [card] = chat.screen;
    expect(card?.text).toContain("One thing is missing: your phone number");
    expect(card?.text).toContain("to reach you if something changes");
    expect(card?.text).toContain("until <b>12:05</b>");
    expect(chat.below).toEqual(["Share my number", "Cancel"]);
    await receive(chat.contact({ phone_number: "371 20-000-001", user_id: 1001 }));
    expect(stub.client(1001).phone).toBe("+37120000001");
    expect(chat.below).toBeUndefined();
    expect(stub.active(1001)).toMatchObject([{ localTime: "14:30" }]);
    expect(chat.screen.map(({ text }) => text.split("\n")[0])).toEqual([
      "✓ Booked: Haircut, Monday 23 November, 14:30",
      "The button is below the message field. Nothing is sent until you tap it.",
      "Thank you! Your number +37120000001 is saved.",
      "<b>You are booked ✓</b>",
    ]);
  });

  it("is not taken from somebody else's contact, nor from what is typed, and the time stays kept", async () => {
    const { receive, chat, stub } = await asked();
    await receive(chat.contact({ phone_number: "+37120000002", user_id: 77 }));
    expect(chat.last.text).toContain("somebody else's contact");
    await receive(chat.contact({ phone_number: "+37120000002" }));
    expect(chat.last.text).toContain("somebody else's contact");
    await receive(chat.text("+37120000003"));
    expect(chat.last.text).toContain("A typed number may be anybody's");
    await receive(chat.contact({ phone_number: "12", user_id: 1001 }));
    expect(chat.last.text).toContain("could not read this number");
    expect(stub.client(1001).phone).toBeNull();
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual(["held"]);
    expect(chat.below).toEqual(["Share my number", "Cancel"]);
  });

  it.each([
    ["Cancel below the chat", (chat: { text: (text: string) => object }) => chat.text("Cancel"), "expired"],
    ["Cancel on the card", (chat: { tap: (label: string) => object }) => chat.tap("Cancel"), "expired"],
    ["Back", (chat: { tap: (label: string) => object }) => chat.tap("‹ Back"), "held"],
    ["a command", (chat: { text: (text: string) => object }) => chat.text("/start"), "held"],
  ])("is not insisted on: %s takes the button below the chat away", async (_, act, status) => {
    const { receive, chat, stub } = await asked();
    const [card] = chat.screen;
    const shown = { ...chat, tap: (label: string) => chat.tap(label, card) };
    await receive(act(Object.assign(Object.create(chat) as typeof chat, shown)) as never);
    expect(chat.below).toBeUndefined();
    expect([...stub.appointments.values()].map((visit) => visit.status)).toEqual([status]);
  });

  it("comes back to the confirm screen after /start and Continue, and is asked for again", async () => {
    const { receive, chat, stub } = await asked();
    await receive(chat.text("/start"));
    await receive(chat.tap("Continue"));
    expect(chat.last.text).toContain("Please check and confirm");
    await receive(chat.tap("Confirm ✓"));
    expect(chat.below).toEqual(["Share my number", "Cancel"]);
    await receive(chat.contact({ phone_number: "+37120000001", user_id: 1001 }));
    expect(stub.active(1001)).toHaveLength(1);
  });

  it("is saved also when Redis was wiped meanwhile", async () => {
    const { receive, chat, stub } = await asked();
    const [card] = chat.screen;
    await own.redis.flushdb();
    await receive(chat.contact({ phone_number: "+37120000001", user_id: 1001 }));
    expect(stub.client(1001).phone).toBe("+37120000001");
    expect(chat.last.text).toContain("tap “‹ Back” on the card above");
    await receive(chat.tap("‹ Back", card));
    expect(chat.screen[0]?.text).toContain("Please check and confirm");
    await receive(chat.tap("Confirm ✓", card));
    expect(stub.active(1001)).toHaveLength(1);
  });
});

describe("the calendar file", () => {
  it("comes from the card of success, and from the visit's card", async () => {
    const { receive, chat, appointment } = await booked();
    await receive(chat.tap("Calendar file"));
    await receive(chat.text("/bookings"));
    for (const label of [/^Mon 23/, "Calendar file"]) await receive(chat.tap(label));
    const sent = chat.calls.filter(({ method }) => method === "sendDocument");
    expect(sent).toHaveLength(2);
    for (const { payload } of sent) {
      const { document, caption } = payload as unknown as {
        document: { filename: string; toRaw(): Promise<Uint8Array> };
        caption: string;
      };
      expect(document.filename).toBe("2026-11-23.ics");
      expect(Buffer.from(await document.toRaw()).toString()).toContain(`UID:${appointment.id}`);
      expect(caption).toContain("Haircut, Monday 23 November, 14:30");
    }
  });

  it("is not there for a visit that nobody has agreed to yet", async () => {
    const { receive, chat, stub } = await atConfirm();
    stub.asksFirst = true;
    await receive(chat.tap("Confirm ✓"));
    expect(chat.labels()).toEqual(["Move", "Cancel booking"]);
  });
});
