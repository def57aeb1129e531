import { noMoreBroadcasts } from "@okoshko/contracts/callback-data";
import { encodeDeepLink } from "../src/deep-links";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { glebId, miraId, serviceId, trimId } from "./stub-booking-api";

const own = ownRedis();

const unknownId = "99999999-9999-4999-8999-999999999999";

describe("settings", () => {
  it("choose when one is reminded, without typing, and lead back to what is usual", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/settings"));
    expect(chat.last.text).toContain("Reminders: 24 h, 2 h before");
    await receive(chat.tap("Reminders"));
    expect(chat.last.text).toContain("As usual here: 24 h, 2 h before");
    expect(chat.last.text).toContain("Between 21:00 and 09:00");
    for (const label of ["24 h before · on", "30 min before · off"]) await receive(chat.tap(label));
    expect(stub.client(1001).reminderLeadsMinutes).toEqual([120, 30]);
    expect(chat.last.text).toContain("You chose: 2 h, 30 min before");
    for (const label of ["2 h before · on", "30 min before · on"]) await receive(chat.tap(label));
    expect(stub.client(1001).reminderLeadsMinutes).toEqual([]);
    expect(chat.last.text).toContain("You chose: none");
    for (const label of ["48 h before · off", "3 h before · off", "2 h before · off", "1 h before · off"])
      await receive(chat.tap(label));
    await receive(chat.tap("24 h before · off"));
    expect(chat.last.text).toContain("4 reminders are the most");
    await receive(chat.tap("As usual here"));
    expect(stub.client(1001).reminderLeadsMinutes).toBeNull();
  });

  it("take a phone number and a favourite master back", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    stub.clients.set(1001, { ...stub.client(1001), phone: "+37120000001", favouriteMasterId: glebId });
    await receive(chat.text("/settings"));
    expect(chat.last.text).toContain("Your phone number: +37120000001");
    expect(chat.last.text).toContain("Your master: Gleb");
    for (const label of ["Remove my phone number", "No master of my own"]) await receive(chat.tap(label));
    expect(stub.client(1001)).toMatchObject({ phone: null, favouriteMasterId: null });
  });
});

describe("news", () => {
  it("end by the button under a broadcast, and begin again in the settings", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    const message = { messageId: 77, text: "A new master has come" };
    await receive(chat.tapData(noMoreBroadcasts, message));
    expect(stub.client(1001).acceptsBroadcasts).toBe(false);
    expect(chat.calls).toContainEqual({
      method: "editMessageReplyMarkup",
      payload: expect.objectContaining({ message_id: 77 }) as object,
    });
    expect(chat.last.text).toContain("We won't send you news any more");
    await receive(chat.tap("Send me news again"));
    expect(stub.client(1001).acceptsBroadcasts).toBe(true);
    await receive(chat.tap("No more news, please"));
    expect(stub.client(1001).acceptsBroadcasts).toBe(false);
  });
});

describe("one's data", () => {
  it("come as a file, with a sentence that says what is in it", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/mydata"));
    const { payload } = chat.calls.findLast(({ method }) => method === "sendDocument") ?? {};
    const { document, caption } = payload as unknown as {
      document: { filename: string; toRaw(): Promise<Uint8Array> };
      caption: string;
    };
    expect(document.filename).toBe("my-data.json");
    expect(JSON.parse(Buffer.from(await document.toRaw()).toString())).toMatchObject({
      client: { telegramUserId: 1001, name: "Вера" },
    });
    expect(caption).toContain("Name: Вера. Phone number: none.");
  });

  it("are forgotten after two questions, and nothing of the person is left here", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, /^Gleb/, /^Mon 23/, "14:30", "Confirm ✓"])
      await receive(chat.tap(label));
    await receive(chat.text("/forget"));
    expect(chat.last.text).toContain("removed for good");
    expect(chat.last.text).toContain("Your upcoming visit is cancelled");
    expect(chat.last.text).toContain("without saying whose");
    expect(stub.countOf("POST", /erase/)).toBe(0);
    await receive(chat.tap("Go on and forget me…"));
    expect(stub.countOf("POST", /erase/)).toBe(0);
    await receive(chat.tap("Yes, forget me for good"));
    expect(stub.countOf("POST", /erase/)).toBe(1);
    expect(chat.last.text).toContain("We have forgotten you");
    expect(await own.redis.keys("*locale*")).toEqual([]);
    expect(await own.redis.keys("*access*")).toEqual([]);
    expect(stub.clients.has(1001)).toBe(false);
  });

  it.each([["Leave it as it is"], ["‹ Back"]])("stay when the person says so: %s", async (label) => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/forget"));
    await receive(chat.tap("Go on and forget me…"));
    await receive(chat.tap(label));
    expect(stub.countOf("POST", /erase/)).toBe(0);
  });
});

describe("a link into the chat", () => {
  const link = (serviceOf: string | null, masterOf: string | null, campaign: string | null = null) =>
    encodeDeepLink({ kind: "booking", serviceId: serviceOf, masterId: masterOf, campaign });

  it.each([
    ["to a service", link(serviceId, null), "Who shall do it?"],
    ["to a service of one master", link(trimId, null), "<b>Beard trim</b>, Gleb"],
    ["to a master", link(null, miraId), "<b>Mira</b>"],
    ["to a service with a master", link(serviceId, miraId), "<b>Haircut</b>, Mira"],
    ["to a service with a master who doesn't do it", link(trimId, miraId), "doesn't do that any more"],
    ["to a service that is gone", link(unknownId, null), "no longer offered"],
    ["to a master who is gone", link(null, unknownId), "doesn't do that any more"],
    ["from a campaign", link(null, null, "autumn-flyer"), "Welcome!"],
    ["that nobody made", "s_oh-no", "I don't know this link"],
    ["that is forged", "c_" + "x".repeat(60), "I don't know this link"],
  ])("leads %s", async (_, payload, expected) => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text(`/start ${payload}`));
    expect(chat.last.text).toContain(expected);
  });

  it("books in four taps, and booking-api learns where the person came from", async () => {
    const { receive, chat, stub, metrics } = await botUnderTest(own.redis);
    await receive(chat.text(`/start ${link(null, miraId, "autumn-flyer")}`));
    for (const label of [/^Haircut/, /^Mon 23/, "14:30", "Confirm ✓"]) await receive(chat.tap(label));
    expect(stub.active(1001)).toMatchObject([{ masterId: miraId }]);
    expect(stub.requests.find(({ path }) => path === "/v1/holds")?.body).toMatchObject({
      source: "autumn-flyer",
    });
    expect((await metrics.deepLinks.get()).values).toEqual([
      expect.objectContaining({ labels: { kind: "master" }, value: 1 }),
    ]);
  });

  it("to a master lets services be added, and stays with that master", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text(`/start ${link(null, glebId)}`));
    for (const label of [/^Haircut/, "+ Add another service"]) {
      await own.redis.flushdb();
      await receive(chat.tap(label));
    }
    expect(chat.labels()).toEqual(["Beard trim · 30 min · €15", "‹ Back", "Cancel"]);
    await receive(chat.tap(/^Beard trim/));
    expect(chat.last.text).toContain("<b>Haircut, Beard trim</b>, Gleb");
    for (const label of [/^Mon 23/, "14:30", "Confirm ✓"]) await receive(chat.tap(label));
    expect(stub.active(1001)).toMatchObject([{ masterId: glebId, durationMinutes: 75 }]);
  });

  it("to a master says nothing of more where that one does nothing else", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text(`/start ${link(null, miraId)}`));
    await receive(chat.tap(/^Haircut/));
    expect(chat.labels()).not.toContain("+ Add another service");
  });

  it("from a campaign does not interrupt a booking without asking", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    await receive(chat.text(`/start ${link(null, null, "flyer")}`));
    expect(chat.last.text).toContain("where you left off");
  });
});
