import { type Logger } from "@okoshko/runtime/logger";
import { within } from "@okoshko/runtime/within";
import { type DemoClock } from "../clock/demo-clock";
import { retryAfterOf, retryDelayMs } from "./backoff";
import { type Outbox, type Passage } from "./outbox";

export interface WebhookSettings {
  url: string;
  secretToken?: string;
  maxConnections: number;
}

export interface LastError {
  atSeconds: number;
  message: string;
}

/** What Telegram gives a bot to answer an update. */
const answerTimeoutMs = 60_000;
const maxAnswerBytes = 1024 * 1024;

/** Sends updates to the bot's webhook: each queue one after another, queues side by side. */
export class Webhook {
  settings: WebhookSettings | null = null;
  lastError: LastError | null = null;
  lastSuccess = false;
  private active = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly stop = new AbortController();

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: DemoClock,
    private readonly logger: Logger,
    private readonly changed: () => void,
    /** Runs the method call that the body of an answer may carry. */
    private readonly execute: (body: unknown) => void,
    private readonly random: () => number = Math.random,
  ) {}

  /** Sends all that may go now, and sets an alarm for what may go later. */
  pump(): void {
    clearTimeout(this.timer);
    const { settings } = this;
    if (settings === null || this.stop.signal.aborted) return;
    for (const passage of this.outbox.ready()) {
      if (this.active >= settings.maxConnections) return;
      void this.attempt(passage, settings);
    }
    const next = this.outbox.nextInMs();
    // Something that is due but stands behind another of its queue comes up when that one is done.
    if (next !== undefined && next > 0)
      this.timer = setTimeout(() => this.pump(), Math.min(next + 1, 60_000));
  }

  close(): void {
    clearTimeout(this.timer);
    this.stop.abort();
  }

  private async attempt(passage: Passage, settings: WebhookSettings): Promise<void> {
    this.active += 1;
    this.outbox.begin(passage);
    const began = performance.now();
    const outcome = await this.post(passage, settings);
    this.active -= 1;
    if (this.stop.signal.aborted) return;
    const attempt = { via: "webhook" as const, durationMs: Math.round(performance.now() - began) };
    if (outcome.error === undefined) {
      this.lastSuccess = true;
      this.outbox.delivered(passage, { ...attempt, status: outcome.status });
      if (outcome.body !== undefined) this.execute(outcome.body);
    } else {
      this.lastSuccess = false;
      this.lastError = { atSeconds: this.clock.seconds(), message: outcome.error };
      const delayMs = retryDelayMs(passage.failures + 1, this.random, outcome.retryAfterSeconds);
      this.logger.debug(
        { updateId: passage.record.updateId, error: outcome.error, delayMs },
        "webhook attempt failed",
      );
      const { status, error } = outcome;
      this.outbox.failed(
        passage,
        { ...attempt, error, ...(status === undefined ? {} : { status }) },
        delayMs,
      );
    }
    this.changed();
  }

  private async post({ record }: Passage, settings: WebhookSettings): Promise<Outcome> {
    try {
      return await within(answerTimeoutMs, this.stop.signal, (signal) => this.ask(record, settings, signal));
    } catch (error) {
      return { error: wordsFor(error) };
    }
  }

  private async ask(
    record: Passage["record"],
    settings: WebhookSettings,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const response = await fetch(settings.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(settings.secretToken === undefined
          ? {}
          : { "x-telegram-bot-api-secret-token": settings.secretToken }),
      },
      body: JSON.stringify(record.update),
      redirect: "manual",
      signal,
    });
    const text = (await response.text()).slice(0, maxAnswerBytes);
    if (response.ok) return { status: response.status, ...bodyOf(text) };
    const retryAfterSeconds = retryAfterOf(response.headers.get("retry-after"));
    return {
      status: response.status,
      error: `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim(),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
}

type Outcome =
  | { status: number; body?: unknown; error?: undefined }
  | { status?: number; error: string; retryAfterSeconds?: number };

function bodyOf(text: string): { body?: unknown } {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    const body: unknown = JSON.parse(text);
    return { body };
  } catch {
    return {};
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "Read timeout expired";
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  if (code === "ECONNREFUSED") return "Connection refused";
  return code === undefined ? "Connection failed" : `Connection failed: ${code}`;
}
