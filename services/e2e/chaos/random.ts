/** Decisions that are the same for the same seed. */
export interface Random {
  /** From 0, below 1. */
  float(): number;
  /** Both ends included. */
  whole: (from: number, to: number) => number;
  chance(probability: number): boolean;
  pick: <T>(list: readonly T[]) => T;
  /** One of the choices, as often as its weight says. */
  weighted: <T>(choices: readonly (readonly [weight: number, choice: T])[]) => T;
  /**
   * A generator of its own for who decides side by side with others: were it one for all, what one decides would depend on
   * how quick the others are, and a seed would not repeat anything.
   */
  fork(name: string): Random;
}

export function createRandom(seed: number | string): Random {
  let state = hash(String(seed));
  // Mulberry32: 32 bits of state, which is plenty for decisions in a test.
  const float = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(float() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError("Nothing to pick from");
    return list[whole(0, list.length - 1)] as T;
  };
  return {
    float,
    whole,
    pick,
    chance: (probability) => float() < probability,
    weighted(choices) {
      let rest = float() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        rest -= weight;
        if (rest < 0) return choice;
      }
      return pick(choices)[1];
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value | 0;
}
