import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareCallers } from "./callers";
import { type Evidence, readDatabase } from "./evidence";
import { type Fault as AnswerFault } from "./ask";
import { Journal } from "./journal";
import { firstPerson, runPersons } from "./persons";
import { type Profile } from "./profiles";
import { createRandom } from "./random";
import { fillWithReminders, startMs } from "./reminders";
import { startRecorder } from "./recorder";
import { makeSchedule, type Planned } from "./schedule";
import { type Sabotage, sabotage } from "./sabotage";
import { settle } from "./settle";
import { withClient } from "./stores";
import { strike } from "./strike";
import { Timeline } from "./timeline";
import { startWorld } from "./world";

export interface RunOptions {
  seed: number;
  profile: Profile;
  seconds: number;
  sabotage?: Sabotage | undefined;
  /** For those who are interrupted. */
  stopping: AbortSignal;
  onStop: (stop: (how: "gently" | "now") => Promise<void>) => void;
  say: (line: string) => void;
}

export interface RunResult {
  evidence: Evidence;
  schedule: Planned[];
  timeline: Timeline;
  settled: string;
  /** How many were planned, where reminders are what a run is about. */
  reminders: number | undefined;
  lastLines: Record<string, string[]>;
}

const owner = 3001;

/** Weeks in which the clocks of Riga change on the Sunday, from the Thursday before at eight in the morning. */
const weeks = [
  { startsAt: "2027-03-25T06:00:00.000Z", changeOfClocks: "2027-03-28T01:00:00.000Z" },
  { startsAt: "2027-10-28T05:00:00.000Z", changeOfClocks: "2027-10-31T01:00:00.000Z" },
] as const;

/** What a seed means, without running it. */
export function planOf(seed: number, profile: Profile, seconds: number) {
  const random = createRandom(seed);
  const { startsAt, changeOfClocks } = random.fork("week").pick(weeks);
  const persons = Array.from({ length: Math.max(1, profile.persons) }, (_, index) => firstPerson + index);
  const schedule = makeSchedule(random.fork("schedule"), {
    ms: seconds * 1000,
    everyMs: profile.faultEveryMs,
    weights: profile.weights,
    replicas: profile.replicas,
    persons,
  });
  return { random, startsAt, changeOfClocks: new Date(changeOfClocks), schedule };
}

/** Below this a run would say nothing: the machine was too slow, and people go on for a while. */
const enough = { acknowledged: 15, deeds: 15 };
const longestExtensionMs = 90_000;

async function goOn(options: {
  seconds: number;
  isEnough: () => boolean;
  stopping: AbortSignal;
}): Promise<void> {
  const { seconds, isEnough, stopping } = options;
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
  await pause(seconds * 1000);
  const until = performance.now() + longestExtensionMs;
  while (!stopping.aborted && !isEnough() && performance.now() < until) await pause(500);
}

/** One run: everything is started, used and struck, comes to rest, and what is then found is handed back. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { seed, profile, seconds, say } = options;
  const { random, startsAt, changeOfClocks, schedule } = planOf(seed, profile, seconds);
  const timeline = new Timeline(say);
  const world = await startWorld({ replicas: profile.replicas, startsAt, onStop: options.onStop });
  const recorder = startRecorder(world.driver);
  const journal = new Journal();
  const faults: AnswerFault[] = [];
  // As many a second as in the ten minutes of the profile: what Telegram bears is the same, however short the run.
  const reminders =
    profile.reminders &&
    Math.ceil((profile.reminders.count * Math.min(seconds, profile.seconds)) / profile.seconds);
  if (profile.reminders !== undefined && reminders !== undefined)
    await fillWithReminders({
      persons: profile.reminders.persons,
      count: reminders,
      driver: world.driver,
      booking: world.booking,
      databaseUrl: world.stores.databaseUrl,
      seconds,
      now: world.now(),
    });
  // Not AbortSignal.any and .timeout: Node 20 collects such signals while they are waited for, and nobody would ever stop.
  const ended = new AbortController();
  const stopping = ended.signal;
  // Everybody listens while they pause.
  setMaxListeners(0, stopping);
  options.stopping.addEventListener("abort", () => ended.abort(), { signal: stopping });
  const { thinkMs } = profile;
  const callers = await prepareCallers({
    booking: world.booking,
    driver: world.driver,
    journal,
    faults,
    random: random.fork("callers"),
    count: profile.callers,
    now: world.now,
    ownerId: owner,
    thinkMs: thinkMs.caller,
    stopping,
  });
  timeline.note(`everything is up; it is ${world.now().toISOString()} in the shop`);
  const isEnough = (): boolean =>
    journal.acknowledged.size >= enough.acknowledged && journal.deeds.length >= enough.deeds;
  const lead = profile.reminders === undefined ? 0 : startMs / 1000;
  void goOn({
    seconds: seconds + lead,
    isEnough: profile.callers === 0 ? () => true : isEnough,
    stopping,
  }).then(() => ended.abort());
  const persons = {
    driver: world.driver,
    journal,
    random: random.fork("persons"),
    count: profile.persons,
    thinkMs: thinkMs.person,
    stopping,
  };
  const strikes = { world, timeline, random: random.fork("strike"), changeOfClocks, stopping };
  await Promise.all([strike(schedule, strikes), callers.run(), runPersons(persons)]);
  options.stopping.throwIfAborted();
  timeline.note("people stop; what is under way comes to its end");
  const settled = await settle(
    world,
    { ms: profile.settleSeconds * 1000, isClockMoved: profile.reminders === undefined },
    (what) => timeline.note(what),
  );
  timeline.note(settled);
  if (options.sabotage !== undefined) await sabotage(options.sabotage, world);
  await recorder.finish();
  const down = world.fleet.replicas.filter((replica) => !replica.isUp()).map(({ name }) => name);
  const evidence: Evidence = {
    ...(await withClient(world.stores.databaseUrl, readDatabase)),
    calls: recorder.calls,
    updates: recorder.updates,
    journal,
    faults,
    exits: world.fleet.exits,
    log: world.fleet.log,
    down,
    planned: schedule,
    timeline,
    now: world.now(),
    endedAt: Date.now(),
  };
  const lastLines = Object.fromEntries(
    world.fleet.replicas.map((replica) => [replica.name, replica.lastLines(15)]),
  );
  return { evidence, schedule, timeline, settled, reminders, lastLines };
}
