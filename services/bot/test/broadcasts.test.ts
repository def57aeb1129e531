import { encodeTap, type Tap } from "../src/callback-data";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { glebId } from "./stub-booking-api";
import { aBroadcast } from "./stub-notifier";

const own = ownRedis();

/** A chat, and a way to tap any button in it: without a draft a button is taken at its word. */
async function atHome(roles: ("owner" | "master" | "client")[]) {
  const world = await botUnderTest(own.redis);
  const { receive, chat, stub } = world;
  stub.staff.set(chat.user.id, { roles, masterId: null });
  await receive(chat.text("/start"));
  const forge = async (tap: Tap) => {
    await own.redis.del("bot:1:draft:1001");
    await receive(chat.tapData(encodeTap(tap, 0)));
  };
  return { ...world, forge };
}

/** An owner, who reads English, at the list of broadcasts. */
async function atBroadcasts() {
  const world = await atHome(["owner", "client"]);
  await world.forge({ do: "manage-broadcasts" });
  return world;
}

/** The same, with a broadcast written and looked at. */
async function atPreview() {
  const world = await atBroadcasts();
  const { receive, chat } = world;
  await receive(chat.tap("Write a broadcast"));
  await receive(chat.text("Open on <Sundays>"));
  await receive(chat.text("Открыты по воскресеньям"));
  for (const label of ["Everybody", "Any master's"]) await receive(chat.tap(label));
  expect(chat.last.text).toContain("Will get it: <b>15</b> (Russian 12, English 3)");
  return world;
}

describe("a broadcast", () => {
  it("may go to the clients of one master; who left is asked for last", async () => {
    const { receive, chat, stub } = await atBroadcasts();
    stub.hidden.add(glebId);
    await receive(chat.tap("Write a broadcast"));
    await receive(chat.text("Open on Sundays"));
    await receive(chat.text("Открыты по воскресеньям"));
    await receive(chat.tap("Everybody"));
    expect(chat.labels().slice(0, 3)).toEqual(["Any master's", "Mira", "Gleb"]);
  });

  it("is written in both languages, shown as each reader gets it, and sent to the number that was shown", async () => {
    const { receive, chat, notifier } = await atPreview();
    // First what most people read.
    expect(chat.last.text).toContain("<blockquote>Открыты по воскресеньям</blockquote>");
    expect(chat.last.text).toContain("And a button below: “Больше не присылать такое”");
    await receive(chat.tap("See it in English (3)"));
    expect(chat.last.text).toContain("<blockquote>Open on &lt;Sundays&gt;</blockquote>");
    await receive(chat.tap("Send to 15 people"));
    expect(notifier.requests.at(-2)).toMatchObject({
      route: "POST /v1/broadcasts",
      person: `telegram:${chat.user.id}`,
      body: {
        text: { en: "Open on <Sundays>", ru: "Открыты по воскресеньям" },
        audience: { kind: "all" },
      },
    });
    expect(chat.last.text).toContain("It is on its way");
    expect(chat.last.text).toContain("Counting who it is for");
    // All of it on cards that were edited in place, but for those that answer a text.
    expect(chat.screen.length).toBe(3);
  });

  it("may do without one language, and not without both; who reads the other one gets what there is", async () => {
    const { receive, chat, notifier } = await atBroadcasts();
    for (const label of ["Write a broadcast", "No English text"]) await receive(chat.tap(label));
    expect(chat.labels()).toEqual(["‹ Back", "Cancel"]);
    await receive(chat.tapData(encodeTap({ do: "manage-broadcast-without", locale: "ru" }, await revOf())));
    expect(chat.last.text).toContain("There have to be words in at least one language.");
    await receive(chat.text("Открыты"));
    for (const label of ["Everybody", "Any master's", "See it in English (3)"])
      await receive(chat.tap(label));
    expect(chat.last.text).toContain("There is no English text, so those who chose English see this:");
    await receive(chat.tap("Send to 15 people"));
    expect(notifier.broadcasts[0]?.text).toEqual({ ru: "Открыты" });

    async function revOf(): Promise<number> {
      const { rev } = JSON.parse((await own.redis.hget("bot:1:draft:1001", "draft")) ?? "{}") as {
        rev: number;
      };
      return rev;
    }
  });

  it("is for those who came since a day or did not, of one master or of any", async () => {
    const { receive, chat, notifier } = await atPreview();
    for (const label of ["Who gets it", "Who has not visited since…"]) await receive(chat.tap(label));
    for (const text of ["soon", "2027-01-01"]) {
      await receive(chat.text(text));
      expect(chat.last.text).toContain(`You wrote: “${text}”`);
      expect(chat.last.text).toContain("This needs a date, today or earlier");
    }
    await receive(chat.text("1 September"));
    expect(chat.last.text).toContain("those who haven't visited since Tuesday 1 September");
    for (const label of ["Who gets it", "Who has not visited since… · chosen ✓"])
      await receive(chat.tap(label));
    for (const label of ["Who gets it", "Leave as it is", "3 months ago"]) await receive(chat.tap(label));
    for (const label of ["Who gets it", "Leave as it is", "Leave as it is", "Gleb"])
      await receive(chat.tap(label));
    expect(chat.last.text).toContain("since Saturday 22 August, master Gleb");
    await receive(chat.tap("Send to 15 people"));
    const audience = { kind: "not_visited_since", since: "2026-08-22", masterId: glebId };
    expect(notifier.broadcasts[0]?.audience).toEqual(audience);
    // Everybody needs no day.
    await receive(chat.tap("‹ Back"));
    await receive(chat.tap("Write a broadcast"));
    await receive(chat.text("Hello"));
    for (const label of [
      "No Russian text",
      "Who has visited since…",
      "1 month ago",
      "‹ Back",
      "‹ Back",
      "Everybody",
    ])
      await receive(chat.tap(label));
    await receive(chat.tap("Any master's"));
    await receive(chat.tap("Send to 15 people"));
    expect(notifier.broadcasts[0]?.audience).toEqual({ kind: "all" });
  });

  it("loses nothing to a text that is too long, to one where a button is expected, or to /start", async () => {
    const { receive, chat, notifier } = await atPreview();
    await receive(chat.tap("Russian text"));
    await receive(chat.text("ы".repeat(3_501)));
    expect(chat.last.text).toContain("That text has 3,501 characters, and 3,500 fit.");
    expect(chat.last.text).toContain("<blockquote>Открыты по воскресеньям</blockquote>");
    expect(chat.last.text.length).toBeLessThan(4_096);
    await receive(chat.text("ы".repeat(3_500)));
    await receive(chat.text("yes, send it"));
    expect(chat.last.text).toContain("I only understand the buttons");
    // The limit is Telegram's for the card with all that stands around the text.
    expect(chat.last.text.length).toBeLessThan(4_096);
    await receive(chat.text("/start"));
    await receive(chat.tap("Continue"));
    await receive(chat.tap("Send to 15 people"));
    expect(notifier.broadcasts[0]?.text).toEqual({ en: "Open on <Sundays>", ru: "ы".repeat(3_500) });
  });

  it("goes out once, however often and wherever its button is tapped", async () => {
    const { receive, chat, notifier } = await atPreview();
    const taps = [1, 2, 3].map(() => chat.tap("Send to 15 people"));
    await Promise.all(taps.map((tap) => receive(tap)));
    expect(notifier.broadcasts).toHaveLength(1);
    expect(chat.last.text).toContain("Counting who it is for");
  });

  it("goes out once when the answer to its order got lost, also when it was changed since", async () => {
    const { receive, chat, notifier } = await atPreview();
    notifier.losesAnswer = true;
    await receive(chat.tap("Send to 15 people"));
    expect(chat.last.text).toContain("There was no answer. It is safe to try again");
    await receive(chat.tap("Russian text"));
    await receive(chat.text("Открыты всегда"));
    await receive(chat.tap("Send to 15 people"));
    expect(chat.last.text).toContain("went out before your last changes");
    expect(notifier.broadcasts.map(({ text }) => text.ru)).toEqual(["Открыты по воскресеньям"]);

    await receive(chat.tap("Write a broadcast"));
    await receive(chat.text("Closed"));
    for (const label of ["No Russian text", "Everybody", "Any master's"]) await receive(chat.tap(label));
    notifier.losesAnswer = true;
    for (const label of ["Send to 15 people", "Send to 15 people"]) await receive(chat.tap(label));
    expect(notifier.countOf("POST /v1/broadcasts")).toBe(4);
    expect(notifier.broadcasts).toHaveLength(2);
  });

  it("waits in the chat while the notifier is away, and goes on from where it was", async () => {
    const { receive, chat, notifier } = await atPreview();
    notifier.isAway = true;
    await receive(chat.tap("Send to 15 people"));
    expect(chat.last.text).toContain("Your draft is kept");
    expect(chat.labels()).toEqual(["Try again", "Cancel"]);
    await receive(chat.tap("Try again"));
    notifier.isAway = false;
    await receive(chat.tap("Try again"));
    expect(chat.last.text).toContain("<blockquote>Открыты по воскресеньям</blockquote>");
    await receive(chat.tap("Send to 15 people"));
    expect(notifier.broadcasts).toHaveLength(1);

    notifier.isAway = true;
    await receive(chat.tap("Refresh"));
    expect(chat.last.text).toContain("What is on its way won't get lost");
    await receive(chat.tap("‹ Back"));
    expect(chat.labels()).toEqual(["Try again", "‹ Back"]);
    notifier.isAway = false;
    await receive(chat.tap("Try again"));
    expect(chat.labels()[0]).toMatch(/on its way · Open on <Sundays>$/);
  });

  it("that nobody would get can't be sent", async () => {
    const { receive, chat, notifier } = await atPreview();
    notifier.readers = { ru: 0, en: 0 };
    await receive(chat.tap("See it in English (3)"));
    expect(chat.last.text).toContain("Nobody would get it now");
    expect(chat.labels()).toEqual(["Russian text", "English text", "Who gets it", "‹ Back", "Cancel"]);
  });

  it("says that a draft is gone when Redis was wiped, and sends nothing", async () => {
    const { receive, chat, notifier } = await atPreview();
    await own.redis.flushdb();
    await receive(chat.tap("Send to 15 people"));
    expect(chat.last.text).toContain("the draft was not kept");
    expect(notifier.broadcasts).toEqual([]);
  });
});

describe("a broadcast that was sent", () => {
  it("is followed in place, and says at the end what became of it", async () => {
    const { receive, chat, notifier } = await atPreview();
    await receive(chat.tap("Send to 15 people"));
    const [broadcast] = notifier.broadcasts;
    if (broadcast === undefined) throw new Error("Nothing was sent");
    const shown = chat.screen.length;
    broadcast.total = 15;
    broadcast.counts = { waiting: 4, sent: 6, unreachable: 1, skipped: 0, failed: 0, unknown: 0 };
    await receive(chat.tap("Refresh"));
    expect(chat.last.text).toContain(
      "Delivered: <b>6</b> of 15\nStill waiting: 8\nNot reached, they blocked the bot: 1\n",
    );
    expect(chat.last.text).toContain("As of 12:00.");
    broadcast.state = "done";
    broadcast.counts = { waiting: 0, sent: 11, unreachable: 1, skipped: 1, failed: 1, unknown: 1 };
    await receive(chat.tap("Refresh"));
    const counts = [
      "Delivered: <b>11</b> of 15",
      "Not reached, they blocked the bot: 1",
      "Failed: 1",
      "Not known whether it arrived: 1",
      "Not sent: 1",
    ];
    expect(chat.last.text).toContain(counts.join("\n"));
    expect(chat.labels()).toEqual(["‹ Back"]);
    expect(chat.screen.length).toBe(shown);
  });

  it("is stopped after a second question, once", async () => {
    const { receive, chat, notifier, forge } = await atPreview();
    await receive(chat.tap("Send to 15 people"));
    const [broadcast] = notifier.broadcasts;
    if (broadcast === undefined) throw new Error("Nothing was sent");
    broadcast.total = 15;
    broadcast.counts.sent = 6;
    await receive(chat.tap("Stop"));
    expect(chat.last.text).toContain("6 already have it and keep it");
    await receive(chat.tap("Cancel"));
    expect(broadcast.state).toBe("sending");
    await receive(chat.tap("Stop"));
    await receive(chat.tap("Yes, stop it"));
    expect(chat.last.text).toContain("✓ Stopped.");
    expect(chat.last.text).toContain("Delivered: <b>6</b> of 15\nNot sent: 9");
    expect(chat.labels()).toEqual(["‹ Back"]);

    const done = aBroadcast({ text: { ru: "Уже всё" }, audience: { kind: "all" } });
    notifier.broadcasts.unshift({ ...done, state: "done", total: 1 });
    await forge({ do: "manage-broadcasts" });
    await forge({ do: "manage-broadcast-stop-sure", broadcastId: done.id });
    expect(chat.last.text).toContain("It was done already");
  });

  it("is found again, however many there were", async () => {
    const { receive, chat, notifier, forge } = await atBroadcasts();
    expect(chat.last.text).toContain("There were none so far");
    for (let number = 1; number <= 18; number += 1)
      notifier.broadcasts.push(aBroadcast({ text: { en: `News ${number}` }, audience: { kind: "all" } }));
    await forge({ do: "manage-broadcasts" });
    const shown = () =>
      chat
        .labels()
        .filter((label) => label.includes("News"))
        .map((label) => Number(/\d+$/.exec(label)?.[0]));
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const label of ["Next ›", "Next ›"]) await receive(chat.tap(label));
    expect(shown()).toEqual([17, 18]);
    notifier.isAway = true;
    await receive(chat.tap("‹ Previous"));
    notifier.isAway = false;
    await receive(chat.tap("Try again"));
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("is nobody else's business, whatever they forge", async () => {
    const { chat, notifier, forge } = await atHome(["master", "client"]);
    const broadcast = aBroadcast({ text: { ru: "Секрет" }, audience: { kind: "all" } });
    notifier.broadcasts.push(broadcast);
    for (const tap of [
      { do: "manage-broadcasts" },
      { do: "manage-broadcast", broadcastId: broadcast.id },
      { do: "manage-broadcast-stop-sure", broadcastId: broadcast.id },
      { do: "manage-broadcast-new" },
      { do: "manage-broadcast-send" },
    ] as const) {
      await forge(tap);
      expect(chat.last.text).toContain("This desk is for owners and administrators");
    }
    expect(notifier.requests).toEqual([]);
    expect(broadcast.state).toBe("sending");
  });
});
