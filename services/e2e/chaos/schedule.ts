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

export interface Planned {
  atMs: number;
  lot: Lot;
  fault: Fault;
}

export interface ScheduleOptions {
  /** How long faults happen: they begin a little after the start and end before the end. */
  ms: number;
  /** Ms from one to the next, on average. */
  everyMs: number;
  /** How often each comes, in proportion. One that is not named does not come; one that is comes at least once if there is room. */
  weights: Partial<Record<Lot, number>>;
  replicas: Replicas;
  persons: readonly number[];
}

/** How many processes each service has. */
export type Replicas = Record<"bot" | "booking-api" | "notifier", number>;

/** What can be drawn. Finer than kinds of faults: a run in which only bots were killed would say nothing of the notifier. */
const lots = {
  "kill bot": (random, around) => kill(random, around, "bot"),
  "kill booking-api": (random, around) => kill(random, around, "booking-api"),
  "kill notifier": (random, around) => kill(random, around, "notifier"),
  deploy: (random, { replicas }) => ({
    kind: "deploy",
    replica: random.pick(namesOf(replicas)),
    downMs: random.whole(0, 2_500),
  }),
  freeze: (random, { replicas }) => ({
    kind: "freeze",
    replica: random.pick(namesOf(replicas)),
    ms: random.whole(500, 6_000),
  }),
  "flush redis": () => ({ kind: "flush redis" }),
  "restart redis": ({ whole }) => ({ kind: "restart redis", downMs: whole(0, 3_000) }),
  "pause redis": ({ whole }) => ({ kind: "pause redis", ms: whole(200, 4_000) }),
  "restart postgres": ({ pick, whole }) => ({
    kind: "restart postgres",
    how: pick(["fast", "kill"]),
    downMs: whole(0, 2_000),
  }),
  "too many requests": (random) =>
    telegram(
      { kind: "tooManyRequests", retryAfterSeconds: random.whole(1, 4), ...method(random) },
      random.whole(800, 4_000),
    ),
  blocked: ({ pick, whole }, { persons }) =>
    telegram({ kind: "forbidden", personId: pick(persons) }, whole(1_500, 6_000)),
  "dropped answer": ({ whole }) =>
    telegram({ kind: "dropAnswer", method: "sendMessage", times: whole(1, 6) }, 8_000),
  "slow answer": (random) =>
    telegram(
      { kind: "slow", delayMs: random.whole(300, 4_000), times: random.whole(1, 8), ...method(random) },
      8_000,
    ),
  "telegram down": (random) =>
    telegram(
      { kind: random.pick(["serverError", "refuseConnection"]), ...method(random) },
      random.whole(500, 3_000),
    ),
  "updates twice": ({ whole }) => updates({ copies: whole(2, 3) }, whole(1_500, 5_000)),
  "updates late": ({ whole }) => updates({ delayMs: whole(200, 2_000) }, whole(1_500, 5_000)),
  "updates in disorder": ({ pick, whole }) =>
    updates(pick([{ reorder: true, copies: 2 }, { paused: true }]), whole(1_500, 5_000)),
  redeliver: ({ whole }) => ({ kind: "redeliver", count: whole(1, 12) }),
  jump: ({ weighted, whole }) => ({
    kind: "jump",
    ms: weighted([
      [4, whole(2, 20) * 60_000],
      [3, whole(1, 4) * 3_600_000],
      [2, whole(18, 26) * 3_600_000],
    ]),
  }),
  "jump over DST": ({ whole }) => ({ kind: "jump over DST", restMs: whole(1, 90) * 60_000 }),
} satisfies Record<string, (random: Random, around: ScheduleOptions) => Fault>;

export type Lot = keyof typeof lots;

function kill(random: Random, { replicas }: ScheduleOptions, service: keyof Replicas): Fault {
  const replica = random.pick(namesOf(replicas).filter((name) => name.startsWith(service)));
  return { kind: "kill", replica, downMs: random.whole(0, 2_500) };
}

const telegram = (fault: TelegramFault, ms: number): Fault => ({ kind: "telegram", fault, ms });
const updates = (modes: Extract<Fault, { kind: "updates" }>["modes"], ms: number): Fault => ({
  kind: "updates",
  modes,
  ms,
});
const method = (random: Random) => (random.chance(0.5) ? { method: "sendMessage" } : {});

const namesOf = (replicas: Replicas): string[] =>
  Object.entries(replicas).flatMap(([service, count]) =>
    Array.from({ length: count }, (_, index) => `${service}-${index + 1}`),
  );

const warmUpMs = 5_000;

/** Which faults happen when. The same options and the same random give the same schedule, whatever the system does. */
export function makeSchedule(random: Random, options: ScheduleOptions): Planned[] {
  const { ms, everyMs, weights } = options;
  const count = Math.max(0, Math.floor((ms - 2 * warmUpMs) / everyMs));
  const named = Object.keys(weights) as Lot[];
  const choices = named.map((lot) => [weights[lot] ?? 0, lot] as const).filter(([weight]) => weight > 0);
  // Each once, the rest by chance: a short run should not miss one for several seeds.
  const chosen = choices.length > count ? [] : choices.map(([, lot]) => lot);
  while (chosen.length < count) chosen.push(random.weighted(choices));
  const order = shuffled(random, chosen);
  const planned = order.map((lot, index) => ({
    atMs: Math.round(warmUpMs + (index + random.float()) * everyMs),
    lot,
    fault: lots[lot](random, options),
  }));
  return planned.sort((a, b) => a.atMs - b.atMs);
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => [random.float(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
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
