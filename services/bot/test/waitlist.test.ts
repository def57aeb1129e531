import { encodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { glebId, serviceId, StubBookingApi } from "./stub-booking-api";

const own = ownRedis();

/** Where the days of a haircut with Gleb are chosen. */
async function atDays(stub = new StubBookingApi()) {
  const world = await botUnderTest(own.redis, stub);
  await world.receive(world.chat.text("/book"));
  for (const label of [/^Haircut/, /^Gleb/]) await world.receive(world.chat.tap(label));
  return world;
}

/** A time is held for the person, and the notifier has told them. */
async function offered() {
  const world = await atDays();
  const { receive, chat, stub } = world;
  for (const label of [/^Mon 23/, "14:30"]) await receive(chat.tap(label));
  const [held] = [...stub.appointments.values()];
  if (held === undefined) throw new Error("Nothing is held");
  stub.appointments.set(held.id, { ...held, holdKind: "waitlist" });
  await own.redis.flushdb();
  const message = { messageId: 77, text: "A time came free" };
  chat.screen.push({ ...message, keyboard: [] });
  const tap = (action: "show" | "refuse_offer") =>
    chat.tapData(encodeAppointmentAction(action, held.id, held.version), message);
  return { ...world, held, tap };
}

describe("the waiting list", () => {
  it("is joined without typing when no day is free, for days and a part of them", async () => {
    const stub = new StubBookingApi();
    stub.openDates = new Set();
    const { receive, chat } = await atDays(stub);
    expect(chat.last.text).toContain("There are no free times until");
    for (const label of ["Join the waiting list", "Within the next 7 days", "Afternoon"]) {
      // Also when Redis is wiped before each tap: the buttons carry all of it.
      await own.redis.flushdb();
      await receive(chat.tap(label));
    }
    expect(stub.wishes).toMatchObject([
      {
        serviceIds: [serviceId],
        masterId: glebId,
        from: "2026-11-22",
        to: "2026-11-28",
        dayParts: ["afternoon"],
      },
    ]);
    expect(chat.last.text).toContain("You are on the waiting list ✓");
    expect(chat.last.text).toContain("keep it for you for 10 minutes");
    expect(chat.last.text).toContain("Only: Afternoon");
    expect(chat.screen).toHaveLength(1);
  });

  it("is joined for one day from that day's times, with a way back at each step", async () => {
    const { receive, chat, stub } = await atDays();
    await receive(chat.tap(/^Tue 24/));
    await receive(chat.tap("Join the waiting list"));
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("Tuesday 24 November");
    for (const label of ["Join the waiting list", "Only Tue 24 Nov", "‹ Back", "Only Tue 24 Nov"])
      await receive(chat.tap(label));
    await receive(chat.tap("Any time of day"));
    expect(stub.wishes).toMatchObject([{ from: "2026-11-24", to: "2026-11-24" }]);
    expect(chat.last.text).toContain("Tuesday 24 November");
  });

  it("is joined once by a double tap and by an update that is brought again", async () => {
    const { receive, chat, stub } = await atDays();
    for (const label of ["Join the waiting list", "Within the next 14 days"]) await receive(chat.tap(label));
    const tap = chat.tap("Any time of day");
    await receive(tap);
    await own.redis.flushdb();
    await receive(tap);
    expect(stub.wishes).toHaveLength(1);
  });

  it("lists what is waited for, and is left", async () => {
    const { receive, chat, stub } = await atDays();
    for (const label of ["Join the waiting list", /^Any day until/, "Morning"])
      await receive(chat.tap(label));
    await receive(chat.text("/bookings"));
    await receive(chat.tap("Waiting list"));
    expect(chat.labels()[0]).toBe("Sun 22 Nov – Wed 6 Jan · Haircut");
    await receive(chat.tap(/^Sun 22/));
    await receive(chat.tap("Leave the waiting list"));
    expect(chat.last.text).toContain("You no longer wait for that");
    expect(stub.wishes).toMatchObject([{ state: "left" }]);
    expect(chat.last.text).toContain("You are not on the waiting list");
  });

  it("says when there are as many wishes as there can be", async () => {
    const { receive, chat, stub } = await atDays();
    for (let count = 0; count < 6; count += 1) {
      await receive(chat.text("/book"));
      for (const label of [/^Haircut/, /^Gleb/, "Join the waiting list", /^Any day/, "Morning"])
        await receive(chat.tap(label));
    }
    expect(stub.wishes).toHaveLength(5);
    expect(chat.last.text).toContain("as much as one can at once");
  });

  it("is not offered while a booked visit is moved", async () => {
    const { receive, chat } = await atDays();
    for (const label of [/^Mon 23/, "14:30", "Confirm ✓", "Move"]) await receive(chat.tap(label));
    expect(chat.labels()).not.toContain("Join the waiting list");
  });
});

describe("a time that came free", () => {
  it("is taken on the screen that confirms it", async () => {
    const { receive, chat, stub, tap } = await offered();
    await receive(tap("show"));
    expect(chat.last.text).toContain("This time came free for you");
    expect(chat.last.text).toContain("until <b>12:05</b>");
    expect(chat.labels()).toEqual(["Confirm ✓", "Add a note to the master", "‹ Back", "No, thanks"]);
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toHaveLength(1);
  });

  it("stays theirs while they look elsewhere, by whatever way, until they refuse it or its time is over", async () => {
    const { receive, chat, stub, held, tap } = await offered();
    await receive(tap("show"));
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("You are not on the waiting list");
    for (const command of ["/bookings", "/start"]) {
      await receive(tap("show"));
      await receive(chat.text(command));
    }
    await receive(chat.tap("Start over"));
    expect(stub.appointments.get(held.id)?.status).toBe("held");
    await receive(tap("show"));
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toHaveLength(1);
  });

  it.each(["under the message", "on the screen that confirms it"])(
    "is refused %s, and goes on",
    async (place) => {
      const { receive, chat, stub, held, tap } = await offered();
      if (place === "under the message") await receive(tap("refuse_offer"));
      else {
        await receive(tap("show"));
        await receive(chat.tap("No, thanks"));
      }
      expect(stub.appointments.get(held.id)?.status).toBe("expired");
      expect(chat.last.text).toContain("this time goes to the next one");
      // Twice is as good as once.
      await receive(tap("refuse_offer"));
      expect(chat.last.text).toContain("This offer has run out");
    },
  );

  it("is told to have run out, when it has", async () => {
    const { receive, chat, stub, held, tap } = await offered();
    stub.appointments.set(held.id, { ...held, status: "expired" });
    await receive(tap("show"));
    expect(chat.last.text).toContain("the time ran out");
  });
});
