import { freePort } from "@okoshko/testkit/free-port";
import { createDriver, type Driver } from "@okoshko/telegram-emulator/driver";
import { startEmulator, type Emulator } from "@okoshko/telegram-emulator/emulator";
import { aVisit, confirmed, cancelled, moved } from "../test/events";
import { planEvent } from "./deliveries/plan";
import { compose } from "./messages/compose";
import { createTelegram, type Telegram } from "./telegram";

let emulator: Emulator;
let driver: Driver;
let telegram: Telegram;
const vera = 1001;

beforeAll(async () => {
  emulator = await startEmulator();
  driver = createDriver(emulator.url);
  telegram = createTelegram({ token: emulator.botToken, apiRoot: emulator.url, timeoutSeconds: 1 });
  await driver.person(vera).starts();
});
afterAll(() => emulator.close());
afterEach(() => driver.faults.clear());

const message = { text: "<b>Ждём</b> вас &amp; вашу собаку" };

it("sends every kind of message in both languages as Telegram wants it", async () => {
  const visit = aVisit();
  const events = [
    confirmed(visit),
    moved(visit, { startsAt: "2026-11-26T10:00:00.000Z" }),
    cancelled(visit, { reason: "<так> & сяк" }),
  ];
  const current = { attendance: "unanswered", changeableUntil: "2026-11-24T12:00:00.000Z" } as const;
  for (const delivery of events.flatMap((event) => planEvent(event).deliveries)) {
    for (const locale of ["ru", "en"] as const) {
      const composed = compose(
        { ...delivery, recipient: { ...delivery.recipient, locale } },
        current,
        new Date("2026-11-23T13:00:00Z"),
      );
      expect(await telegram.send(vera, composed)).toEqual({ type: "sent", messageId: expect.any(Number) });
    }
  }
});

it("shows markup as markup, and the buttons of a reminder", async () => {
  const reminder = planEvent(confirmed(aVisit())).deliveries.find(({ kind }) => kind === "reminder");
  if (!reminder) throw new Error("no reminder");
  const current = { attendance: "unanswered", changeableUntil: "2026-11-24T12:00:00.000Z" } as const;
  await telegram.send(vera, compose(reminder, current, new Date("2026-11-23T13:00:00Z")));
  const shown = await driver.person(vera).waitFor("Ждём вас завтра!", { anytime: true });
  expect(JSON.stringify(shown)).not.toContain("<b>");
  expect(JSON.stringify(shown)).toContain("Перенести");
});

it.each([
  ["429", { kind: "tooManyRequests", retryAfterSeconds: 7 }, { type: "flood", retryAfterSeconds: 7 }],
  ["a block", { kind: "forbidden" }, { type: "unreachable" }],
  ["a refused message", { kind: "badRequest" }, { type: "rejected" }],
  ["a fault of Telegram", { kind: "serverError" }, { type: "refused" }],
  ["an answer that is cut off", { kind: "dropAnswer" }, { type: "uncertain" }],
  ["an answer that comes too late", { kind: "slow", delayMs: 3_000 }, { type: "uncertain" }],
] as const)("understands %s", async (_, fault, outcome) => {
  await driver.faults.add({ ...fault, method: "sendMessage", times: 1 });
  expect(await telegram.send(vera, message)).toMatchObject(outcome);
});

it("understands that nobody has that id, or has not spoken to the bot yet", async () => {
  expect(await telegram.send(999_999, message)).toMatchObject({ type: "unreachable" });
  expect(await telegram.send(1002, message)).toMatchObject({ type: "unreachable" });
});

it("understands a wrong token, and that nobody listens", async () => {
  const token = "1000000001:a-token-that-nobody-gave-us-0000000000";
  const stranger = createTelegram({ token, apiRoot: emulator.url, timeoutSeconds: 1 });
  expect(await stranger.send(vera, message)).toMatchObject({ type: "halted" });
  const apiRoot = `http://127.0.0.1:${await freePort()}`;
  const lonely = createTelegram({ token, apiRoot, timeoutSeconds: 1 });
  expect(await lonely.send(vera, message)).toMatchObject({ type: "refused" });
  const answers = await Promise.all([telegram, stranger, lonely].map((one) => one.askToken()));
  expect(answers.map(({ type }) => type)).toEqual(["taken", "halted", "refused"]);
});
