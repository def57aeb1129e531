import { encodeAppointmentAction, encodeWaitlistOf } from "@okoshko/contracts/callback-data";
import { decodeDeepLink } from "../src/deep-links";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { glebId, miraId, serviceId, StubBookingApi, trimId } from "./stub-booking-api";
import { clientIdOf } from "./stub-desk";

const own = ownRedis();

const vera = 1001;
const gleb = { id: 2001, first_name: "Gleb", is_bot: false, language_code: "en" };
const inga = { id: 3001, first_name: "Inga", is_bot: false, language_code: "en" };

/** A shop with a master and an owner, on Sunday 22 November, at noon. */
function shop() {
  const stub = new StubBookingApi();
  stub.staff.set(gleb.id, { roles: ["master", "client"], masterId: glebId });
  stub.staff.set(inga.id, { roles: ["owner", "client"], masterId: null });
  stub.clients.set(vera, { ...stub.client(vera), name: "Vera Lugova", locale: "ru" });
  return stub;
}

/** The chat of somebody who works here, on their own replica, with their day on the screen. */
async function atDesk(stub = shop(), user = gleb) {
  const world = await botUnderTest(own.redis, stub, { user });
  const { receive, chat } = world;
  await receive(chat.text("/desk"));
  const taps = async (...labels: (string | RegExp)[]) => {
    for (const label of labels) await receive(chat.tap(label));
  };
  return { ...world, taps };
}

/** The same, with a visit's card on the screen: tomorrow at half past two, unless it is another one. */
async function atVisit(startsAt = "2026-11-23T12:30:00Z") {
  const stub = shop();
  const visit = stub.book(vera, startsAt);
  const world = await atDesk(stub);
  const open = encodeAppointmentAction("desk", visit.id, visit.version);
  await world.receive(world.chat.tapData(open, world.chat.last));
  const now = () => stub.appointments.get(visit.id);
  return { ...world, visit, now };
}

describe("a visit that has begun", () => {
  const begun = () => atVisit("2026-11-22T08:00:00Z");

  it("took place when the master says so twice, and is put right by the same two taps", async () => {
    const { taps, chat, now } = await begun();
    expect(chat.last.text).toContain("Client: <b>Vera Lugova</b>");
    await taps("It took place ✓");
    expect(chat.last.text).toContain("Did the visit take place?");
    expect(now()?.status).toBe("confirmed");
    await taps("Yes, it took place ✓");
    expect(now()?.status).toBe("completed");
    expect(chat.last.text).toContain("Noted: the visit took place ✓");
    await taps("They didn't come", "Yes, they didn't come");
    expect(now()?.status).toBe("no_show");
    expect(chat.last.text).toContain("Noted: the client didn't come.");
    expect(chat.labels()).toContain("It took place ✓");
  });

  it("stays as it is when the master thinks better of it", async () => {
    const { taps, chat, now } = await begun();
    await taps("They didn't come", "Leave it as it is");
    expect(now()?.status).toBe("confirmed");
    expect(chat.labels()).toContain("They didn't come");
  });

  it("is shown as it stands to who answers the question after it has changed", async () => {
    const { taps, chat, now, stub, visit } = await begun();
    await taps("They didn't come");
    stub.appointments.set(visit.id, { ...visit, userId: vera, status: "cancelled", version: 3 });
    await taps("Yes, they didn't come");
    expect(now()?.status).toBe("cancelled");
    expect(chat.last.text).toContain("has changed in the meantime");
    expect(chat.last.text).toContain("Visit, cancelled");
  });
});

describe("a visit that is called off by the master", () => {
  it("has a ready reason, which the client reads in their language and the master in theirs", async () => {
    const { taps, chat, now, stub, visit } = await atVisit();
    await taps("Cancel booking");
    expect(chat.last.text).toContain("Cancel this visit?");
    expect(now()?.status).toBe("confirmed");
    await taps("The master is ill");
    expect(now()).toMatchObject({ status: "cancelled", cancelledBy: "staff" });
    expect(stub.desk.reasons.get(visit.id)).toBe("Мастер заболел");
    expect(chat.last.text).toContain("the client is told why: “The master is ill”");
    expect(chat.last.text).toContain("Visit, cancelled");
    expect(chat.labels()).not.toContain("Cancel booking");
  });

  it("has a reason of the master's own, as they wrote it, or none", async () => {
    const written = await atVisit();
    await written.taps("Cancel booking");
    await written.receive(written.chat.text("x".repeat(501)));
    expect(written.chat.last.text).toContain("That is 501 characters");
    await written.receive(written.chat.text("A <pipe> has burst"));
    expect(written.chat.last.text).toContain("The client will read: “A &lt;pipe&gt; has burst”");
    expect(written.now()?.status).toBe("confirmed");
    await written.taps("Cancel with this reason");
    expect(written.stub.desk.reasons.get(written.visit.id)).toBe("A <pipe> has burst");

    await own.redis.flushdb();
    const none = await atVisit();
    await none.taps("Cancel booking", "Cancel without a reason");
    expect(none.now()?.status).toBe("cancelled");
    expect(none.stub.desk.reasons.size).toBe(0);
  });

  it("is not called off by a reason that got lost with Redis: it is asked for again", async () => {
    const { taps, chat, receive, now } = await atVisit();
    await taps("Cancel booking");
    await receive(chat.text("A pipe has burst"));
    await own.redis.flushdb();
    await taps("Cancel with this reason");
    expect(chat.last.text).toContain("The text of the reason got lost");
    expect(now()?.status).toBe("confirmed");
  });
});

describe("a visit that is moved by the master", () => {
  it("goes to a day and a time, with a last look at what lies around it, and the client is told", async () => {
    const { taps, chat, now, stub } = await atVisit();
    stub.book(1002, "2026-11-24T14:00:00Z");
    await taps("Move", /^Tue 24/, "15:00");
    expect(chat.last.text).toContain("Now: Monday 23 November, 14:30–15:15");
    expect(chat.last.text).toContain("New time: <b>Tuesday 24 November, 15:00</b>");
    expect(chat.last.text).toContain("Before it: nobody on that day.");
    expect(chat.last.text).toContain("After it: 16:00–16:45");
    expect(now()?.localDate).toBe("2026-11-23");
    await taps("Yes, move it ✓");
    expect(now()).toMatchObject({ localDate: "2026-11-24", localTime: "15:00", status: "confirmed" });
    expect(chat.last.text).toContain("Moved to Tue 24 Nov, 15:00. We tell the client.");
  });

  it("stays where it is when somebody is faster, with the nearest times, or when the master leaves it", async () => {
    const { taps, chat, now, stub } = await atVisit();
    await taps("Move", /^Tue 24/, "15:00");
    stub.taken.add("2026-11-24T13:00:00.000Z");
    await taps("Yes, move it ✓");
    expect(chat.last.text).toContain("This time has just been taken.");
    expect(now()?.localDate).toBe("2026-11-23");
    await taps("Tue 24 Nov, 14:30", "Leave it as it is");
    expect(chat.last.text).toContain("Nothing was changed.");
    expect(now()?.localDate).toBe("2026-11-23");
  });

  it("is begun anew when Redis was wiped in the middle, and nothing is changed", async () => {
    const { taps, chat, now } = await atVisit();
    await taps("Move", /^Tue 24/);
    await own.redis.flushdb();
    await taps("15:00");
    expect(chat.last.text).toContain("nothing was changed");
    expect(now()?.localDate).toBe("2026-11-23");
  });
});

describe("the master's day", () => {
  it("says who is there, until when, and who comes next, in how long", async () => {
    const stub = shop();
    stub.book(vera, "2026-11-22T09:45:00Z");
    stub.clients.set(1002, { ...stub.client(1002), name: "Theo Marsh" });
    stub.book(1002, "2026-11-22T12:30:00Z");
    const { chat, receive, clock } = await atDesk(stub);
    expect(chat.last.text).toContain("It is 12:00.");
    expect(chat.last.text).toContain("Here now: <b>Vera Lugova</b>, until 12:30.");
    expect(chat.last.text).toContain("Next: <b>Theo Marsh</b> at 14:30, in 2 h 30 min.");

    clock.set("2026-11-22T13:20:00Z");
    await receive(chat.text("/desk"));
    expect(chat.last.text).not.toContain("Here now");
    expect(chat.last.text).toContain("No more visits today.");
  });

  it("is one of a week, which tells visits and free time of each day, and leads to it", async () => {
    const stub = shop();
    stub.book(vera, "2026-11-23T12:30:00Z");
    stub.book(1002, "2026-11-24T09:00:00Z");
    stub.book(vera, "2026-11-24T14:00:00Z", "pending");
    const [startsAt, endsAt] = ["2026-11-24T22:00:00.000Z", "2026-11-25T22:00:00.000Z"];
    const id = "44444444-4444-4444-8444-444444444444";
    stub.desk.timeOff.push({ id, masterId: glebId, startsAt, endsAt, note: null, createdAt: startsAt });
    const { taps, chat } = await atDesk(stub);
    await taps("Week");
    expect(chat.last.text).toContain("Your week: Mon 16 Nov – Sun 22 Nov");
    expect(chat.last.text).toContain("No visits, 6 h free");
    await taps("Week after ›");
    expect(chat.last.text).toContain("Your week: Mon 23 Nov – Sun 29 Nov");
    expect(chat.last.text).toContain("3 visits, 45 h 45 min free");
    expect(chat.labels().slice(0, 4)).toEqual([
      "Mon 23 Nov · 1 visit, 7 h 15 min free",
      "Tue 24 Nov · 2 visits, 6 h 30 min free",
      "Wed 25 Nov · no visits",
      "Thu 26 Nov · no visits, 8 h free",
    ]);
    await taps(/^Tue 24 Nov/);
    expect(chat.last.text).toContain("Your day: Tuesday 24 November");
    expect(chat.last.text).toContain("<b>16:00–16:45</b> Vera Lugova, Haircut · waits for your answer");
    await taps("Week", "‹ Week before", "‹ Back");
    expect(chat.last.text).toContain("Your day: today, Sunday 22 November");
  });
});

describe("a visit's card", () => {
  it("names the neighbours of the day, right before and right after, of this master alone", async () => {
    const { stub, taps, receive, chat, visit } = await atVisit();
    expect(chat.last.text).toContain("Before it: nobody on that day.");
    expect(chat.last.text).toContain("After it: nobody on that day.");
    stub.business = { ...stub.business, maxActiveAppointmentsPerClient: 9 };
    stub.clients.set(1002, { ...stub.client(1002), name: "Theo Marsh" });
    stub.book(1002, "2026-11-23T08:00:00Z");
    stub.book(1002, "2026-11-23T10:00:00Z");
    const theirs = { ...stub.book(1002, "2026-11-23T11:30:00Z"), masterId: miraId, userId: 1002 };
    stub.appointments.set(theirs.id, theirs);
    stub.book(1002, "2026-11-23T14:00:00Z");
    await receive(chat.tapData(encodeAppointmentAction("desk", visit.id, visit.version)));
    expect(chat.last.text).toContain("Before it: 12:00–12:45 Theo Marsh, Haircut\n");
    expect(chat.last.text).toContain("After it: 16:00–16:45 Theo Marsh, Haircut");
    await taps("The whole day: Mon 23 Nov");
    expect(chat.labels().filter((label) => label.includes("Theo"))).toHaveLength(3);
  });

  it("says when our messages don't reach the client, and whether they are on Telegram at all", async () => {
    const { stub, receive, chat, visit } = await atVisit();
    const look = () => receive(chat.tapData(encodeAppointmentAction("desk", visit.id, visit.version)));
    expect(chat.last.text).not.toContain("please call them");
    stub.reachable.set(vera, false);
    await look();
    expect(chat.last.text).toContain(
      "Our messages don't reach them: please call them about changes yourself.",
    );
    stub.desk.byPhone.add(vera);
    await look();
    expect(chat.last.text).toContain("Not on Telegram: please call them about changes yourself.");
  });
});

describe("a booking for somebody who called", () => {
  it("is made at another time for a new client with a number, who is told to be called about changes", async () => {
    const { taps, receive, chat, stub } = await atDesk();
    await taps("Book a client", "For another time");
    await receive(chat.text("Lida Krotova +371 20 000 002"));
    expect(chat.last.text).toContain("There is no such client yet.");
    await taps("New client: Lida Krotova", /^Haircut/, "Go on: 45 min, €25", /^Tue 24 Nov/, "15:00");
    expect(chat.last.text).toContain("Please check and book");
    expect(chat.last.text).toContain("Client: <b>Lida Krotova</b>");
    expect(chat.last.text).toContain("The client is not on Telegram: there will be no reminders.");
    expect(stub.desk.byPhone.size).toBe(1);
    await taps("Book ✓");
    expect(chat.last.text).toContain("Booked ✓");
    expect(chat.last.text).toContain("Phone: +37120000002");
    expect(chat.last.text).toContain("Not on Telegram: please call them about changes yourself.");
    expect([...stub.appointments.values()]).toMatchObject([
      { status: "confirmed", masterId: glebId, localDate: "2026-11-24", localTime: "15:00", userId: 9_000 },
    ]);
  });

  it("is made for somebody who is known, with a step back at any time, and none when it is called off", async () => {
    const { taps, receive, chat, stub } = await atDesk();
    await taps("Book a client", "For another time", /^Vera Lugova/, /^Haircut/, /^Beard trim/);
    expect(chat.labels()).toContain("Haircut · 45 min · €25 · chosen ✓");
    await taps("Go on: 1 h 15 min, €40", "‹ Back");
    expect(chat.last.text).toContain("What is to be done?");
    await taps(/^Beard trim/, "Go on: 45 min, €25", /^Tue 24 Nov/, "‹ Back", /^Wed 25 Nov/, "15:00");
    expect([...stub.appointments.values()]).toMatchObject([{ status: "held", localDate: "2026-11-25" }]);
    await taps("Cancel");
    expect(chat.last.text).toContain("All right, nothing was booked.");
    expect([...stub.appointments.values()]).toMatchObject([{ status: "expired" }]);
    await receive(chat.text("/desk"));
    expect(chat.last.text).toContain("No more visits today.");
  });
});

describe("time blocked from right now", () => {
  it("is half an hour in two taps, and a double tap is one", async () => {
    const { taps, receive, chat, stub } = await atDesk();
    await taps("Block time");
    const twice = [chat.tap("For 30 min"), chat.tap("For 30 min")];
    for (const tap of twice) await receive(tap);
    expect(stub.desk.timeOff).toMatchObject([
      { masterId: glebId, startsAt: "2026-11-22T10:00:00.000Z", endsAt: "2026-11-22T10:30:00.000Z" },
    ]);
    expect(chat.last.text).toContain("Blocked: Sunday 22 November, 12:00–12:30");
    await taps("Today");
    expect(chat.last.text).toContain("12:00–12:30 blocked");
    await taps("Block time", "Open: Sun 22 Nov, 12:00–12:30");
    expect(stub.desk.timeOff).toEqual([]);
  });

  it("is the rest of the day: to the end of the working hours, or to midnight when those are over", async () => {
    const { taps, receive, chat, stub, clock } = await atDesk();
    await taps("Block time", "Rest of the day");
    expect(chat.last.text).toContain("Blocked: Sunday 22 November, 12:00–18:00");
    clock.set("2026-11-22T17:00:00Z");
    await receive(chat.text("/desk"));
    await taps("Block time", "Rest of the day");
    expect(stub.desk.timeOff.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      ["2026-11-22T10:00:00.000Z", "2026-11-22T16:00:00.000Z"],
      ["2026-11-22T17:00:00.000Z", "2026-11-22T22:00:00.000Z"],
    ]);
  });
});

describe("time blocked from one hour to another", () => {
  it("begins no earlier than now, ends after it begins, names who is booked in it, and is opened again", async () => {
    const stub = shop();
    stub.book(vera, "2026-11-22T12:30:00Z");
    const { taps, chat } = await atDesk(stub);
    await taps("Block time", "From … to …");
    expect(chat.labels().slice(0, 2)).toEqual(["12:00", "12:30"]);
    await taps("14:00");
    expect(chat.last.text).toContain("<b>Sunday 22 November, from 14:00</b>. Until what time?");
    expect(chat.labels()[0]).toBe("14:30");
    expect(chat.labels()).toContain("18:00");
    const until = chat.tap("15:30");
    await taps("15:30");
    expect(stub.desk.timeOff).toMatchObject([
      { masterId: glebId, startsAt: "2026-11-22T12:00:00.000Z", endsAt: "2026-11-22T13:30:00.000Z" },
    ]);
    expect(chat.last.text).toContain("Blocked: Sunday 22 November, 14:00–15:30");
    expect(chat.last.text).toContain("1 client is booked in that time");
    expect(chat.last.text).toContain("14:30 Vera Lugova");
    await (await atDesk(stub)).receive(until);
    expect(stub.desk.timeOff).toHaveLength(1);

    await taps("What is blocked", "Open: Sun 22 Nov, 14:00–15:30");
    expect(chat.last.text).toContain("This time can be booked again ✓");
    expect(stub.desk.timeOff).toEqual([]);
  });

  it("is chosen on another day as well, from its first working hour", async () => {
    const { taps, chat, stub } = await atDesk();
    await taps("Block time", "From … to …", "Mon 23 Nov ›");
    expect(chat.labels()[0]).toBe("10:00");
    await taps("17:30");
    expect(chat.labels()[0]).toBe("18:00");
    await taps("18:00");
    expect(stub.desk.timeOff).toMatchObject([
      { startsAt: "2026-11-23T15:30:00.000Z", endsAt: "2026-11-23T16:00:00.000Z" },
    ]);
    expect(chat.last.text).toContain("Nobody is booked in that time.");
  });
});

describe("free times to share", () => {
  it("are a message without the desk's buttons, whose link leads to booking with this master", async () => {
    const { taps, chat } = await atDesk();
    await taps("Share free times");
    expect(chat.last.text).toContain("This is what your client sees.");
    expect(chat.last.text).toContain("Mon 23 Nov: 10:00, 10:30, 11:00, 11:30, 12:00, 12:30 and 10 more.");
    expect(chat.last.text).not.toContain("Sun 22 Nov");
    await taps("Send it to forward");
    expect(chat.screen.map(({ text }) => text.includes("The message is below"))).toEqual([true, false]);
    expect(chat.last.text).toContain("<b>Gleb: free times</b>");
    expect(chat.last.text).not.toContain("This is what your client sees.");
    expect(chat.labels()).toEqual(["Copy link"]);
    const [, payload = ""] = /t\.me\/okoshko_demo_bot\?start=(\S+)/.exec(chat.last.text) ?? [];
    expect(decodeDeepLink(payload)).toMatchObject({ kind: "booking", masterId: glebId, serviceId: null });
  });

  it("are those of the days that are asked for, and nothing is sent where there are none", async () => {
    const { taps, chat } = await atDesk();
    await taps("Share free times", "Tomorrow");
    expect(chat.last.text).toContain("Mon 23 Nov");
    expect(chat.last.text).not.toContain("Tue 24 Nov");
    await taps("Today");
    expect(chat.last.text).toContain("There are no free times today.");
    expect(chat.labels()).not.toContain("Send it to forward");
    expect(chat.labels()).toContain("Copy link");
  });
});

describe("the waiting list at the desk", () => {
  it("opens from the notifier's message about somebody who waits, and only for those who work here", async () => {
    const { receive, chat } = await botUnderTest(own.redis, shop(), { user: gleb });
    await receive(chat.tapData(encodeWaitlistOf(glebId), { messageId: 77, text: "Somebody waits" }));
    expect(chat.last.text).toContain("Nobody is waiting for a time to come free.");
    const client = await botUnderTest(own.redis, shop());
    await client.receive(
      client.chat.tapData(encodeWaitlistOf(glebId), { messageId: 77, text: "Somebody waits" }),
    );
    expect(client.chat.last.text).not.toContain("to come free");
  });

  it("shows all wishes to who runs the business, from the message and from the list of masters, and goes back there", async () => {
    const stub = shop();
    stub.wishes.push(
      ...[null, miraId].map((masterId, index) => ({
        id: clientIdOf(index),
        state: "waiting" as const,
        clientId: clientIdOf(4 + index),
        serviceIds: [serviceId],
        masterId,
        from: "2026-11-23",
        to: "2026-11-23",
        dayParts: ["evening" as const],
        offer: null,
        createdAt: stub.now.toISOString(),
      })),
    );
    const { receive, chat } = await botUnderTest(own.redis, stub, { user: inga });
    await receive(chat.tapData(encodeWaitlistOf(null), { messageId: 77, text: "Somebody waits" }));
    expect(chat.last.text).toContain("2 clients wait for a time to come free.");
    expect(chat.last.text).toContain("Evening, with any master");
    expect(chat.last.text).toContain("Evening, with Mira only");
    await receive(chat.tap("‹ Back"));
    await receive(chat.tap("Waitlist"));
    expect(chat.last.text).toContain("2 clients wait");
  });

  it("shows whose wishes this master can fulfil, what is offered, and no names of others' clients", async () => {
    const stub = shop();
    const wish = (clientId: string, change: Partial<(typeof stub.wishes)[number]>) =>
      stub.wishes.push({
        id: clientId,
        state: "waiting",
        clientId,
        serviceIds: [serviceId],
        masterId: glebId,
        from: "2026-11-23",
        to: "2026-11-27",
        dayParts: ["evening"],
        offer: null,
        createdAt: stub.now.toISOString(),
        ...change,
      });
    const { taps, chat } = await atDesk(stub);
    await taps("Waitlist");
    expect(chat.last.text).toContain("Nobody is waiting");
    wish(clientIdOf(vera), {
      state: "offered",
      offer: {
        appointmentId: trimId,
        startsAt: "2026-11-24T13:00:00.000Z",
        masterId: glebId,
        localDate: "2026-11-24",
        localTime: "15:00",
        expiresAt: "2026-11-22T10:10:00.000Z",
      },
    });
    wish(clientIdOf(4), {
      masterId: null,
      serviceIds: [trimId],
      dayParts: ["morning", "afternoon", "evening"],
    });
    wish(clientIdOf(5), { masterId: miraId });
    await taps("‹ Back", "Waitlist");
    expect(chat.last.text).toContain("2 clients wait for a time to come free.");
    expect(chat.last.text).toContain("<b>Vera Lugova</b>: Haircut");
    expect(chat.last.text).toMatch(/Mon 23 Nov – Fri 27 Nov, evening, with this master only/i);
    expect(chat.last.text).toContain("Offered right now: Tuesday 24 November, 15:00, until 12:10.");
    expect(chat.last.text).toContain("<b>A client</b>: Beard trim");
    expect(chat.last.text).toContain("at any time, with any master");
  });
});

describe("the calendar's address", () => {
  it("is shown once, in a message that can't be forwarded; a new one ends it, and so does switching it off", async () => {
    const { taps, receive, chat, stub } = await atDesk();
    await taps("My calendar");
    const card = chat.last;
    expect(card.text).toContain("Your visits in your phone's calendar");
    await receive(chat.tap("New address", card));
    const first = stub.desk.feeds.get(glebId) ?? "";
    expect(chat.last.text).toContain(`<code>https://api.okoshko.test${first}</code>`);
    expect(chat.calls.at(-1)).toMatchObject({ method: "sendMessage", payload: { protect_content: true } });
    await receive(chat.tap("New address", card));
    expect(chat.last.text).not.toContain(first);
    expect(card.text).not.toContain("<code>");
    await receive(chat.tap("Switch the address off", card));
    expect(stub.desk.feeds.size).toBe(0);
    expect(card.text).toContain("The address is switched off");
  });
});

describe("two who decide on one request at the same moment", () => {
  /** A request, under which both have the notifier's message, each on a replica of their own. */
  async function asked() {
    const stub = shop();
    const request = stub.book(vera, "2026-11-23T12:30:00Z", "pending");
    const one = async (user: typeof gleb) => {
      const world = await botUnderTest(own.redis, stub, { user });
      const message = { messageId: 77, text: "Vera asks for a visit", keyboard: [] };
      world.chat.screen.push(message);
      const tap = (action: "accept" | "decline") =>
        world.chat.tapData(encodeAppointmentAction(action, request.id, request.version), message);
      const told = () => world.chat.screen.map(({ text }) => text).join("\n");
      return { ...world, tap, told, message };
    };
    const [master, owner] = [await one(gleb), await one(inga)];
    const now = () => stub.appointments.get(request.id);
    return { stub, master, owner, now };
  }

  it.each(["the master first", "the owner first"])(
    "one wins, and the other is told how it stands: %s",
    async (first) => {
      const { master, owner, now } = await asked();
      await owner.receive(owner.tap("decline"));
      expect(owner.chat.last.text).toContain("Decline this request?");
      const accepts = () => master.receive(master.tap("accept"));
      const declines = () => owner.receive(owner.chat.tap("Decline without a reason"));
      await Promise.all(first === "the master first" ? [accepts(), declines()] : [declines(), accepts()]);

      const isAccepted = now()?.status === "confirmed";
      expect(now()?.version).toBe(3);
      const [winner, loser] = isAccepted ? [master, owner] : [owner, master];
      expect(winner.told()).toContain(
        isAccepted ? "Accepted ✓ We tell the client." : "Declined. We tell the client.",
      );
      expect(winner.told()).not.toContain("too late");
      expect(loser.told()).not.toContain("We tell the client.");
      expect(loser.message.text).toContain("This button came too late.");
      expect(loser.message.keyboard).toEqual([]);
      expect(loser.chat.last.text).toContain("has changed in the meantime");
      expect(loser.chat.last.text).toContain(isAccepted ? "<b>Visit</b>" : "Request, declined");
      // The buttons of the card are those of the visit as it is.
      expect(loser.chat.labels()).not.toContain("Accept ✓");
    },
  );

  it("both are told yes when both say yes, and it is one yes", async () => {
    const { master, owner, now } = await asked();
    await Promise.all([master.receive(master.tap("accept")), owner.receive(owner.tap("accept"))]);
    expect(now()).toMatchObject({ status: "confirmed", version: 3 });
    for (const one of [master, owner]) expect(one.message.text).toContain("Accepted ✓ We tell the client.");
  });

  it("who begins to decline what is accepted by then is told at once, and asked for no reason", async () => {
    const { master, owner, now } = await asked();
    await master.receive(master.tap("accept"));
    await owner.receive(owner.tap("decline"));
    expect(now()?.status).toBe("confirmed");
    expect(owner.told()).not.toContain("Decline this request?");
    expect(owner.message.text).toContain("The visit is confirmed.");
    expect(owner.chat.last.text).toContain("has changed in the meantime");
  });
});
