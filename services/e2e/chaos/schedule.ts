import { type Random } from "./random";

/** What Telegram can do wrong, in the emulator's words. */
export interface TelegramFault {
  kind: "tooManyRequests" | "forbidden" | "serverError" | "slow" | "dropAnswer" | "refuseConnection";
  method?: string;
  personId?: number;
  times?: number;
  retryAfterSeconds?: number;
  delayMs?: number;
}

export type Fault =
  | { kind: "kill" | "deploy"; replica: string; downMs: number }
  | { kind: "freeze"; replica: string; ms: number }
  | { kind: "flush redis" }
  | { kind: "restart redis"; downMs: number }
  | { kind: "pause redis"; ms: number }
  | { kind: "restart postgres"; how: "fast" | "kill"; downMs: number }
  | { kind: "telegram"; fault: TelegramFault; ms: number }
  | {
      kind: "updates";
      modes: { copies?: number; delayMs?: number; reorder?: boolean; paused?: boolean };
      ms: number;
    }
  | { kind: "redeliver"; count: number }
  | { kind: "jump"; ms: number }
  /** To a moment before the clocks of the shop change, and then over it. */
  | { kind: "jump over DST"; restMs: number };

export type FaultKind = Fault["kind"];

export interface Planned {
  atMs: number;
  fault: Fault;
}

export interface ScheduleOptions {
  /** How long faults happen: they begin a little after the start and end before the end. */
  ms: number;
  /** Ms from one to the next, on average. */
  everyMs: number;
  /** How often each comes, in proportion. One that is not named does not come; one that is comes at least once if there is room. */
  weights: Partial<Record<FaultKind, number>>;
  replicas: readonly string[];
  persons: readonly number[];
}

const warmUpMs = 5_000;

/** Which faults happen when. The same options and the same random give the same schedule, whatever the system does. */
export function makeSchedule(random: Random, options: ScheduleOptions): Planned[] {
  const { ms, everyMs, weights } = options;
  const count = Math.max(0, Math.floor((ms - 2 * warmUpMs) / everyMs));
  const kinds = Object.keys(weights) as FaultKind[];
  const choices = kinds.map((kind) => [weights[kind] ?? 0, kind] as const).filter(([weight]) => weight > 0);
  // Each once, the rest by lot: a short run should not miss a kind for several seeds.
  const chosen = choices.length > count ? [] : choices.map(([, kind]) => kind);
  while (chosen.length < count) chosen.push(random.weighted(choices));
  const order = shuffled(random, chosen);
  const planned = order.map((kind, index) => ({
    atMs: Math.round(warmUpMs + (index + random.float()) * everyMs),
    fault: faultOf(kind, random, options),
  }));
  return planned.sort((a, b) => a.atMs - b.atMs);
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => [random.float(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function faultOf(kind: FaultKind, random: Random, { replicas, persons }: ScheduleOptions): Fault {
  const { whole } = random;
  switch (kind) {
    case "kill":
    case "deploy":
      return { kind, replica: random.pick(replicas), downMs: whole(0, 2_500) };
    case "freeze":
      return { kind, replica: random.pick(replicas), ms: whole(500, 6_000) };
    case "flush redis":
      return { kind };
    case "restart redis":
      return { kind, downMs: whole(0, 3_000) };
    case "pause redis":
      return { kind, ms: whole(200, 4_000) };
    case "restart postgres":
      return { kind, how: random.pick(["fast", "kill"]), downMs: whole(0, 2_000) };
    case "telegram":
      return { kind, ...badDay(random, persons) };
    case "updates":
      return {
        kind,
        ms: whole(1_500, 5_000),
        modes: random.weighted([
          [4, { copies: whole(2, 3) }],
          [3, { delayMs: whole(200, 2_000) }],
          [2, { reorder: true, copies: 2 }],
          [2, { paused: true }],
        ]),
      };
    case "redeliver":
      return { kind, count: whole(1, 12) };
    case "jump":
      return {
        kind,
        ms: random.weighted([
          [4, whole(2, 20) * 60_000],
          [3, whole(1, 4) * 3_600_000],
          [2, whole(18, 26) * 3_600_000],
        ]),
      };
    case "jump over DST":
      return { kind, restMs: whole(1, 90) * 60_000 };
  }
}

function badDay(random: Random, persons: readonly number[]): { fault: TelegramFault; ms: number } {
  const { whole } = random;
  const method = random.chance(0.5) ? { method: "sendMessage" } : {};
  return random.weighted<{ fault: TelegramFault; ms: number }>([
    [
      4,
      {
        fault: { kind: "tooManyRequests", retryAfterSeconds: whole(1, 4), ...method },
        ms: whole(800, 4_000),
      },
    ],
    [3, { fault: { kind: "forbidden", personId: random.pick(persons) }, ms: whole(1_500, 6_000) }],
    [4, { fault: { kind: "dropAnswer", method: "sendMessage", times: whole(1, 6) }, ms: 8_000 }],
    [3, { fault: { kind: "slow", delayMs: whole(300, 4_000), times: whole(1, 8), ...method }, ms: 8_000 }],
    [2, { fault: { kind: "serverError", ...method }, ms: whole(500, 3_000) }],
    [2, { fault: { kind: "refuseConnection", ...method }, ms: whole(500, 3_000) }],
  ]);
}

/** A fault in words, for the printed schedule and the timeline. */
export function describe(fault: Fault): string {
  switch (fault.kind) {
    case "kill":
      return `kill -9 ${fault.replica}, away for ${fault.downMs} ms`;
    case "deploy":
      return `restart ${fault.replica} with SIGTERM, away for ${fault.downMs} ms`;
    case "freeze":
      return `freeze ${fault.replica} for ${fault.ms} ms`;
    case "flush redis":
      return "FLUSHALL in Redis";
    case "restart redis":
      return `kill Redis, back empty after ${fault.downMs} ms`;
    case "pause redis":
      return `Redis answers nobody for ${fault.ms} ms`;
    case "restart postgres":
      return `${fault.how === "fast" ? "stop" : "crash"} Postgres, back after ${fault.downMs} ms`;
    case "telegram":
      return `Telegram: ${Object.entries(fault.fault)
        .map(([name, value]) => (name === "kind" ? String(value) : `${name} ${value}`))
        .join(", ")}, for at most ${fault.ms} ms`;
    case "updates":
      return `updates: ${JSON.stringify(fault.modes)} for ${fault.ms} ms`;
    case "redeliver":
      return `${fault.count} old updates come again`;
    case "jump":
      return `the clock jumps ${Math.round(fault.ms / 60_000)} min ahead`;
    case "jump over DST":
      return `the clock jumps to ${Math.round(fault.restMs / 60_000)} min before the change of clocks, and over it`;
  }
}
