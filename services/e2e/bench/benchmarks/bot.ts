import { unwrap } from "@okoshko/contracts/client";
import { createDriver, type Driver, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { createCaller } from "../caller";
import { botToken, neighbours, run, runBaseline, type Running, webhookSecret } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { openShop } from "../shop";
import { latencyOf } from "../statistics";
import { cardId } from "../telegram-sink";
import { type Done, settle, workers } from "../workers";

const warmUps = 10;
const persons = 60;
/** What a card has under that button when it is the first one of its person: its draft is at revision 2. */
const firstCardsButton = "1:b:2";
/** As many connections as Telegram opens to a webhook unless it is told otherwise. */
const concurrency = 40;
/** Before anything is measured: a bot that is fast has compiled all of itself after a second, and a slow one after many. */
const warmUpUpdates = 1_000;
const button = "Book a visit";

/**
 * Two things, each against a grammY bot that answers constants: from a person's act in the emulator to the bot's answer in it,
 * one after another; and how many updates a second one process of the bot deals with, posted to its webhook as Telegram does,
 * by many persons at once, with a Bot API that costs next to nothing.
 */
export async function bot(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const shop = await openShop(options.seed);
  const around = await neighbours(shop.url);
  const emulator = await run("telegram-emulator", around);
  const booking = await run("booking-api", around);
  const driver = createDriver(emulator.url);

  const real = await run("bot", around);
  options.say(`${persons} persons, one after another: /start, and a tap on “${button}”`);
  const ours = await converse(driver);
  const rssMiB = await real.rssMiB();
  await real.stop();

  const plain = await runBaseline("plain-bot", { token: botToken, apiRoot: emulator.url, button });
  const constants = await converse(driver);
  await plain.stop();

  await emulator.stop();
  const sink = await runBaseline("telegram-sink", {});
  const besideSink = {
    ...around,
    ports: { ...around.ports, "telegram-emulator": Number(new URL(sink.url).port) },
  };
  options.say(
    `${concurrency} updates at a time for ${options.seconds} s, then the same to a bare grammY bot`,
  );
  const busy = await run("bot", besideSink);
  const ourRate = await flood(`${busy.url}/telegram/webhook`, options.seconds, [busy, booking]);
  const rssBusyMiB = await busy.rssMiB();
  await busy.stop();
  const plainBusy = await runBaseline("plain-bot", { token: botToken, apiRoot: sink.url, button });
  const plainRate = await flood(plainBusy.url, options.seconds, [plainBusy]);
  const plainRssMiB = await plainBusy.rssMiB();
  await plainBusy.stop();

  for (const service of [sink, booking]) await service.stop();
  await around.stop();
  await shop.drop();
  const start = latencyOf(ours.start);
  const tap = latencyOf(ours.tap);
  const plainStart = latencyOf(constants.start);
  const plainTap = latencyOf(constants.tap);
  const [cpuMs = Number.NaN, bookingCpuMs = Number.NaN] = ourRate.cpuMsPerUpdate;
  const [plainCpuMs = Number.NaN] = plainRate.cpuMsPerUpdate;
  return {
    how:
      `webhook update to Bot API call, both in the emulator, ${persons} new persons one after another; ` +
      `then updates a second, /start and taps in turn, ${concurrency} at a time from ever new persons, one process, booking-api in the loop`,
    rows: [
      { key: "start", label: "/start → the card is sent", ...start, more: { rssUnderLoadMiB: rssMiB } },
      { key: "tap", label: `“${button}” → the card is edited`, ...tap },
      { key: "plainStart", label: "/start, bare grammY, constant words", ...plainStart },
      { key: "plainTap", label: "a tap, bare grammY, constant words", ...plainTap },
      {
        key: "updates",
        label: "updates to one process",
        ...latencyOf(ourRate.samplesMs),
        perSecond: ourRate.perSecond,
        more: {
          rssUnderLoadMiB: rssBusyMiB,
          cpuMsPerUpdate: cpuMs,
          bookingApiCpuMsPerUpdate: bookingCpuMs,
        },
      },
      {
        key: "plainUpdates",
        label: "updates to one bare grammY process",
        ...latencyOf(plainRate.samplesMs),
        perSecond: plainRate.perSecond,
        more: { rssUnderLoadMiB: plainRssMiB, cpuMsPerUpdate: plainCpuMs },
      },
    ],
    ratios: [
      {
        key: "start",
        what: "Bot: /start to its answer, p50",
        against: "a bare grammY bot with constant words",
        value: start.p50Ms / plainStart.p50Ms,
      },
      {
        key: "tap",
        what: "Bot: a tap to its answer, p50",
        against: "a bare grammY bot with constant words",
        value: tap.p50Ms / plainTap.p50Ms,
      },
      {
        key: "updates",
        what: "Bot: updates a second of one process, booking-api in the loop",
        against: "a bare grammY bot with constant words",
        value: ourRate.perSecond / plainRate.perSecond,
      },
      {
        key: "cpu",
        what: "Bot: its own processor time for an update",
        against: "that of a bare grammY bot with constant words",
        value: cpuMs / plainCpuMs,
      },
    ],
  };
}

/**
 * New persons start the bot, and those of some time ago tap a button of their card, which nobody has touched meanwhile. Each
 * writes twice: whoever writes twenty times in ten seconds is not heard.
 */
function* updatesOfMany(): Generator<object, void> {
  const person = (number: number) => {
    const from = {
      id: 5_000_000_000 + number,
      is_bot: false,
      first_name: `Person ${number}`,
      language_code: "en",
    };
    return { from, chat: { id: from.id, type: "private", first_name: from.first_name } };
  };
  const entities = [{ type: "bot_command", offset: 0, length: 6 }];
  for (let number = 1; ; number += 1) {
    const message = { message_id: 1, date: 1, text: "/start", entities, ...person(number) };
    yield { update_id: 2 * number, message };
    const earlier = number - 5 * concurrency;
    if (earlier < 1) continue;
    const { from, chat } = person(earlier);
    const card = { message_id: cardId, date: 1, chat, text: "-" };
    const callback_query = {
      id: `${number}`,
      from,
      message: card,
      chat_instance: "1",
      data: firstCardsButton,
    };
    yield { update_id: 2 * number + 1, callback_query };
  }
}

/** Leaves the rest to whoever goes on. */
function* firstOf<Item>(items: Iterator<Item>, count: number): Generator<Item, void> {
  for (let at = 0; at < count; at += 1) {
    const { value, done } = items.next();
    if (done === true) return;
    yield value;
  }
}

/** Also says what each of these processes worked for an update: booking-api and the stores share the machine with the bot. */
async function flood(
  url: string,
  seconds: number,
  processes: Pick<Running, "cpuSeconds">[],
): Promise<Done & { cpuMsPerUpdate: number[] }> {
  const { origin, pathname } = new URL(url);
  const caller = createCaller(origin, concurrency);
  const headers = { "x-telegram-bot-api-secret-token": webhookSecret };
  const post = async (update: object): Promise<void> => {
    const { status } = await caller.call("POST", pathname, headers, update);
    if (status !== 200) throw new Error(`The bot answered ${status}`);
  };
  const updates = updatesOfMany();
  await workers(concurrency, firstOf(updates, warmUpUpdates), 120, post);
  await settle();
  const worked = () => Promise.all(processes.map((one) => one.cpuSeconds()));
  const before = await worked();
  const done = await workers(concurrency, updates, seconds, post);
  const after = await worked();
  caller.close();
  const cpuMsPerUpdate = after.map(
    (cpu, index) => ((cpu - (before[index] ?? 0)) * 1000) / done.samplesMs.length,
  );
  return { ...done, cpuMsPerUpdate };
}

/** New persons each time, because the bot slows down whoever writes too fast. */
async function converse(driver: Driver): Promise<{ start: number[]; tap: number[] }> {
  const start: number[] = [];
  const tap: number[] = [];
  for (let number = 0; number < warmUps + persons; number += 1) {
    const person = await driver.createPerson({ firstName: `Person ${number}`, languageCode: "en" });
    const started = await timed(driver, person, "sendMessage", () => person.starts());
    const chat = await person.chat();
    const message = chat.messages.findLast(({ buttons }) =>
      buttons?.flat().some(({ text }) => text === button),
    );
    if (message === undefined) throw new Error("The bot's answer to /start has no button to book");
    const body = { messageId: message.messageId, label: button };
    const params = { path: { personId: person.id } };
    const tapped = await timed(driver, person, "editMessageText", () =>
      unwrap(driver.api.POST("/_emulator/persons/{personId}/taps", { params, body })),
    );
    if (number === warmUps) await settle();
    if (number < warmUps) continue;
    start.push(started);
    tap.push(tapped);
  }
  return { start, tap };
}

async function timed(
  driver: Driver,
  person: PersonDriver,
  method: string,
  act: () => Promise<unknown>,
): Promise<number> {
  const after = await driver.callCursor();
  const began = performance.now();
  await act();
  const calls = await driver.calls({ after, method, personId: person.id, waitSeconds: 10 });
  const ms = performance.now() - began;
  if (calls.length === 0) throw new Error(`No ${method} came within 10 s`);
  return ms;
}
