import { encodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { createLogger } from "@okoshko/runtime/logger";
import { createDraftStore } from "../src/draft/draft-store";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { StubBookingApi } from "./stub-booking-api";

const own = ownRedis();

/** As far as the confirm screen of a haircut at ten past tomorrow. */
async function atConfirm() {
  const world = await botUnderTest(own.redis);
  const { receive, chat } = world;
  await receive(chat.text("/start"));
  for (const label of ["Book a visit", /^Haircut/, /^Any master/, /^Mon 23 Nov/, "14:30"])
    await receive(chat.tap(label));
  return world;
}

async function booked() {
  const world = await atConfirm();
  await world.receive(world.chat.tap("Confirm ✓"));
  const [appointment] = world.stub.active(1001);
  if (appointment === undefined) throw new Error("Nothing was booked");
  const success = world.chat.last;
  return { ...world, appointment, success };
}

describe("booking", () => {
  it("takes six taps from /start, on one card that is edited in place, and never typing", async () => {
    const { receive, chat, stub } = await atConfirm();
    expect(chat.screen).toHaveLength(1);
    expect(chat.last.text).toContain("<b>Haircut</b>");
    expect(chat.last.text).toContain("Monday 23 November, 14:30");
    expect(chat.last.text).toContain("Europe/Riga (GMT+2)");
    expect(chat.last.text).toContain("45 min, €25");
    expect(chat.last.text).toContain("4 Mint Street");
    expect(chat.last.text).toContain("until <b>12:05</b>");
    expect(chat.last.text).toContain("You can move or cancel until Monday 23 November, 12:30");
    expect(chat.labels()).toEqual([
      "Confirm ✓",
      "Other time",
      "‹ Back",
      "Add a note to the master",
      "Cancel",
    ]);
    await receive(chat.tap("Confirm ✓"));

    expect(stub.active(1001)).toMatchObject([{ localDate: "2026-11-23", localTime: "14:30" }]);
    expect(chat.countOf("answerCallbackQuery")).toBe(6);
    expect(chat.screen[0]).toMatchObject({
      text: "✓ Booked: Haircut, Monday 23 November, 14:30",
      keyboard: [],
    });
    expect(chat.screen[1]?.text).toContain("You are booked ✓");
    expect(chat.labels(chat.screen[1])).toEqual(["Move", "Cancel booking", "Calendar file"]);
    expect(chat.countOf("sendVenue")).toBe(1);
  });

  it("says honestly that a request waits for the master's answer, here and among the bookings", async () => {
    const { receive, chat, stub } = await atConfirm();
    stub.asksFirst = true;
    await receive(chat.tap("Confirm ✓"));
    expect(chat.screen[0]).toMatchObject({
      text: "⏳ Request: Haircut, Monday 23 November, 14:30",
      keyboard: [],
    });
    const message = chat.screen[1]?.text ?? "";
    expect(message).toContain("Your request is sent");
    expect(message).toContain("It waits for the master's answer");
    expect(message).not.toMatch(/You are booked|remind you/);
    await receive(chat.text("/bookings"));
    await receive(chat.tap(/14:30 · Haircut · request ⏳$/));
    expect(chat.last.text).toContain("<b>Waiting for the master's answer</b>");
    expect(chat.labels().slice(0, 2)).toEqual(["Move", "Cancel booking"]);
  });

  it("says so too when a move has to be agreed on anew", async () => {
    const { receive, chat, stub, success } = await booked();
    stub.asksFirst = true;
    await receive(chat.tap("Move", success));
    for (const label of [/^Tue 24 Nov/, "15:00", "Yes, move it ✓"]) await receive(chat.tap(label));
    expect(chat.last.text).toContain("The new time is requested");
    expect(chat.last.text).toContain("It waits for the master's answer");
  });

  it("leads from a time that came free to the screen that confirms it", async () => {
    const { receive, chat, stub } = await atConfirm();
    const [held] = [...stub.appointments.values()];
    if (!held) throw new Error("Nothing is held");
    stub.appointments.set(held.id, { ...held, holdKind: "waitlist" });
    await own.redis.flushdb();
    await receive(chat.text("/start"));
    const button = encodeAppointmentAction("show", held.id, held.version);
    await receive(chat.tapData(button, { messageId: 77, text: "A time came free" }));
    expect(chat.last.text).toContain("We keep this time for you until <b>12:05</b>");
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toMatchObject([{ localTime: "14:30" }]);
  });

  it("greets with names that would break HTML", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/start"));
    expect(chat.last.text).toContain("<b>Whiskers &amp; Paws &lt;test&gt;</b>");
  });

  it("shows seven free days, and every other one in the calendar", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    await receive(chat.tap(/^Gleb/));
    expect(chat.labels().slice(0, 8)).toEqual([
      "Mon 23 Nov · 16 times free",
      "Tue 24 Nov · 16 times free",
      "Wed 25 Nov · 16 times free",
      "Thu 26 Nov · 16 times free",
      "Fri 27 Nov · 16 times free",
      "Sat 28 Nov · 16 times free",
      "Mon 30 Nov · 16 times free",
      "Other date…",
    ]);
    await receive(chat.tap("Other date…"));
    expect(chat.last.text).toContain("November 2026");
    await receive(chat.tap("Dec ›"));
    expect(chat.labels()).toContain("31");
    // Sundays are closed.
    expect(chat.labels()).not.toContain("6");
    await receive(chat.tap("15"));
    expect(chat.last.text).toContain("Tuesday 15 December");
    expect(chat.labels()).toEqual(expect.arrayContaining(["Morning", "10:00", "Afternoon", "Evening"]));
  });

  it("goes straight to the days when only one master does it, and back past the masters", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Beard trim/));
    expect(chat.last.text).toContain("Beard trim</b>, Gleb");
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("What would you like");
  });

  it("offers the nearest times on the same card when somebody was faster", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/]) await receive(chat.tap(label));
    stub.taken.add("2026-11-23T12:30:00.000Z");
    await receive(chat.tap("14:30"));
    expect(chat.screen).toHaveLength(1);
    expect(chat.last.text).toContain("Somebody was a moment faster");
    expect(chat.labels()).toEqual([
      "Mon 23 Nov, 14:00",
      "Mon 23 Nov, 15:00",
      "Mon 23 Nov, 13:30",
      "Other time",
      "Other day",
      "Cancel",
    ]);
    await receive(chat.tap("Mon 23 Nov, 15:00"));
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toMatchObject([{ localTime: "15:00" }]);
  });

  it("offers the nearest times when the hold ran out and the time went to somebody else", async () => {
    const { receive, chat, stub } = await atConfirm();
    stub.taken.add("2026-11-23T12:30:00.000Z");
    await receive(chat.tap("Confirm ✓"));
    expect(chat.last.text).toContain("Somebody was a moment faster");
    expect(chat.labels()[0]).toBe("Mon 23 Nov, 14:00");
    expect(stub.active(1001)).toEqual([]);
  });

  it("says so honestly when no day is free", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    stub.openDates = new Set();
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    await receive(chat.tap(/^Gleb/));
    expect(chat.last.text).toContain("no free times until Wednesday, 6 January 2027");
    expect(chat.labels()).toEqual(["Join the waiting list", "‹ Back", "Cancel"]);
  });

  it("lets the kept time go on Cancel, Other time and Back, and keeps the choices on the way back", async () => {
    const { receive, chat, stub } = await atConfirm();
    await receive(chat.tap("Other time"));
    expect(chat.last.text).toContain("Monday 23 November");
    expect(chat.labels()).toContain("14:30");
    await receive(chat.tap("14:30"));
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("<b>Haircut</b>, any master");
    await receive(chat.tap(/^Mon 23/));
    await receive(chat.tap("15:00"));
    await receive(chat.tap("Cancel"));
    expect(chat.last.text).toContain("nothing was booked");
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual([
      "expired",
      "expired",
      "expired",
    ]);
  });

  it("says when a person has as many bookings as they may have", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    stub.business = { ...stub.business, maxActiveAppointmentsPerClient: 0 };
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/, "14:30"]) await receive(chat.tap(label));
    expect(chat.last.text).toContain("as many bookings as can be made at once");
  });

  it("takes a service away from under a card with a word, not with an error", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    const gone = chat.tap(/^Haircut/).callback_query?.data?.split(":") ?? [];
    const forged = [gone[0], "m", "nAAAAAAAAAAAAAAAAAAAAAA", gone[3]].join(":");
    await receive(chat.tapData(forged));
    expect(chat.last.text).toContain("This service is no longer offered");
    expect(chat.labels()).toContain("Haircut · 45 min · from €25");
  });
});

describe("a double tap", () => {
  it("on a time makes one hold", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/]) await receive(chat.tap(label));
    await Promise.all([receive(chat.tap("14:30")), receive(chat.tap("14:30"))]);
    expect(stub.countOf("POST", /holds/)).toBe(1);
    expect(chat.screen).toHaveLength(1);
    expect(chat.labels()).toContain("Confirm ✓");
  });

  it("on Confirm books once and says so once", async () => {
    const { receive, chat, stub } = await atConfirm();
    await Promise.all([receive(chat.tap("Confirm ✓")), receive(chat.tap("Confirm ✓"))]);
    expect(stub.active(1001)).toHaveLength(1);
    expect(chat.screen.filter(({ text }) => text.includes("You are booked"))).toHaveLength(1);
  });

  it("has the same effect as one when the first was brought again after a crash", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/]) await receive(chat.tap(label));
    const draft = await own.redis.hgetall("bot:1:draft:1001");
    const tap = chat.tap("14:30");
    await receive(tap);
    // As if the process had died right after the hold was made: the draft is as before, the update comes again.
    await own.redis.hset("bot:1:draft:1001", draft);
    await own.redis.del(`bot:1:update:${tap.update_id}`);
    await receive(tap);
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual(["held"]);
    expect(chat.labels()).toContain("Confirm ✓");
  });
});

describe("what doesn't fit the step", () => {
  it.each(["hello", "sticker"])("gets a hint, and the card comes to the bottom: %s", async (what) => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    await receive(what === "sticker" ? chat.sticker() : chat.text(what));
    expect(chat.screen).toHaveLength(2);
    expect(chat.screen[0]?.keyboard).toEqual([]);
    expect(chat.last.text).toContain("I only understand the buttons");
    expect(chat.labels()).toContain("Gleb · 45 min · €25");
    await receive(chat.tap(/^Gleb/));
    expect(chat.screen).toHaveLength(2);
  });

  it("is answered as well when it is a button of an old card, of nobody, or of another age", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    const old = chat.tap(/^Haircut/);
    await receive(chat.text("/bookings"));
    await receive(old);
    expect(chat.last.text).toContain("That was an older card");
    for (const data of ["", "hello", "0:h:1", "1:m:x:1", "1:a:m:AAAAAAAAAAAAAAAAAAAAAA:0", "й".repeat(32)]) {
      await receive(chat.tapData(data));
      expect(chat.last.text).toContain("no longer in use");
      expect(chat.labels()).toContain("Book a visit");
    }
  });

  it("is /start in the middle of a booking: go on, or start over", async () => {
    const { receive, chat, stub } = await atConfirm();
    await receive(chat.text("/start"));
    expect(chat.labels()).toEqual(["Continue", "Start over"]);
    await receive(chat.tap("Continue"));
    expect(chat.labels()).toContain("Confirm ✓");
    await receive(chat.text("/start"));
    await receive(chat.text("/start"));
    await receive(chat.tap("Start over"));
    expect(chat.labels()).toContain("My bookings");
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual(["expired"]);
  });

  it("is a dead cell of the calendar: the card says in words what to do instead, not a toast", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, "Other date…"]) await receive(chat.tap(label));
    const { text } = chat.last;
    await receive(chat.tap("Mo"));
    expect(chat.screen).toHaveLength(1);
    expect(chat.last.text).toBe(`<i>Tap a day that has a number.</i>\n\n${text}`);
    const answers = chat.calls.filter(({ method }) => method === "answerCallbackQuery");
    expect(answers.map(({ payload }) => payload.text)).toEqual([undefined, undefined, undefined, undefined]);
    await own.redis.flushdb();
    await receive(chat.tap("Mo"));
    expect(chat.last.text).toContain("Sorry, I lost the place in our conversation.");
    expect(chat.labels()).toContain("Book a visit");
  });

  it("is another person's booking: as if it didn't exist", async () => {
    const { receive, chat, stub, appointment } = await booked();
    const theirs = { ...appointment, userId: 2, id: "33333333-3333-4333-8333-333333333333" };
    stub.appointments.set(theirs.id, theirs);
    for (const action of ["show", "move", "cancel", "coming"] as const) {
      await receive(chat.tapData(encodeAppointmentAction(action, theirs.id, theirs.version)));
      expect(chat.last.text).toContain("This booking is no longer there");
    }
    expect(stub.appointments.get(theirs.id)).toEqual(theirs);
  });
});

describe("a wiped Redis", () => {
  const way: [string | RegExp, string | RegExp][] = [
    [/^Haircut/, /^Gleb/],
    [/^Gleb/, /^Mon 23/],
    [/^Mon 23/, "14:30"],
    ["14:30", "Confirm ✓"],
    ["Confirm ✓", "Move"],
  ];
  it.each(way)("in mid-dialogue costs nothing: the button %s works all the same", async (label, next) => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const [earlier] of way) {
      if (earlier === label) break;
      await receive(chat.tap(earlier));
    }
    await own.redis.flushdb();
    await receive(chat.tap(label));
    const labels = chat.screen.flatMap((message) => chat.labels(message));
    expect(labels.some((shown) => (typeof next === "string" ? shown === next : next.test(shown)))).toBe(true);
  });

  it("loses a paused dialogue, and says so", async () => {
    const { receive, chat } = await atConfirm();
    await receive(chat.text("/start"));
    await own.redis.flushdb();
    await receive(chat.tap("Continue"));
    expect(chat.last.text).toContain("I lost the place in our conversation");
    expect(chat.labels()).toContain("Book a visit");
  });

  it("keeps the choices behind Other time and Back of the confirm screen", async () => {
    const { receive, chat } = await atConfirm();
    await own.redis.flushdb();
    await receive(chat.tap("Other time"));
    expect(chat.last.text).toContain("Monday 23 November");
    expect(chat.labels()).toContain("14:30");
  });
});

describe("the live card", () => {
  it("is sent anew when it was deleted, and lives on there", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    chat.refuse.set("editMessageText", {
      error_code: 400,
      description: "Bad Request: message to edit not found",
    });
    await receive(chat.tap(/^Haircut/));
    expect(chat.screen).toHaveLength(2);
    await receive(chat.tap(/^Gleb/));
    expect(chat.screen).toHaveLength(2);
    expect(chat.last.text).toContain("Which day suits you?");
  });

  it("doesn't mind being drawn as it is, nor a query that Telegram has forgotten", async () => {
    const { receive, chat, metrics } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    chat.refuse.set("editMessageText", {
      error_code: 400,
      description:
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
    });
    chat.refuse.set("answerCallbackQuery", {
      error_code: 400,
      description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
    });
    await receive(chat.tap(/^Haircut/));
    expect(chat.screen).toHaveLength(1);
    const outcomes = (await metrics.updates.get()).values.filter(({ value }) => value > 0);
    expect(outcomes).toMatchObject([{ labels: { outcome: "handled" } }, { labels: { outcome: "handled" } }]);
  });

  it.each(["message to edit not found", "message can't be edited"])(
    "is sent anew when it has become inaccessible (date 0), and the tap on it is obeyed once: %s",
    async (description) => {
      const { receive, chat, stub } = await botUnderTest(own.redis);
      await receive(chat.text("/book"));
      for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/]) await receive(chat.tap(label));
      const old = chat.last;
      const time = chat.tap("14:30").callback_query?.data ?? "";
      chat.refuse.set("editMessageText", { error_code: 400, description: `Bad Request: ${description}` });
      await receive(chat.tapInaccessible(time, old.messageId));
      expect(chat.last).not.toBe(old);
      expect(chat.last.text).toContain("Please check and confirm");
      await receive(chat.tapInaccessible(time, old.messageId));
      expect(stub.countOf("POST", /holds/)).toBe(1);
      await receive(chat.tap("Confirm ✓"));
      expect(stub.active(1001)).toMatchObject([{ localTime: "14:30" }]);
    },
  );

  it("shows the winner's step when two updates of one person got past the lock", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    const drafts = createDraftStore(own.redis, "bot:1");
    const draft = await drafts.load(1001);
    if (draft === undefined) throw new Error("There is no draft");
    // The draft moves on while the tap waits for the days.
    stub.beforeAnswer = async () => {
      stub.beforeAnswer = undefined;
      await drafts.replace(1001, draft.rev, { ...draft, rev: draft.rev + 1, step: { at: "help" } });
    };
    await receive(chat.tap(/^Gleb/));
    expect(chat.screen).toHaveLength(1);
    expect(chat.last.text).toContain("How it works");
    await receive(chat.tap("‹ Back"));
    expect(chat.labels()).toContain("My bookings");
  });
});

describe("my bookings", () => {
  it("shows a booking, moves it in one atomic step and says so", async () => {
    const { receive, chat, stub, appointment } = await booked();
    await receive(chat.text("/bookings"));
    await receive(chat.tap("Mon 23 Nov, 14:30 · Haircut"));
    expect(chat.labels()).toEqual([
      "Move",
      "Cancel booking",
      "Add a note to the master",
      "Calendar file",
      "Make Gleb my master",
      "My bookings",
      "Start page",
    ]);
    for (const label of ["Move", /^Tue 24/, "10:00"]) await receive(chat.tap(label));
    expect(chat.last.text).toContain("From: Monday 23 November, 14:30");
    expect(chat.last.text).toContain("To: <b>Tuesday 24 November, 10:00</b>");
    await receive(chat.tap("Yes, move it ✓"));
    expect(stub.active(1001)).toMatchObject([
      { id: appointment.id, localDate: "2026-11-24", localTime: "10:00" },
    ]);
    expect(chat.last.text).toContain("Moved ✓");
    expect(chat.countOf("sendVenue")).toBe(1);
  });

  it("leaves a booking alone when the person thinks better of moving it", async () => {
    const { receive, chat, stub, success } = await booked();
    await receive(chat.tap("Move", success));
    await receive(chat.tap("Leave it as it is"));
    expect(chat.last.text).toContain("Nothing was changed");
    expect(stub.active(1001)).toMatchObject([{ version: 2, localTime: "14:30" }]);
  });

  it("offers the nearest times when the new one is taken, and keeps the old one", async () => {
    const { receive, chat, stub, success } = await booked();
    for (const label of [/^Tue 24/, "10:00"] as const) {
      if (label !== "10:00") await receive(chat.tap("Move", success));
      await receive(chat.tap(label));
    }
    stub.taken.add("2026-11-24T08:00:00.000Z");
    await receive(chat.tap("Yes, move it ✓"));
    expect(chat.labels()[0]).toBe("Tue 24 Nov, 10:30");
    expect(stub.active(1001)).toMatchObject([{ localTime: "14:30" }]);
  });

  it("cancels only after asking once more", async () => {
    const { receive, chat, stub, success } = await booked();
    await receive(chat.tap("Cancel booking", success));
    expect(stub.active(1001)).toHaveLength(1);
    await receive(chat.tap("Leave it as it is"));
    expect(chat.last.text).toContain("Your booking");
    await receive(chat.tap("Cancel booking"));
    await receive(chat.tap("Yes, cancel it"));
    expect(stub.active(1001)).toEqual([]);
    expect(chat.last.text).toContain("Cancelled: Haircut, Monday 23 November, 14:30");
  });

  it("says the number to call when it is too late", async () => {
    const { receive, chat, stub, clock, success } = await booked();
    stub.now = new Date("2026-11-23T11:00:00Z");
    clock.set("2026-11-23T11:00:00Z");
    await receive(chat.tap("Cancel booking", success));
    expect(chat.last.text).toContain(
      "too late to move or cancel this visit here. Please call +371 20 000 000",
    );
    expect(chat.labels()).not.toContain("Move");
    expect(chat.labels()).not.toContain("Cancel booking");
  });
});

describe("buttons under a reminder", () => {
  it("M10: write the answer into the reminder itself, and keep it with the visit", async () => {
    const { receive, chat, stub, appointment } = await booked();
    const reminder = { messageId: 5, text: "See you tomorrow at 14:30", keyboard: [] };
    chat.screen.unshift(reminder);
    const data = encodeAppointmentAction("coming", appointment.id, appointment.version);
    await receive(chat.tapData(data, reminder));
    expect(reminder.text).toBe("See you tomorrow at 14:30\n\n✓ You said: I'll come");
    expect(chat.labels(reminder)).toEqual(["Move", "Cancel booking"]);
    expect(stub.active(1001)).toMatchObject([{ attendance: "coming" }]);
    await receive(chat.tapData(data, reminder));
    expect(reminder.text.match(/You said/g)).toHaveLength(1);
  });

  it("M10: answer in a new message when the reminder can't be edited any more", async () => {
    const { receive, chat, stub, appointment } = await booked();
    const data = encodeAppointmentAction("coming", appointment.id, appointment.version);
    await receive(chat.tapInaccessible(data, 5));
    expect(chat.last.text).toContain("We are expecting you: Haircut");
    expect(stub.active(1001)).toMatchObject([{ attendance: "coming" }]);
  });

  it.each(["coming", "move", "cancel"] as const)(
    "M10: are inert once the booking has changed, and show how it stands: %s",
    async (action) => {
      const { receive, chat, stub, appointment } = await booked();
      const reminder = {
        messageId: 5,
        text: "See you tomorrow",
        keyboard: [[{ text: "?", callback_data: "?" }]],
      };
      chat.screen.unshift(reminder);
      stub.appointments.set(appointment.id, { ...appointment, userId: 1001, version: 9 });
      await receive(
        chat.tapData(encodeAppointmentAction(action, appointment.id, appointment.version), reminder),
      );
      expect(reminder.keyboard).toEqual([]);
      expect(chat.last.text).toContain("has changed in the meantime");
      expect(chat.last.text).toContain("Your booking");
      expect(stub.active(1001)).toMatchObject([{ version: 9, attendance: "unanswered" }]);
    },
  );
});

describe("the log", () => {
  it("never holds what people write, how they are called, or what they are told", async () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: "bot",
      level: "trace",
      destination: { write: (line: string) => void lines.push(line) },
    });
    const { receive, chat, stub, clock } = await botUnderTest(own.redis, new StubBookingApi(), { logger });
    const failures = [
      () =>
        chat.refuse.set("sendMessage", { error_code: 400, description: "Bad Request: can't parse entities" }),
      () => chat.refuse.set("sendMessage", { error_code: 502, description: "Bad Gateway" }),
      () => (stub.failure = () => new Response("oops", { status: 500 })),
      () => (stub.failure = () => new TypeError("fetch failed")),
    ];
    await receive(chat.text("/start"));
    for (const fail of failures) {
      fail();
      // The catalogue has to be read again.
      clock.advance(60_000);
      await receive(chat.text("my phone is +371 29 999 999")).catch(() => undefined);
    }
    expect(lines.length).toBeGreaterThanOrEqual(failures.length);
    expect(lines.join("")).not.toMatch(/phone is|999|Вера|Whiskers|I only understand/);
    expect(lines.join("")).toContain('"userId":1001');
  });
});

describe("the person", () => {
  it("M17: is addressed in their own language, which is kept for those who write to them later", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    chat.user.language_code = "ru";
    await receive(chat.text("/start"));
    expect(chat.labels()).toContain("Записаться");
    expect(stub.clients.get(1001)).toMatchObject({ name: "Вера", locale: "ru" });
  });

  it("M17: may choose another language, and the choice outlives Redis", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/language"));
    expect(chat.labels()).toEqual(["Русский", "English · chosen ✓", "‹ Back"]);
    await receive(chat.tap("Русский"));
    expect(chat.last.text).toContain("Теперь говорим по-русски");
    await own.redis.flushdb();
    await receive(chat.text("/help"));
    expect(chat.last.text).toContain("Как это работает");
  });

  it("who blocks the bot is unreachable, and reachable when they are back", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    const member = (status: string) =>
      chat.update({
        my_chat_member: {
          chat: { id: 1001, type: "private" },
          from: chat.user,
          date: 1,
          old_chat_member: { status: "member", user: {} },
          new_chat_member: { status, user: {} },
        },
      });
    await receive(member("kicked"));
    expect(stub.reachable.get(1001)).toBe(false);
    await receive(member("member"));
    expect(stub.reachable.get(1001)).toBe(true);
  });

  it("who blocks the bot between tap and answer is noted as unreachable", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    chat.refuse.set("sendMessage", {
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    await receive(chat.text("/start"));
    expect(stub.reachable.get(1001)).toBe(false);
  });
});
