import { type Lot, type Replicas } from "./schedule";

/** What a run is made of. Times are real. */
export interface Profile {
  title: string;
  /** How long people book and faults happen, unless `--seconds` says otherwise. */
  seconds: number;
  replicas: Replicas;
  callers: number;
  persons: number;
  thinkMs: { caller: number; person: number };
  /** Ms from one fault to the next, on average. */
  faultEveryMs: number;
  weights: Partial<Record<Lot, number>>;
  /** At most so long until everything has come to its end afterwards. */
  settleSeconds: number;
  /** Instead of bookings, a ledger full of reminders. */
  reminders?: { count: number; persons: number };
}

const all = {
  "kill bot": 3,
  "kill booking-api": 3,
  "kill notifier": 3,
  deploy: 3,
  freeze: 3,
  "flush redis": 2,
  "restart redis": 2,
  "pause redis": 1,
  "restart postgres": 2,
  "too many requests": 2,
  blocked: 1,
  "dropped answer": 2,
  "slow answer": 1,
  "telegram down": 2,
  "updates twice": 2,
  "updates late": 1,
  "updates in disorder": 1,
  redeliver: 2,
  jump: 3,
  "jump over DST": 1,
} satisfies Record<Lot, number>;

export const profiles: Record<string, Profile> = {
  quick: {
    title: "a minute of everything",
    seconds: 60,
    replicas: { bot: 2, "booking-api": 2, notifier: 2 },
    callers: 3,
    persons: 3,
    thinkMs: { caller: 150, person: 500 },
    faultEveryMs: 2_500,
    weights: all,
    settleSeconds: 120,
  },
  standard: {
    title: "five minutes of everything",
    seconds: 300,
    replicas: { bot: 2, "booking-api": 2, notifier: 3 },
    callers: 6,
    persons: 8,
    thinkMs: { caller: 150, person: 400 },
    faultEveryMs: 2_000,
    weights: all,
    settleSeconds: 120,
  },
  /** M6: due reminders, replicas of the notifier killed at random. Nobody moves the clock: lateness is measured. */
  reminders: {
    title: "5,000 due reminders, three notifiers that are killed at random",
    seconds: 600,
    replicas: { bot: 1, "booking-api": 1, notifier: 3 },
    callers: 0,
    persons: 0,
    thinkMs: { caller: 150, person: 400 },
    faultEveryMs: 4_000,
    weights: { "kill notifier": 1 },
    settleSeconds: 120,
    reminders: { count: 5_000, persons: 1_500 },
  },
};
