import { type Clock } from "@okoshko/runtime/clock";

/** A clock that stands still until a test moves it. */
export interface FixedClock extends Clock {
  set(iso: string): void;
  advance(ms: number): void;
}

export function fixedClock(iso: string): FixedClock {
  const listeners = new Set<() => void>();
  let current = instant(iso);
  const move = (to: number): void => {
    current = to;
    for (const listener of listeners) listener();
  };
  return {
    now: () => new Date(current),
    onJump(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next) => move(instant(next)),
    advance: (ms) => move(current + ms),
  };
}

function instant(iso: string): number {
  // Without an offset, the instant would depend on the zone of the machine that runs the test.
  if (!/(Z|[+-]\d\d:\d\d)$/.test(iso))
    throw new Error(`${iso} is not an instant: end it with Z or an offset.`);
  const time = Date.parse(iso);
  if (Number.isNaN(time)) throw new Error(`${iso} is not a valid instant.`);
  return time;
}
