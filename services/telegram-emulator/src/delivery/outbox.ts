import { type DemoClock } from "../clock/demo-clock";
import { type Schemas } from "../contract/schemas";
import { type Bus } from "../state/bus";
import { lifetimeMs, queueOf, type Update, type UpdateRecord, type UpdateType } from "./update-record";

/** One passage of an update to the bot; copies and redeliveries make several of one record. */
export interface Passage {
  record: UpdateRecord;
  queue: string;
  failures: number;
  /** Real time, as performance.now() counts. */
  notBefore: number;
  underWay: boolean;
  /** Asked for by hand: comes also when the bot has confirmed its id already. */
  redelivery: boolean;
}

export interface OutboxState {
  allowedUpdates: string[] | null;
  waiting: UpdateRecord[];
}

const keptRecords = 5000;
const maxWaiting = 20_000;
/** Telegram leaves these out unless they are asked for; the emulator makes none of them. */
const notByDefault = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

/** Updates on their way to the bot, whichever way it takes them. */
export class Outbox {
  readonly records = new Map<number, UpdateRecord>();
  readonly modes: Schemas["Delivery"] = { copies: 1, delayMs: 0, reorder: false, paused: false };
  allowedUpdates: string[] | null = null;
  private passages: Passage[] = [];
  private revision = 0;
  private wake: () => void = () => undefined;

  constructor(
    private readonly clock: DemoClock,
    private readonly bus: Bus,
    private readonly nextId: () => number,
  ) {}

  /** Called whenever there may be something new to deliver. */
  onWork(wake: () => void): void {
    this.wake = wake;
  }

  add(type: UpdateType, personId: number, content: Omit<Update, "update_id">): UpdateRecord {
    const updateId = this.nextId();
    const now = this.clock.millis();
    const record: UpdateRecord = {
      updateId,
      revision: 0,
      type,
      personId,
      queue: queueOf(type, personId),
      status: "pending",
      createdAtMs: now,
      expiresAtMs: now + lifetimeMs(type),
      attempts: [],
      update: { update_id: updateId, ...content },
    };
    this.records.set(updateId, record);
    this.forget();
    if (!this.wanted(type) || this.passages.length >= maxWaiting) this.mark(record, "dropped");
    else {
      this.mark(record, "pending");
      for (let copy = 1; copy <= this.modes.copies; copy += 1)
        this.send(record, copy === 1 ? record.queue : `${record.queue}#${copy}`, false);
    }
    return record;
  }

  /** Once more, beside the queues, so that it may run together with the first delivery. */
  redeliver(record: UpdateRecord): void {
    this.send(record, `${record.queue}#again${this.revision}`, true);
  }

  private send(record: UpdateRecord, queue: string, redelivery: boolean): void {
    const notBefore = performance.now() + this.modes.delayMs;
    this.passages.push({ record, queue, failures: 0, notBefore, underWay: false, redelivery });
    this.announceWork();
  }

  private announceWork(): void {
    this.wake();
    this.bus.tell({ name: "update", data: null });
  }

  /** All that have not arrived and are not under way. */
  waiting(): Passage[] {
    this.expire();
    return this.passages.filter((each) => !each.underWay);
  }

  /** What may be delivered now, in the order in which it should be. */
  ready(): Passage[] {
    this.expire();
    if (this.modes.paused) return [];
    const now = performance.now();
    if (this.modes.reorder)
      return this.passages.filter((each) => !each.underWay && each.notBefore <= now).reverse();
    const busy = new Set<string>();
    return this.passages.filter((passage) => {
      if (busy.has(passage.queue)) return false;
      busy.add(passage.queue);
      return !passage.underWay && passage.notBefore <= now;
    });
  }

  /** For long polling, where one answer may carry several updates of a queue. */
  readyToPoll(): Passage[] {
    this.expire();
    if (this.modes.paused) return [];
    const now = performance.now();
    const ready = this.passages.filter((each) => !each.underWay && each.notBefore <= now);
    return this.modes.reorder ? ready.reverse() : ready;
  }

  /** Milliseconds until something becomes ready by itself. */
  nextInMs(): number | undefined {
    if (this.modes.paused) return undefined;
    const times = this.passages.filter((each) => !each.underWay).map((each) => each.notBefore);
    return times.length === 0 ? undefined : Math.max(Math.min(...times) - performance.now(), 0);
  }

  begin(passage: Passage): void {
    passage.underWay = true;
    this.mark(passage.record, "delivering");
  }

  delivered(passage: Passage, attempt: UpdateRecord["attempts"][number]): void {
    this.remove(passage);
    passage.record.attempts.push(attempt);
    this.mark(passage.record, "delivered");
    this.wake();
  }

  failed(passage: Passage, attempt: UpdateRecord["attempts"][number], delayMs: number): void {
    passage.underWay = false;
    passage.failures += 1;
    passage.notBefore = performance.now() + delayMs;
    if (passage.record.attempts.length < 100) passage.record.attempts.push(attempt);
    // Another passage of the same update may have got through.
    this.mark(passage.record, passage.record.status === "delivered" ? "delivered" : "pending");
    this.wake();
  }

  remove(passage: Passage): void {
    this.passages = this.passages.filter((each) => each !== passage);
  }

  /** Brings every waiting attempt forward. Answers how many. */
  retryNow(): number {
    const now = performance.now();
    const waiting = this.passages.filter((each) => !each.underWay && each.notBefore > now);
    for (const passage of waiting) passage.notBefore = now;
    this.announceWork();
    return waiting.length;
  }

  changeModes(changes: Partial<Schemas["Delivery"]>): void {
    Object.assign(this.modes, changes);
    this.announceWork();
  }

  dropAll(): void {
    for (const { record } of this.passages) this.mark(record, "dropped");
    this.passages = [];
  }

  reset(): void {
    this.dropAll();
    this.records.clear();
    Object.assign(this.modes, { copies: 1, delayMs: 0, reorder: false, paused: false });
  }

  get pendingCount(): number {
    this.expire();
    return this.passages.length;
  }

  get cursor(): number {
    return this.revision;
  }

  waitOf(record: UpdateRecord): number | undefined {
    const passage = this.passages.find((each) => each.record === record && !each.underWay);
    return passage === undefined ? undefined : Math.max(Math.round(passage.notBefore - performance.now()), 0);
  }

  state(): OutboxState {
    return {
      allowedUpdates: this.allowedUpdates,
      waiting: [...new Set(this.passages.map(({ record }) => record))],
    };
  }

  restore(state: OutboxState): void {
    this.allowedUpdates = state.allowedUpdates;
    for (const record of state.waiting) {
      this.records.set(record.updateId, record);
      this.mark(record, "pending");
      this.send(record, record.queue, false);
    }
  }

  private wanted(type: UpdateType): boolean {
    return this.allowedUpdates === null || this.allowedUpdates.length === 0
      ? !notByDefault.has(type)
      : this.allowedUpdates.includes(type);
  }

  private expire(): void {
    const now = this.clock.millis();
    for (const passage of this.passages.filter((each) => !each.underWay && each.record.expiresAtMs <= now)) {
      this.remove(passage);
      if (passage.record.status !== "delivered") this.mark(passage.record, "expired");
    }
  }

  private mark(record: UpdateRecord, status: UpdateRecord["status"]): void {
    this.revision += 1;
    record.revision = this.revision;
    record.status = status;
    this.bus.tell({ name: "update", data: null });
  }

  private forget(): void {
    if (this.records.size <= keptRecords) return;
    for (const [id, record] of this.records) {
      if (record.status === "pending" || record.status === "delivering") continue;
      this.records.delete(id);
      return;
    }
  }
}
