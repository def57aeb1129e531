export interface CoalesceOptions {
  /** How many at once. */
  max: number;
  /** How many such calls may be under way; what comes meanwhile waits for the next. */
  parallel: number;
}

interface Waiting<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Does for many at once what is asked for one by one: what is asked for in the same turn of the event loop, or while earlier
 * calls are under way, is done together. Alone, an item waits for nobody. `work` answers in the order of its items; when it
 * throws, all of them fail.
 */
export function coalesce<In, Out>(
  work: (items: In[]) => Promise<Out[]>,
  { max, parallel }: CoalesceOptions,
): (item: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let underWay = 0;
  let isScheduled = false;

  const flush = async (batch: Waiting<In, Out>[]): Promise<void> => {
    underWay += 1;
    try {
      const results = await work(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error("Not everything that was asked for was answered");
      results.forEach((result, index) => batch[index]?.resolve(result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      underWay -= 1;
      schedule();
    }
  };

  const schedule = (): void => {
    if (isScheduled || waiting.length === 0 || underWay >= parallel) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (waiting.length > 0 && underWay < parallel) void flush(waiting.splice(0, max));
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
