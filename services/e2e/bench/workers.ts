/** What several workers did side by side. */
export interface Done {
  samplesMs: number[];
  perSecond: number;
}

/** Keeps `count` workers busy until the time is over or the tasks are. Each task is timed by itself. */
export async function workers<Task>(
  count: number,
  tasks: Iterable<Task>,
  seconds: number,
  work: (task: Task, worker: number) => Promise<unknown>,
): Promise<Done> {
  const samplesMs: number[] = [];
  const began = performance.now();
  // One iterator for all: whoever is free takes the next.
  const queue = tasks[Symbol.iterator]();
  const one = async (worker: number): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      const next = queue.next();
      if (next.done === true) return;
      const since = performance.now();
      await work(next.value, worker);
      samplesMs.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, worker) => one(worker)));
  return { samplesMs, perSecond: samplesMs.length / ((performance.now() - began) / 1000) };
}

/** Connections, caches and garbage of the warm-up come to rest. */
export function settle(ms = 500): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The items over and over again. */
export function* repeated<T>(items: readonly T[]): Generator<T, void> {
  for (;;) yield* items;
}
