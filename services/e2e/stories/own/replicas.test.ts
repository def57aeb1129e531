import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { Redis } from "ioredis";
import { type Replica } from "../../src/system";
import { appointmentRows, overlappingPairs } from "../../test/appointment-rows";
import { twoBots } from "../../test/two-bots";
import { pastClaims, untilDelivered } from "../../test/until-delivered";
import { english, patient, textsSentTo, toConfirm, toTimes } from "../../test/visitor";

const world = twoBots();
const [A, B] = [0, 1] as const;

const newcomer = (firstName: string) =>
  world.current.system.driver.createPerson({ firstName, languageCode: "en" });
const statuses = async (person: PersonDriver) =>
  (await appointmentRows(world.current.system, person.id)).map(({ status }) => status);
const passagesOf = (updateId: number | undefined) =>
  world.current.balancer.passages.filter((passage) => passage.updateId === updateId);

/** The sum of a counter of the bot over its series with these labels. */
async function counted(bot: Replica, name: string, labels: Record<string, string> = {}): Promise<number> {
  const lines = (await bot.metrics()).split("\n").filter((line) => line.startsWith(`${name}{`));
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return lines
    .filter((line) => wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** One card has buttons, and it is the last message: whatever came in which order, nobody is left with a dead screen. */
async function oneCardAtTheBottom(person: PersonDriver): Promise<void> {
  await eventually(async () => {
    const chat = await person.chat();
    const live = chat.messages.filter(({ buttons = [] }) => buttons.length > 0);
    expect(live.map(({ messageId }) => messageId)).toEqual([chat.messages.at(-1)?.messageId]);
    expect(chat.pendingTaps).toEqual([]);
  }, patient);
}

/** What is under that label on the person's card. */
async function buttonOf(person: PersonDriver, label: string | RegExp) {
  const { messages } = await person.chat();
  const card = messages.findLast(({ buttons = [] }) => buttons.length > 0);
  const fits = (text: string) => (typeof label === "string" ? text === label : label.test(text));
  const data = card?.buttons?.flat().find(({ text }) => fits(text))?.data;
  if (card === undefined || data === undefined) throw new Error(`There is no button ${String(label)}`);
  return { messageId: card.messageId, data };
}

afterEach(async () => {
  expect(await overlappingPairs(world.current.system)).toEqual([]);
});

it("I tap and write at the same moment, again and again: both are heard, one after the other", async () => {
  const { bots, system } = world.current;
  const before = await Promise.all(
    bots.map((bot) => counted(bot, "bot_updates_total", { outcome: "handled" })),
  );
  const ada = await newcomer("Ada");
  await ada.starts();
  await ada.waitFor("Welcome", patient);
  for (let round = 0; round < 3; round += 1) {
    const { messageId, data } = await buttonOf(ada, /Help|Back/);
    await Promise.all([ada.forges(data, messageId), ada.says("hello")]);
    await untilDelivered(system, ada);
    await oneCardAtTheBottom(ada);
  }
  const after = await Promise.all(
    bots.map((bot) => counted(bot, "bot_updates_total", { outcome: "handled" })),
  );
  const handled = after.map((count, index) => count - (before[index] ?? 0));
  expect(handled.reduce((sum, count) => sum + count, 0)).toBe(7);
  expect(Math.min(...handled)).toBeGreaterThan(0);
});

it("Telegram brings my tap to the other process while the first is at it, and once more later: I am booked once", async () => {
  const { system, balancer, bots } = world.current;
  const { driver } = system;
  const ada = await newcomer("Ada");
  await toConfirm(ada, english);
  const duplicates = await counted(bots[B], "bot_updates_total", { outcome: "duplicate" });
  await driver.faults.add({
    kind: "slow",
    method: "editMessageText",
    personId: ada.id,
    times: 1,
    delayMs: 1_500,
  });
  balancer.only(A);
  const { updateId = 0 } = await ada.taps("Confirm ✓", patient);
  await eventually(async () => expect(await statuses(ada)).toEqual(["confirmed"]), patient);
  balancer.only(B);
  await driver.delivery.redeliver(updateId);
  await ada.waitFor("You are booked ✓", patient);
  await untilDelivered(system, ada);
  await driver.delivery.redeliver(updateId);
  await eventually(async () => {
    const [mine, theirs] = [A, B].map((replica) => passagesOf(updateId).filter(({ to }) => to === replica));
    expect(mine?.map(({ status }) => status)).toEqual([200]);
    expect(theirs?.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await counted(bots[B], "bot_updates_total", { outcome: "duplicate" })).toBe(duplicates + 2);
  }, patient);
  expect(await statuses(ada)).toEqual(["confirmed"]);
  expect((await textsSentTo(system, ada.id)).filter((text) => text.includes("You are booked"))).toHaveLength(
    1,
  );
});

it("What I did comes in the wrong order, to both processes: nothing is booked twice, and I can go on", async () => {
  const { system } = world.current;
  const { driver } = system;
  const ben = await newcomer("Ben");
  const way = { ...english, day: /^Fri 27 Nov/ };
  await toTimes(ben, way);
  const { messageId, data } = await buttonOf(ben, way.time);
  await driver.delivery.change({ paused: true, reorder: true });
  await ben.forges(data, messageId);
  await ben.says("hello");
  await ben.forges(data, messageId);
  await ben.starts();
  await driver.delivery.change({ paused: false });
  await untilDelivered(system, ben);
  await driver.delivery.change({ reorder: false });
  await oneCardAtTheBottom(ben);
  expect((await statuses(ben)).length).toBeLessThanOrEqual(1);
  expect((await textsSentTo(system, ben.id)).filter((text) => text.includes("went wrong"))).toEqual([]);

  await ben.says("/book");
  for (const label of [way.service, way.master, way.day, way.time]) await ben.taps(label, patient);
  await ben.waitFor("check and confirm", patient);
  await ben.taps("Confirm ✓", patient);
  await ben.waitFor("You are booked ✓", patient);
  expect((await statuses(ben)).filter((status) => status === "confirmed")).toHaveLength(1);
});

it("A process is killed when it has booked and not yet said so: the other one says so, and I am booked once", async () => {
  const { system, balancer, bots } = world.current;
  const cleo = await newcomer("Cleo");
  await toConfirm(cleo, { ...english, day: /^Sat 28 Nov/, time: "12:00" });
  await system.driver.faults.add({
    kind: "slow",
    method: "editMessageText",
    personId: cleo.id,
    times: 1,
    delayMs: 20_000,
  });
  balancer.only(A);
  const { updateId } = await cleo.taps("Confirm ✓", patient);
  await eventually(async () => expect(await statuses(cleo)).toEqual(["confirmed"]), patient);
  // What comes again at once must not meet the dead one.
  balancer.only(B);
  await bots[A].kill();
  await untilDelivered(system, cleo);
  await cleo.waitFor("You are booked ✓", { anytime: true, ...pastClaims });

  // The dead one's claim held it up for some seconds; then the other one dealt with it.
  const way = passagesOf(updateId);
  expect(way[0]).toMatchObject({ to: A, status: 502 });
  expect(way.slice(1, -1).map(({ status }) => status)).toEqual(Array(way.length - 2).fill(503));
  expect(way.at(-1)).toMatchObject({ to: B, status: 200 });
  expect(await statuses(cleo)).toEqual(["confirmed"]);
});

it("A process is told to stop while it works for me: it finishes, and nobody has to do it again", async () => {
  const { system, balancer, bots } = world.current;
  const dina = await newcomer("Dina");
  await toConfirm(dina, { ...english, day: /^Mon 30 Nov/ });
  await system.driver.faults.add({
    kind: "slow",
    method: "editMessageText",
    personId: dina.id,
    times: 1,
    delayMs: 1_500,
  });
  balancer.only(A);
  const { updateId } = await dina.taps("Confirm ✓", patient);
  await eventually(async () => expect(await statuses(dina)).toEqual(["confirmed"]), patient);
  await bots[A].kill("SIGTERM");
  expect(passagesOf(updateId)).toMatchObject([{ to: A, status: 200 }]);
  await dina.waitFor("You are booked ✓", { anytime: true, ...patient });
});

it("Redis is away for 20 seconds and comes back empty: meanwhile each update gets 503 and Retry-After from either process, and afterwards each is answered once and nothing is lost", async () => {
  const { system, balancer, bots } = world.current;
  const [eva, fay, gus] = await Promise.all([newcomer("Eva"), newcomer("Fay"), newcomer("Gus")]);
  await toTimes(eva, { ...english, day: /^Fri 27 Nov/ });
  await toConfirm(fay, { ...english, day: /^Sat 28 Nov/ });
  await system.redis.kill();
  const goneSince = performance.now();
  const since = balancer.passages.length;
  const acts = [await eva.taps("12:00", patient), await fay.taps("Confirm ✓", patient), await gus.starts()];
  try {
    // In real time, and at the pace that Retry-After asks of Telegram: nobody brings anything forward.
    await eventually(() => expect(performance.now() - goneSince).toBeGreaterThanOrEqual(20_000), {
      timeoutMs: 30_000,
      intervalMs: 500,
    });
    const answered = balancer.passages.slice(since).filter(({ status }) => status !== undefined);
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(answered.map(({ to }) => to))).toEqual(new Set([A, B]));
    for (const { retryAfter } of answered) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
    for (const { updateId } of acts) expect(passagesOf(updateId).length).toBeGreaterThanOrEqual(3);
    expect(bots.map((bot) => bot.isUp())).toEqual([true, true]);
  } finally {
    await system.redis.start();
  }
  await untilDelivered(system, eva, fay, gus);
  await eva.waitFor("check and confirm", { anytime: true, ...patient });
  await fay.waitFor("You are booked ✓", { anytime: true, ...patient });
  await gus.waitFor("Welcome", { anytime: true, ...patient });
  for (const { updateId } of acts)
    expect(passagesOf(updateId).filter(({ status }) => status !== 503)).toMatchObject([{ status: 200 }]);
  expect(await statuses(eva)).toEqual(["held"]);
  expect(await statuses(fay)).toEqual(["confirmed"]);
  const told = await Promise.all([eva, fay, gus].map(({ id }) => textsSentTo(system, id)));
  const [, toFay = [], toGus = []] = told;
  expect(toFay.filter((text) => text.includes("You are booked ✓"))).toHaveLength(1);
  expect(toGus.filter((text) => text.includes("Welcome"))).toHaveLength(1);
  expect(told.flat().filter((text) => text.includes("went wrong"))).toEqual([]);
  await eva.taps("Confirm ✓", patient);
  await eva.waitFor("You are booked ✓", patient);
  expect(await statuses(eva)).toEqual(["confirmed"]);
});

it("Redis hangs for some seconds: updates are put off, nothing is parked, and nothing is missing", async () => {
  const { system, bots } = world.current;
  const redis = new Redis(system.redis.url);
  const hal = await newcomer("Hal");
  try {
    await toConfirm(hal, { ...english, day: /^Mon 30 Nov/, time: "12:00" });
    // Longer than a bot waits for a command (3 s), so that commands are given up here and still obeyed there, later.
    await redis.call("CLIENT", "PAUSE", "8000", "ALL");
    const { updateId } = await hal.taps("Confirm ✓", patient);
    await eventually(
      () => expect(passagesOf(updateId).map(({ status }) => status)).toContain(503),
      pastClaims,
    );
    await untilDelivered(system, hal);
    await hal.waitFor("You are booked ✓", { anytime: true, ...patient });
    expect(await statuses(hal)).toEqual(["confirmed"]);
    expect(await bots[A].run("parked")).toEqual([]);
  } finally {
    redis.disconnect();
  }
});

it("I write more than anybody can mean: one answer, then silence, over both processes together", async () => {
  const { system, balancer } = world.current;
  const ivo = await newcomer("Ivo");
  await ivo.starts();
  await ivo.waitFor("Welcome", patient);
  const since = balancer.passages.length;
  const { messageId, data } = await buttonOf(ivo, "Help");
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? ivo.says("spam") : ivo.forges(data, messageId),
    ),
  );
  await untilDelivered(system, ivo);
  expect(new Set(balancer.passages.slice(since).map(({ to }) => to))).toEqual(new Set([A, B]));
  const { messages, pendingTaps } = await ivo.chat();
  expect(messages.filter(({ text }) => text.includes("Not so fast"))).toHaveLength(1);
  expect(pendingTaps).toEqual([]);
  // Twenty are obeyed in ten seconds, and each of those sends at most one message.
  expect(messages.filter(({ from }) => from === "bot").length).toBeLessThanOrEqual(25);
});

it("A handler fails on what I wrote: I am told so, the update never comes again, and whoever runs the bot finds it without my words", async () => {
  const { system, balancer, bots } = world.current;
  const jan = await newcomer("Jan");
  await jan.starts();
  await jan.waitFor("Welcome", patient);
  const refusal = {
    kind: "badRequest",
    description: "Bad Request: can't parse entities: my secret",
  } as const;
  await system.driver.faults.add({ ...refusal, method: "sendMessage", personId: jan.id, times: 1 });
  balancer.only(B);
  const { updateId = 0 } = await jan.says("words that nobody else should read");
  await jan.waitFor("Something went wrong on our side", patient);
  await untilDelivered(system, jan);
  expect(passagesOf(updateId)).toMatchObject([{ status: 200 }]);
  expect(await counted(bots[B], "bot_updates_parked_total", { reason: "handler_failed" })).toBe(1);

  const [line = "", ...others] = await bots[A].run("parked");
  expect(others).toEqual([]);
  const parked = JSON.parse(line) as Record<string, unknown>;
  expect(parked).toMatchObject({
    updateId,
    userId: jan.id,
    kind: "message",
    reason: "handler_failed",
    error: "GrammyError 400 sendMessage",
    outline: { message: { text: "text(34)", from: { first_name: "text(3)" } } },
  });
  expect(line).not.toMatch(/secret|nobody else|Jan"/);
  expect(system.logs(400)).not.toContain("nobody else should read");
  // The card that they are offered leads on.
  await jan.taps("Start page", patient);
  await jan.waitFor("Welcome", patient);
  expect(await bots[A].run("parked", "drop", String(parked["id"]))).toEqual(['{"dropped":1}']);
  expect(await bots[A].run("parked")).toEqual([]);
});

it("What I sent kills every process that touches it: after three it is parked, and the bot lives on", async () => {
  const { system, balancer, bots } = world.current;
  const { driver } = system;
  const kim = await newcomer("Kim");
  const lea = await newcomer("Lea");
  await driver.faults.add({
    kind: "slow",
    method: "sendMessage",
    personId: kim.id,
    times: 3,
    delayMs: 60_000,
  });
  balancer.only(A);
  const { updateId = 0 } = await kim.says("boom");
  for (let death = 1; death <= 3; death += 1) {
    // It hangs in the handler, where the harness kills it in place of whatever the update would have done to it.
    await eventually(async () => {
      await driver.delivery.retryNow();
      const [hanging] = await driver.faults.list();
      expect(hanging?.hits ?? 3).toBe(death);
    }, pastClaims);
    await bots[A].kill();
    await bots[A].start();
  }
  await untilDelivered(system, kim);
  await kim.waitFor("Something went wrong on our side", { anytime: true, ...patient });
  expect(passagesOf(updateId).at(-1)).toMatchObject({ to: A, status: 200 });
  expect(await counted(bots[A], "bot_updates_parked_total", { reason: "process_died" })).toBe(1);
  const parked = (await bots[B].run("parked")).map((line) => JSON.parse(line) as { updateId: number });
  expect(parked).toMatchObject([{ updateId, userId: kim.id, reason: "process_died", error: null }]);
  expect(await bots[B].run("parked", "drop", "--all")).toEqual(['{"dropped":1}']);
  await lea.starts();
  await lea.waitFor("Welcome", patient);
  await kim.starts();
  await kim.waitFor("Welcome", patient);
});
