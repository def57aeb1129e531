import { setTimeout as sleep } from "node:timers/promises";
import { type Random } from "./random";
import { describe, type Fault, type Planned } from "./schedule";
import { type Timeline } from "./timeline";
import { type World } from "./world";

/** When the clocks of the shop change next, and so what a run that begins shortly before has to cross. */
export interface StrikeOptions {
  world: World;
  timeline: Timeline;
  random: Random;
  changeOfClocks: Date;
  stopping: AbortSignal;
}

/** Carries the schedule out, each fault at its time, and waits until the last one is over. */
export async function strike(schedule: readonly Planned[], options: StrikeOptions): Promise<void> {
  const { stopping, timeline } = options;
  const began = performance.now();
  const alone = oneAtATime();
  const underWay: Promise<void>[] = [];
  for (const { atMs, fault } of [...schedule].sort((a, b) => a.atMs - b.atMs)) {
    const waitMs = atMs - (performance.now() - began);
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) break;
    timeline.note(describe(fault));
    underWay.push(
      carryOut(fault, options, alone).then(
        () => void timeline.strikes.push({ fault }),
        (failure: unknown) => {
          const [error = ""] = String(failure).split("\n");
          timeline.strikes.push({ fault, error });
          timeline.note(`… which could not be done: ${error}`);
        },
      ),
    );
  }
  await Promise.all(underWay);
}

type Alone = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** One at a time: two restarts of one store at once would be a test of ours, not of theirs. */
function oneAtATime(): Alone {
  const turns = new Map<string, Promise<unknown>>();
  return (what, work) => {
    const turn = (turns.get(what) ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(what, turn);
    return turn;
  };
}

async function carryOut(fault: Fault, options: StrikeOptions, alone: Alone): Promise<void> {
  const { world, timeline, stopping } = options;
  const { driver, stores, fleet } = world;
  const replica = (name: string) => {
    const found = fleet.replicas.find((each) => each.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
  switch (fault.kind) {
    case "kill":
      return replica(fault.replica).fell("SIGKILL", fault.downMs);
    case "deploy":
      return replica(fault.replica).fell("SIGTERM", fault.downMs);
    case "freeze":
      return timeline.during("freezes", fault.replica, async () => {
        await replica(fault.replica).freeze(fault.ms);
      });
    case "flush redis":
      return alone("redis", () => stores.flushRedis());
    case "restart redis":
      return alone("redis", () =>
        timeline.during("outages", "Redis", () => stores.restartRedis(fault.downMs)),
      );
    case "pause redis":
      return alone("redis", () =>
        timeline.during("outages", "Redis", async () => {
          await stores.pauseRedis(fault.ms);
          await pause(fault.ms);
        }),
      );
    case "restart postgres":
      return alone("postgres", () =>
        timeline.during("outages", "Postgres", () => stores.restartPostgres(fault.how, fault.downMs)),
      );
    case "telegram":
      return timeline.during("outages", "Telegram", async () => {
        const { id } = await driver.faults.add(fault.fault);
        await pause(fault.ms);
        // It may have been used up by then.
        await driver.faults.remove(id).catch(() => undefined);
      });
    case "updates":
      return alone("updates", async () => {
        await driver.delivery.change(fault.modes);
        await pause(fault.ms);
        await driver.delivery.change({ copies: 1, delayMs: 0, reorder: false, paused: false });
      });
    case "redeliver": {
      const updates = await driver.updates({ limit: 200 });
      if (updates.length === 0) throw new Error("nobody has written yet");
      for (let count = 0; count < fault.count; count += 1)
        await driver.delivery.redeliver(options.random.pick(updates).updateId);
      return;
    }
    case "jump":
      return jump(options, fault.ms);
    case "jump over DST": {
      const toChange = options.changeOfClocks.getTime() - world.now().getTime();
      if (toChange <= 0) return jump(options, fault.restMs);
      if (toChange > fault.restMs) await jump(options, toChange - fault.restMs);
      await pause(1_500);
      return jump(options, 2 * fault.restMs);
    }
  }
}

async function jump({ world, timeline }: StrikeOptions, ms: number): Promise<void> {
  timeline.jumps.push({ at: Date.now(), what: `${ms} ms` });
  await world.advance(ms);
}
