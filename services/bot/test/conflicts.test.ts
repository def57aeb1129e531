import { createLogger } from "@okoshko/runtime/logger";
import { createDriver } from "@okoshko/telegram-emulator/driver";
import { type Emulator, startEmulator } from "@okoshko/telegram-emulator/emulator";
import { eventually } from "@okoshko/testkit/eventually";
import { Api } from "grammy";
import { Registry } from "prom-client";
import { startPolling, WebhookInUse } from "../src/ingress/polling";
import { watchWebhook } from "../src/ingress/webhook-watch";
import { type BotMetrics, createBotMetrics } from "../src/metrics";
import { registerWebhook } from "../src/registration";
import { botOnEmulator, ownRedis, silent } from "./bot-under-test";
import { StubBookingApi } from "./stub-booking-api";

let emulator: Emulator;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  emulator = await startEmulator({ verifyAnswers: true });
  closing.push(() => emulator.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
// After what is closed above: nobody writes any more when it is emptied.
const own = ownRedis();

async function aBot(mode: "webhook" | "polling", options: Partial<Parameters<typeof botOnEmulator>[2]> = {}) {
  const bot = await botOnEmulator(emulator, own.redis, { mode, stub: new StubBookingApi(), ...options });
  closing.push(() => bot.close().catch(() => undefined));
  return bot;
}

/** What is logged at `error` or above. */
function errorLog() {
  const errors: string[] = [];
  const destination = { write: (line: string) => void errors.push(line) };
  return { errors, logger: createLogger({ service: "bot", level: "error", destination }) };
}

async function conflictsOf(metrics: Pick<BotMetrics, "conflicts">): Promise<Record<string, number>> {
  const { values } = await metrics.conflicts.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.with, value]));
}

const theoId = 1002;
const api = () => new Api(emulator.botToken, { apiRoot: emulator.url });
const connection = async () => (await createDriver(emulator.url).person(theoId).chat()).bot.connection;

describe("two pollers (409)", () => {
  it("are told of each other, in log and metric, make way more and more, and handle each update once", async () => {
    const logs = [errorLog(), errorLog()] as const;
    const one = await aBot("polling", { logger: logs[0].logger });
    const two = await aBot("polling", { logger: logs[1].logger });
    await eventually(async () => {
      for (const { metrics } of [one, two])
        expect((await conflictsOf(metrics))["poller"]).toBeGreaterThanOrEqual(1);
    });
    for (const { errors } of logs) expect(errors[0]).toContain("another process polls with this bot's token");

    const theo = createDriver(emulator.url).person(theoId);
    await theo.starts();
    await theo.waitFor("Welcome");
    await two.close();
    await theo.says("/help");
    await theo.waitFor("How it works");
    await eventually(async () => {
      const outcomes = await Promise.all([one, two].map(({ metrics }) => metrics.updates.get()));
      const handled = outcomes
        .flatMap(({ values }) => values)
        .filter(({ labels }) => labels.outcome === "handled");
      expect(handled.reduce((sum, { value }) => sum + value, 0)).toBe(2);
    });
  });
});

describe("a webhook and a poller", () => {
  it("do not meet: who would poll does not start, says why, and leaves the webhook alone", async () => {
    await aBot("webhook");
    await expect(aBot("polling")).rejects.toThrow(
      /updates go to a webhook at 127\.0\.0\.1:\d+\. Nothing was changed/,
    );
    expect(await connection()).toMatchObject({ kind: "webhook" });
    const theo = createDriver(emulator.url).person(theoId);
    await theo.starts();
    await theo.waitFor("Welcome");
  });

  it("do not fight: a poller ends when a webhook is set, and what waited goes there", async () => {
    const ends: unknown[] = [];
    const polling = await aBot("polling", { onEnded: (error) => ends.push(error) });
    await eventually(async () => expect(await connection()).toMatchObject({ kind: "polling" }));
    await aBot("webhook");
    await eventually(() => expect(ends).toEqual([expect.any(WebhookInUse)]));
    expect(await conflictsOf(polling.metrics)).toMatchObject({ webhook: 1 });
    expect(await connection()).toMatchObject({ kind: "webhook" });
  });
});

it("a wrong token ends polling, instead of being tried for ever", async () => {
  const { ended } = startPolling({
    api: new Api("1000000001:not-the-token", { apiRoot: emulator.url }),
    receive: () => Promise.resolve(),
    metrics: createBotMetrics(new Registry()),
    logger: silent,
  });
  await expect(ended).rejects.toMatchObject({ error_code: 401 });
});

describe("the watch over the webhook", () => {
  const ours = "http://127.0.0.1:1/telegram/webhook";
  function watch() {
    const metrics = createBotMetrics(new Registry());
    const { errors, logger } = errorLog();
    const watching = watchWebhook({ api: api(), url: ours, metrics, logger });
    closing.push(() => Promise.resolve(watching.stop()));
    const gauges = async () => ({
      ours: (await metrics.webhookOurs.get()).values[0]?.value,
      pending: (await metrics.webhookPending.get()).values[0]?.value,
    });
    return { watching, metrics, errors, gauges };
  }

  it("says how much waits at Telegram, and that all is well", async () => {
    await registerWebhook(api(), { url: ours, secret: "s" });
    await createDriver(emulator.url).person(theoId).starts();
    const { watching, gauges, errors } = watch();
    // Nothing is known yet, which is not the same as gone.
    expect(await gauges()).toEqual({});
    await watching.look();
    expect(await gauges()).toEqual({ ours: 1, pending: 1 });
    expect(errors).toEqual([]);
  });

  it("notices that it was taken away, once, and that it is back", async () => {
    await registerWebhook(api(), { url: ours, secret: "s" });
    const { watching, metrics, gauges, errors } = watch();
    await watching.look();
    await api().deleteWebhook();
    await watching.look();
    await watching.look();
    expect((await gauges()).ours).toBe(0);
    expect(errors).toEqual([expect.stringContaining("taken away")]);
    expect(await conflictsOf(metrics)).toEqual({ poller: 1, webhook: 0 });
    await registerWebhook(api(), { url: ours, secret: "s" });
    await watching.look();
    expect((await gauges()).ours).toBe(1);
  });

  it("notices that another installation has it, and tells its host and no more", async () => {
    await registerWebhook(api(), { url: "http://other.example/private-path", secret: "s" });
    const { watching, metrics, errors } = watch();
    await watching.look();
    expect(errors).toEqual([expect.stringMatching(/"host":"other\.example".*another address/)]);
    expect(errors[0]).not.toContain("private-path");
    expect(await conflictsOf(metrics)).toEqual({ poller: 0, webhook: 1 });
  });

  it("is quiet while Telegram is away", async () => {
    const { watching, errors } = watch();
    await emulator.close();
    await watching.look();
    expect(errors).toEqual([]);
  });
});
