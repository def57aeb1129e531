import { Api } from "grammy";
import { openLedger, rateOf } from "../ledger";
import { botToken, neighbours, run, runBaseline } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { settle, workers } from "../workers";

const reminders = 10_000;
/** What Telegram bears, less what is left to the bot. */
const limit = 25;
const limitedSeconds = 20;
const concurrency = 200;

interface Sent {
  perSecond: number;
  /** Of the sending process alone. */
  cpuMsPerMessage: number;
}

interface Drained extends Sent {
  rssMiB: number;
  /** Of the ledger, once what is dead in it was cleaned away. */
  bytesPerMessage: number;
}

/** Ten thousand reminders that are due at once, against a loop that does nothing but call the same Telegram. */
export async function drain(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const constant = await runBaseline("constant-neighbours", {});
  options.say(`${reminders} messages by a bare loop`);
  const bare = await bareLoop(constant.url);
  await settle();
  options.say(`${reminders} reminders that are due at once, without the limit`);
  const free = await drained(constant.url, {
    messagesPerSecond: 100_000,
    first: reminders,
    timeoutMs: 300_000,
  });
  options.say(
    `${reminders} reminders that are due at once, at most ${limit} a second; the first ${limitedSeconds} s of it`,
  );
  const limited = await drained(constant.url, {
    messagesPerSecond: limit,
    first: limit * limitedSeconds,
    timeoutMs: limitedSeconds * 4_000,
  });
  await constant.stop();
  return {
    how: `reminders due at once, from the ledger to a Telegram that answers a constant; booking-api answers constants as well; ${concurrency} sends at a time`,
    rows: [
      {
        key: "free",
        label: "limit off",
        perSecond: free.perSecond,
        samples: reminders,
        more: {
          rssMiB: free.rssMiB,
          cpuMsPerMessage: free.cpuMsPerMessage,
          bytesPerMessage: free.bytesPerMessage,
        },
      },
      {
        key: "limited",
        label: `limit ${limit}/s`,
        perSecond: limited.perSecond,
        samples: limit * limitedSeconds,
      },
      {
        key: "bare",
        label: "bare loop with grammY, no ledger",
        perSecond: bare.perSecond,
        samples: reminders,
        more: { cpuMsPerMessage: bare.cpuMsPerMessage },
      },
    ],
    ratios: [
      {
        key: "free",
        what: "Draining due reminders, messages/s",
        against: "a bare grammY loop that sends the same number",
        value: free.perSecond / bare.perSecond,
      },
      {
        key: "cpu",
        what: "Draining due reminders, processor time of the notifier per message",
        against: "a bare grammY loop that sends the same number",
        value: free.cpuMsPerMessage / bare.cpuMsPerMessage,
      },
      {
        key: "limited",
        what: "Draining due reminders with the limit on, messages/s",
        against: `the limit of ${limit}/s`,
        value: limited.perSecond / limit,
      },
    ],
  };
}

/**
 * Until the `first` of all reminders are sent. The processes are fresh each time: what was learned with one limit must not help
 * the other.
 */
async function drained(
  apiRoot: string,
  { messagesPerSecond, first, timeoutMs }: { messagesPerSecond: number; first: number; timeoutMs: number },
): Promise<Drained> {
  const ledger = await openLedger();
  const around = await neighbours(ledger.url);
  const notifier = await run("notifier", around, {
    TELEGRAM_API_ROOT: apiRoot,
    BOOKING_API_URL: apiRoot,
    TELEGRAM_MESSAGES_PER_SECOND: String(messagesPerSecond),
    SEND_CONCURRENCY: String(concurrency),
  });
  const cpuBefore = await notifier.cpuSeconds();
  await ledger.plan({ count: reminders, firstInMs: 0, everyMs: 0 });
  const sent = await ledger.sent(first, timeoutMs);
  const rssMiB = await notifier.rssMiB();
  const cpuMsPerMessage = (((await notifier.cpuSeconds()) - cpuBefore) * 1_000) / sent.length;
  await notifier.stop();
  await around.stop();
  const bytesPerMessage = (await ledger.bytes()) / reminders;
  await ledger.drop();
  return { perSecond: rateOf(sent), rssMiB, cpuMsPerMessage, bytesPerMessage };
}

async function bareLoop(apiRoot: string): Promise<Sent> {
  const api = new Api(botToken, { apiRoot });
  const send = (chatId: number): Promise<unknown> =>
    api.sendMessage(chatId, "<b>See you tomorrow!</b>", { parse_mode: "HTML" });
  const chats = Array.from({ length: reminders }, (_, index) => index + 1);
  const before = process.cpuUsage();
  const { perSecond } = await workers(concurrency, chats, 600, send);
  const { user, system } = process.cpuUsage(before);
  return { perSecond, cpuMsPerMessage: (user + system) / 1_000 / reminders };
}
