import { unwrap } from "@okoshko/contracts/client";
import { createDriver, type Driver, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { botToken, neighbours, run, runBaseline } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { openShop } from "../shop";
import { latencyOf } from "../statistics";
import { settle } from "../workers";

const warmUps = 10;
const persons = 60;
const button = "Book a visit";

/** From a person's act in the emulator to the bot's answer in it, against a grammY bot that answers constants. */
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

  for (const service of [booking, emulator]) await service.stop();
  await around.stop();
  await shop.drop();
  const start = latencyOf(ours.start);
  const tap = latencyOf(ours.tap);
  const plainStart = latencyOf(constants.start);
  const plainTap = latencyOf(constants.tap);
  return {
    how: `webhook update to Bot API call, both in the emulator, ${persons} new persons one after another`,
    rows: [
      { key: "start", label: "/start → the card is sent", ...start, more: { rssUnderLoadMiB: rssMiB } },
      { key: "tap", label: `“${button}” → the card is edited`, ...tap },
      { key: "plainStart", label: "/start, bare grammY, constant words", ...plainStart },
      { key: "plainTap", label: "a tap, bare grammY, constant words", ...plainTap },
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
    ],
  };
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
