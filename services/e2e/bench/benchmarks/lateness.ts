import { openLedger } from "../ledger";
import { neighbours, run, runBaseline } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { latencyOf } from "../statistics";

const planned = 100_000;
const limit = 25;
/** Of each second's limit so much is used: reminders gather at round times, but not all day. */
const perSecond = 15;
const seconds = 30;
const warmUpMs = 8_000;

/** How late a reminder is while a hundred thousand others wait for their time. */
export async function lateness(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const due = perSecond * seconds;
  options.say(`${planned} planned reminders, of which ${due} become due within ${seconds} s`);
  const constant = await runBaseline("constant-neighbours", {});
  const ledger = await openLedger();
  await ledger.plan({ count: planned - due, firstInMs: 3_600_000, everyMs: 10 });
  const around = await neighbours(ledger.url);
  const notifier = await run("notifier", around, {
    TELEGRAM_API_ROOT: constant.url,
    BOOKING_API_URL: constant.url,
    TELEGRAM_MESSAGES_PER_SECOND: String(limit),
  });
  await ledger.plan({ count: due, firstInMs: warmUpMs, everyMs: 1_000 / perSecond });
  const sent = await ledger.sent(due, (seconds + 60) * 1_000);
  const rssMiB = await notifier.rssMiB();
  await notifier.stop();
  await around.stop();
  await ledger.drop();
  await constant.stop();
  const late = latencyOf(sent.map(({ sentAt, dueAt }) => Math.max(0, sentAt - dueAt)));
  return {
    how: `from the moment for which a reminder is planned to when Telegram has it; ${perSecond} due a second at a limit of ${limit}/s, ${planned} planned`,
    rows: [{ key: "late", label: "lateness of a reminder", ...late, more: { rssMiB } }],
    ratios: [
      {
        key: "late",
        what: `Lateness of a reminder with ${planned} planned, p99`,
        against: "one second",
        value: late.p99Ms / 1_000,
      },
    ],
  };
}
