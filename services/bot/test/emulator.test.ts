import { request } from "node:http";
import { listen } from "@okoshko/runtime/http/listen";
import { eventually } from "@okoshko/testkit/eventually";
import { createDriver, type Driver, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { type Emulator, startEmulator } from "@okoshko/telegram-emulator/emulator";
import { Api } from "grammy";
import { registerWebhook } from "../src/registration";
import { botOnEmulator, connect, ownRedis } from "./bot-under-test";
import { problem, StubBookingApi } from "./stub-booking-api";

const veraId = 1001;
const theoId = 1002;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
// After what is closed above: nobody writes any more when it is emptied.
const own = ownRedis();

interface World {
  emulator: Emulator;
  driver: Driver;
  stub: StubBookingApi;
  theo: PersonDriver;
  port: number;
  stopBot: () => Promise<void>;
}

async function world(mode: "webhook" | "polling" = "webhook"): Promise<World> {
  const emulator = await startEmulator({ verifyAnswers: true });
  closing.push(() => emulator.close());
  const stub = new StubBookingApi();
  const bot = await botOnEmulator(emulator, own.redis, { mode, stub });
  closing.push(() => bot.close().catch(() => undefined));
  const driver = createDriver(emulator.url);
  return { emulator, driver, stub, theo: driver.person(theoId), port: bot.port, stopBot: () => bot.close() };
}

async function toTimes(person: PersonDriver): Promise<void> {
  await person.starts();
  for (const label of ["Book a visit", /^Haircut/, /^Gleb/, /^Mon 23 Nov/]) await person.taps(label);
  await person.waitFor("What time?");
}

describe.each(["webhook", "polling"] as const)("by %s", (mode) => {
  it("a visit is booked in six taps, on Telegram's own terms", async () => {
    const { driver, stub, theo } = await world(mode);
    await theo.starts();
    const way = ["Book a visit", /^Haircut/, /^Any master/, /^Mon 23 Nov/, "14:30", "Confirm ✓"];
    for (const label of way) await theo.taps(label);
    await theo.waitFor("You are booked");
    const chat = await theo.waitUntil(({ messages }) => messages.some(({ kind }) => kind === "venue"));
    expect(stub.active(theoId)).toMatchObject([{ localTime: "14:30" }]);
    expect(
      chat.messages.filter(({ from }) => from === "bot").map(({ kind, text }) => [kind, text.split("\n")[0]]),
    ).toEqual([
      ["text", "✓ Booked: Haircut, Monday 23 November, 14:30"],
      ["text", "You are booked ✓"],
      ["venue", ""],
    ]);
    expect(chat.pendingTaps).toEqual([]);
    // Every call was one that Telegram takes.
    expect((await driver.calls()).filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    // The chat shows the answer before the bot's 200 for the tap has come back, so the last one is waited for.
    await eventually(async () =>
      expect((await driver.updates()).map(({ status }) => status)).toEqual(Array(7).fill("delivered")),
    );
  });

  it("an update waits while booking-api is away, and is then dealt with as if nothing had been", async () => {
    const { driver, stub, theo } = await world(mode);
    await toTimes(theo);
    stub.failure = () => new TypeError("fetch failed");
    const { updateId } = await theo.taps("14:30");
    await eventually(() =>
      expect(stub.requests.filter(({ path }) => path === "/v1/holds").length).toBeGreaterThan(0),
    );
    stub.failure = undefined;
    await eventually(async () => {
      await driver.delivery.retryNow();
      await theo.waitFor("Please check and confirm", { timeoutMs: 500 });
    });
    expect([...stub.appointments.values()].map(({ status }) => status)).toEqual(["held"]);
    expect(updateId).toBeDefined();
  });

  it("a bot that is stopped in mid-dialogue goes on when it is started again", async () => {
    const { emulator, driver, stub, theo, port, stopBot } = await world(mode);
    await toTimes(theo);
    await stopBot();
    await theo.taps("14:30");
    const again = await botOnEmulator(emulator, own.redis, { mode, stub, port });
    closing.push(() => again.close());
    // Telegram waits longer after each failure, up to more than anybody here has patience for.
    await eventually(async () => {
      await driver.delivery.retryNow();
      await theo.waitFor("Please check and confirm", { timeoutMs: 500 });
    });
  });
});

describe("two replicas behind one address", () => {
  it("let a message and a tap of one person at once both survive, again and again", async () => {
    const emulator = await startEmulator({ verifyAnswers: true });
    closing.push(() => emulator.close());
    const stub = new StubBookingApi();
    // Two connections of their own, as two processes have them.
    const connections = [connect(own.url), connect(own.url)];
    closing.push(() => Promise.resolve(connections.forEach((connection) => connection.disconnect())));
    const replicas = [];
    for (const connection of connections) {
      const replica = await botOnEmulator(emulator, connection, { mode: "webhook", stub });
      closing.push(() => replica.close());
      replicas.push(replica);
    }
    const balancer = await balance(replicas.map(({ port }) => port));
    closing.push(() => balancer.close());
    const register = new Api(emulator.botToken, { apiRoot: emulator.url });
    await registerWebhook(register, {
      url: `http://127.0.0.1:${balancer.port}/telegram/webhook`,
      secret: "s3cret",
    });

    const theo = createDriver(emulator.url).person(theoId);
    await theo.starts();
    await theo.waitFor("Welcome");
    for (let round = 0; round < 5; round += 1) {
      const { messages } = await theo.chat();
      const card = messages.findLast(({ buttons = [] }) => buttons.length > 0);
      const data = card?.buttons?.flat().find(({ text }) => /Help|Back/.test(text))?.data ?? "";
      await Promise.all([theo.forges(data, card?.messageId), theo.says("hello")]);
      // The message moves the card down, the tap is obeyed or answered; and one card is left with buttons, at the bottom.
      await eventually(async () => {
        const chat = await theo.chat();
        expect(chat.pendingTaps).toEqual([]);
        expect(chat.bot.connection.pendingUpdates).toBe(0);
        const withButtons = chat.messages.filter(({ buttons = [] }) => buttons.length > 0);
        expect(withButtons).toHaveLength(1);
        expect(withButtons[0]?.messageId).toBe(chat.messages.at(-1)?.messageId);
        expect(withButtons[0]?.messageId).not.toBe(card?.messageId);
      });
    }
    const outcomes = await Promise.all(replicas.map(({ metrics }) => metrics.updates.get()));
    const handled = outcomes.map(({ values }) =>
      values.filter(({ labels }) => labels.outcome === "handled").reduce((sum, { value }) => sum + value, 0),
    );
    expect(handled.reduce((sum, count) => sum + count, 0)).toBe(11);
    expect(Math.min(...handled)).toBeGreaterThan(0);
  });
});

/** Passes requests to the ports in turn, as a Service of Kubernetes does. */
async function balance(ports: number[]) {
  let turn = 0;
  return listen(
    (incoming, answer) => {
      const port = ports[turn++ % ports.length];
      const { method, url, headers } = incoming;
      const passedOn = request({ host: "127.0.0.1", port, method, path: url, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      passedOn.on("error", () => answer.destroy());
      incoming.pipe(passedOn);
    },
    { host: "127.0.0.1", port: 0 },
  );
}

describe("on the emulator", () => {
  it("M17: the menu of commands speaks each person's language", async () => {
    const { theo, driver } = await world();
    const described = async (person: PersonDriver) =>
      (await person.chat()).commands.map(({ description }) => description);
    expect(await described(theo)).toContain("Book a visit");
    expect(await described(driver.person(veraId))).toContain("Записаться");
  });

  it("a message and a tap at the same time both have their effect", async () => {
    const { theo, stub } = await world();
    await toTimes(theo);
    const chat = await theo.chat();
    const card = chat.messages.findLast(({ buttons }) => buttons !== undefined);
    const data = card?.buttons?.flat().find(({ text }) => text === "14:30")?.data ?? "";
    await Promise.all([theo.forges(data, card?.messageId), theo.says("hello")]);
    const after = await theo.waitUntil(
      ({ messages, pendingTaps }) =>
        pendingTaps.length === 0 &&
        messages.some(({ text }) => text.includes("I only understand the buttons")),
    );
    // Whichever came first: one card has buttons, and it is at the bottom.
    await eventually(async () => {
      const withButtons = (await theo.chat()).messages.filter(({ buttons = [] }) => buttons.length > 0);
      expect(withButtons.map(({ messageId }) => messageId)).toEqual([after.messages.at(-1)?.messageId]);
    });
    expect(stub.countOf("POST", /holds/)).toBeLessThanOrEqual(1);
  });

  it("the same update delivered twice, or three times at once, has the effect of one", async () => {
    const { driver, theo, stub } = await world();
    await toTimes(theo);
    await driver.delivery.change({ copies: 3 });
    await theo.taps("14:30");
    const { updateId } = await theo.taps("Confirm ✓");
    await theo.waitFor("You are booked");
    if (updateId !== undefined) await driver.delivery.redeliver(updateId);
    await theo.hearsNothing({ forMs: 500 });
    expect(stub.active(theoId)).toHaveLength(1);
    const { messages } = await theo.chat();
    expect(messages.filter(({ text }) => text.includes("You are booked"))).toHaveLength(1);
  });

  it("a taken time is answered with the nearest ones", async () => {
    const { driver, theo } = await world();
    const vera = driver.person(veraId);
    await toTimes(theo);
    await vera.starts();
    for (const label of ["Записаться", /^Стрижка/, /^Глеб/, /^пн 23 нояб/, "14:30"]) await vera.taps(label);
    await vera.waitFor("Проверьте и подтвердите");
    await theo.taps("14:30");
    await theo.waitFor("Somebody was a moment faster");
    await theo.taps(/15:00$/);
    await theo.taps("Confirm ✓");
    await theo.waitFor("You are booked");
  });

  it.each(["sticker", "voice", "photo"] as const)("a %s gets a hint and the card again", async (kind) => {
    const { theo } = await world();
    await toTimes(theo);
    await theo.sends(kind);
    await theo.waitFor("I only understand the buttons");
    await theo.taps("14:30");
    await theo.waitFor("Please check and confirm");
  });

  it("forged data and buttons of messages that nobody has get a hint and the card", async () => {
    const { theo } = await world();
    await theo.starts();
    await theo.waitFor("Welcome");
    for (const data of ["x", "1:a:m:AAAAAAAAAAAAAAAAAAAAAA:1", "%00", "'; drop table"]) {
      await theo.forges(data);
      await theo.waitFor(/no longer|older card/);
    }
    await theo.forges("1:h:1", 424_242);
    await theo.waitFor("older card");
    // A hold that nobody made, at a revision that was never shown: the card is drawn as it is.
    await theo.forges("1:y:AAAAAAAAAAAAAAAAAAAAAA:zz");
    await theo.waitFor(({ text }) => text.startsWith("You have no bookings"));
  });

  it("a fault of ours is apologised for, and the bot goes on", async () => {
    const { theo, stub, driver } = await world();
    await theo.starts();
    await theo.waitFor("Welcome");
    stub.failure = () => new Response("<html>", { status: 500 });
    await theo.says("/bookings");
    await theo.waitFor("Something went wrong on our side");
    stub.failure = undefined;
    await theo.taps({ label: "Start page" });
    await theo.waitFor("Welcome");
    await eventually(async () =>
      expect((await driver.updates()).every(({ status }) => status === "delivered")).toBe(true),
    );
  });

  it("a refusal that nobody foresaw is told in words", async () => {
    const { theo, stub } = await world();
    await toTimes(theo);
    const { status, body } = problem("wrong-state");
    const refuse = () => new Response(JSON.stringify(body), { status });
    // The hold only; what is drawn instead needs booking-api again.
    stub.failure = () => {
      stub.failure = undefined;
      return refuse();
    };
    await theo.taps("14:30");
    await theo.waitFor("no longer possible");
  });

  it("a flood is answered once, and then in silence", async () => {
    const { theo, driver } = await world();
    await theo.starts();
    await theo.waitFor("Welcome");
    await Promise.all(Array.from({ length: 30 }, () => theo.says("spam")));
    await eventually(
      async () => {
        const updates = await driver.updates({ limit: 100 });
        expect(updates.every(({ status }) => status === "delivered")).toBe(true);
      },
      { timeoutMs: 10_000 },
    );
    const { messages } = await theo.chat();
    expect(messages.filter(({ text }) => text.includes("Not so fast"))).toHaveLength(1);
  });

  it("an answer of Telegram that got lost leaves one booking, whatever is said twice", async () => {
    const { theo, driver, stub } = await world();
    await toTimes(theo);
    await theo.taps("14:30");
    await theo.waitFor("Please check and confirm");
    await driver.faults.add({ kind: "dropAnswer", method: "sendMessage", times: 1 });
    await theo.taps("Confirm ✓");
    await theo.waitFor("You are booked");
    await eventually(async () => {
      await driver.delivery.retryNow();
      expect((await driver.updates()).every(({ status }) => status === "delivered")).toBe(true);
    });
    expect(stub.active(theoId)).toHaveLength(1);
    expect((await theo.chat()).messages.some(({ kind }) => kind === "venue")).toBe(true);
  });

  it("a short 429 is waited out, a long one is left to Telegram's queue", async () => {
    const { theo, driver } = await world();
    await theo.starts();
    await theo.waitFor("Welcome");
    await driver.faults.add({
      kind: "tooManyRequests",
      method: "editMessageText",
      times: 1,
      retryAfterSeconds: 1,
    });
    await theo.taps("Help");
    await theo.waitFor("How it works");
    await driver.faults.add({
      kind: "tooManyRequests",
      method: "editMessageText",
      times: 1,
      retryAfterSeconds: 30,
    });
    const { updateId } = await theo.taps("‹ Back");
    await eventually(async () => {
      const update = (await driver.updates()).find((record) => record.updateId === updateId);
      expect(update).toMatchObject({ attempts: [{ status: 503 }] });
      // What the bot asked for is what Telegram waits.
      expect(update?.retryInMs).toBeGreaterThan(20_000);
    });
    await driver.delivery.retryNow();
    await theo.waitFor("Welcome");
  });

  it("a tap that reaches us when its query is too old to be answered is obeyed all the same", async () => {
    const { theo, driver, stub } = await world();
    await toTimes(theo);
    const { messages } = await theo.chat();
    const after = await driver.callCursor();
    await driver.delivery.change({ paused: true });
    const { updateId, callbackQueryId } = await theo.taps("14:30");
    // Longer than Telegram takes an answer, shorter than it keeps the update.
    await driver.clock.advance(120_000);
    await driver.delivery.change({ paused: false });
    const card = await theo.waitFor("Please check and confirm");
    expect(card.messageId).toBe(messages.at(-1)?.messageId);
    expect(stub.countOf("POST", /holds/)).toBe(1);
    await eventually(async () => {
      const calls = await driver.calls({ after });
      expect(calls.sort((a, b) => a.method.localeCompare(b.method))).toMatchObject([
        {
          method: "answerCallbackQuery",
          parameters: { callback_query_id: callbackQueryId },
          errorCode: 400,
          description: expect.stringContaining("query is too old"),
        },
        { method: "editMessageText", outcome: "ok" },
      ]);
    });
    await eventually(async () => {
      const update = (await driver.updates()).find((record) => record.updateId === updateId);
      expect(update).toMatchObject({ status: "delivered", attempts: [{ status: 200 }] });
    });
    await theo.taps("Confirm ✓");
    await theo.waitFor("You are booked");
  });

  it("blocks and unblocks are told to booking-api", async () => {
    const { theo, stub } = await world();
    await theo.starts();
    await theo.waitFor("Welcome");
    await theo.blocks();
    await eventually(() => expect(stub.reachable.get(theoId)).toBe(false));
    await theo.unblocks();
    await eventually(() => expect(stub.reachable.get(theoId)).toBe(true));
  });

  it("a deleted card comes again as a new one", async () => {
    const { theo } = await world();
    await theo.starts();
    const { messageId } = await theo.waitFor("Welcome");
    const help = (await theo.chat()).messages
      .at(-1)
      ?.buttons?.flat()
      .find(({ text }) => text === "Help")?.data;
    await theo.deletes(messageId);
    await theo.forges(help ?? "", messageId);
    await theo.waitFor("How it works");
  });
});
