import { Problem } from "@okoshko/runtime/problem";
import { type Schemas } from "../contract/schemas";
import { type Bus } from "../state/bus";

/** Real time, as the emulator was given it. */
export interface RealClock {
  now(): Date;
}

/** The time of the demo: real time plus an offset that everyone follows. */
export class DemoClock {
  private revision = 1;
  private offset = 0;

  constructor(
    private readonly real: RealClock,
    private readonly bus: Bus,
  ) {}

  now(): Date {
    return new Date(this.millis());
  }

  millis(): number {
    return this.real.now().getTime() + this.offset;
  }

  /** Telegram's dates. */
  seconds(): number {
    return Math.floor(this.millis() / 1000);
  }

  realNow(): Date {
    return this.real.now();
  }

  get offsetMs(): number {
    return this.offset;
  }

  view(): Schemas["Clock"] {
    return { revision: this.revision, offsetMs: this.offset, now: this.now().toISOString() };
  }

  /** Throws `clock-backwards` unless that is asked for: appointments and tokens do not survive a past that comes again. */
  setOffset(offsetMs: number, allowBackwards = false): void {
    if (offsetMs < this.offset && !allowBackwards)
      throw new Problem("clock-backwards", {
        detail: `The offset is ${this.offset} ms already; pass allowBackwards to go back on purpose.`,
      });
    if (offsetMs === this.offset) return;
    this.offset = offsetMs;
    this.revision += 1;
    this.bus.tell({ name: "clock", data: this.view() });
  }
}
