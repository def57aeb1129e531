import { type Addresses } from "../src/system";

/** A demo for stories. */
export interface StoryDemo extends Addresses {
  /** What its services say, if it was started for this run. */
  logFile?: string;
}

const names = {
  emulator: "STORY_EMULATOR_URL",
  booking: "STORY_BOOKING_API_URL",
  notifier: "STORY_NOTIFIER_URL",
  adminToken: "STORY_ADMIN_TOKEN",
} as const;

/** Set by start-demos.ts: one demo for each worker of jest, because a demo has one clock. */
const chosen = "STORY_DEMOS";

/** The demo that whoever runs the stories names. */
export function namedDemo(env: NodeJS.ProcessEnv): Addresses | undefined {
  const parts = Object.entries(names).map(([part, name]) => [part, env[name]] as const);
  if (parts.every(([, value]) => value === undefined)) return undefined;
  if (parts.some(([, value]) => value === undefined))
    throw new Error(`A demo to tell stories in is named by all of ${Object.values(names).join(", ")}.`);
  return Object.fromEntries(parts) as Record<keyof Addresses, string>;
}

export function choose(env: NodeJS.ProcessEnv, demos: StoryDemo[]): void {
  env[chosen] = JSON.stringify(demos);
}

export function demoOfWorker(env: NodeJS.ProcessEnv): StoryDemo {
  const demos = JSON.parse(env[chosen] ?? "[]") as StoryDemo[];
  const mine = demos[Number(env["JEST_WORKER_ID"]) - 1];
  if (mine === undefined) throw new Error("No demo was started: stories that share one stand in stories/.");
  return mine;
}
