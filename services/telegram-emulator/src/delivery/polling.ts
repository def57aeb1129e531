import { conflict } from "../bot-api/telegram-error";
import { type Bus } from "../state/bus";
import { type Outbox } from "./outbox";
import { type Update } from "./update-record";

export interface PollRequest {
  offset?: number;
  limit: number;
  timeoutSeconds: number;
  signal: AbortSignal;
}

interface Poll {
  terminate(): void;
  terminated: boolean;
}

/** A bot that handles what it got is not gone. */
const betweenPollsMs = 5000;

/** getUpdates. There is one reader: who comes second ends the first one's wait with 409. */
export class Polling {
  private current: Poll | undefined;
  private lastAskedAt = Number.NEGATIVE_INFINITY;
  private farewell: NodeJS.Timeout | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly bus: Bus,
    /** The bot came or went. */
    private readonly changed: () => void,
  ) {}

  async poll(request: PollRequest): Promise<Update[]> {
    this.current?.terminate();
    if (request.offset !== undefined) this.confirm(request.offset);
    const over = new AbortController();
    const poll: Poll = {
      terminated: false,
      terminate: () => {
        poll.terminated = true;
        over.abort();
      },
    };
    this.arrive(poll);
    const patience = [over.signal, request.signal];
    const deadline = performance.now() + request.timeoutSeconds * 1000;
    for (;;) {
      const left = deadline - performance.now();
      if (this.outbox.readyToPoll().length > 0 || left <= 0 || patience.some(({ aborted }) => aborted)) break;
      // A delayed update becomes ready without anything happening.
      const wait = Math.min(left, (this.outbox.nextInMs() ?? left) + 1);
      await this.bus.waitUntil(() => this.outbox.readyToPoll().length > 0, wait, ...patience);
    }
    this.leave(poll);
    if (poll.terminated)
      throw conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running",
      );
    return request.signal.aborted ? [] : this.take(request.limit);
  }

  /** Whether somebody polls, or did a moment ago. */
  get online(): boolean {
    return this.current !== undefined || performance.now() - this.lastAskedAt < betweenPollsMs;
  }

  private arrive(poll: Poll): void {
    const wasOnline = this.online;
    clearTimeout(this.farewell);
    this.current = poll;
    if (!wasOnline) this.changed();
  }

  private leave(poll: Poll): void {
    if (this.current !== poll) return;
    this.current = undefined;
    this.lastAskedAt = performance.now();
    this.farewell = setTimeout(this.changed, betweenPollsMs + 10);
    this.farewell.unref();
  }

  /** Ends a poll that waits, for shutdown and setWebhook. */
  interrupt(): void {
    this.current?.terminate();
  }

  /** Everything before the offset has arrived; a negative one keeps so many from the end. */
  private confirm(offset: number): void {
    const passages = this.outbox.waiting();
    const ids = [...new Set(passages.map(({ record }) => record.updateId))].sort((a, b) => a - b);
    const first = offset < 0 ? (ids.at(offset) ?? ids[0] ?? 0) : offset;
    for (const passage of passages)
      if (passage.record.updateId < first && !passage.redelivery)
        this.outbox.delivered(passage, { via: "getUpdates", durationMs: 0 });
  }

  private take(limit: number): Update[] {
    const passages = this.outbox.readyToPoll().slice(0, limit);
    for (const passage of passages)
      if (passage.redelivery) this.outbox.delivered(passage, { via: "getUpdates", durationMs: 0 });
    return passages.map(({ record }) => record.update);
  }
}
