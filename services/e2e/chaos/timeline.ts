import { type Fault } from "./schedule";

/** Something that was away, or held up, from one moment to another. Real time, in ms since 1970. */
export interface Window {
  what: string;
  from: number;
  to: number;
}

export interface Moment {
  at: number;
  what: string;
}

export interface Strike {
  fault: Fault;
  /** Why it could not be done. */
  error?: string;
}

/** What was done to the system, and when. */
export class Timeline {
  readonly moments: Moment[] = [];
  /** Each fault that was carried out, or could not be. */
  readonly strikes: Strike[] = [];
  /** While a store or all of Telegram was away. */
  readonly outages: Window[] = [];
  /** While a replica stood still; `what` is its name. */
  readonly freezes: Window[] = [];
  /** When the clock was moved. */
  readonly jumps: Moment[] = [];
  readonly beganAt = Date.now();

  constructor(private readonly say: (line: string) => void = () => undefined) {}

  note(what: string): void {
    const moment = { at: Date.now(), what };
    this.moments.push(moment);
    this.say(this.show(moment));
  }

  /** Keeps the window, open until `work` is done. */
  async during<T>(kind: "outages" | "freezes", what: string, work: () => Promise<T>): Promise<T> {
    const window: Window = { what, from: Date.now(), to: Number.POSITIVE_INFINITY };
    this[kind].push(window);
    try {
      return await work();
    } finally {
      window.to = Date.now();
    }
  }

  show({ at, what }: Moment): string {
    return `${((at - this.beganAt) / 1000).toFixed(1).padStart(6)} s  ${what}`;
  }
}

/** Whether the moment lies in one of the windows, or at most `graceMs` behind it. */
export function isWithin(windows: readonly Window[], at: number, graceMs = 0): boolean {
  return windows.some(({ from, to }) => from <= at && at <= to + graceMs);
}
