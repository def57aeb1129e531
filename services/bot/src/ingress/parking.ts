import { type Redis } from "ioredis";
import { z } from "zod";

/**
 * Updates that are acknowledged although nobody dealt with them: a handler of ours failed on them, or did not come to an
 * end, or took its process with it. Telegram would bring them for a day, and they would fail the same way each time.
 */
export interface Parking {
  park(update: ParkedUpdate): Promise<string>;
  /** The oldest first. */
  list(): Promise<(ParkedUpdate & { id: string; parkedAt: string })[]>;
  count(): Promise<number>;
  /** Answers how many of these there were. */
  drop(ids: readonly string[]): Promise<number>;
}

export type ParkedReason = z.output<typeof reason>;
export type ParkedUpdate = z.output<typeof parkedSchema>;

const reason = z.enum(["handler_failed", "handler_too_slow", "process_died"]);

const parkedSchema = z.object({
  updateId: z.number(),
  kind: z.string(),
  userId: z.number().nullable(),
  reason,
  /** The class of the error, with the code of whoever refused; never its message, which may quote what people wrote. */
  error: z.string().nullable(),
  /** The frames of its stack. */
  where: z.array(z.string()),
  /** Of the bot. */
  version: z.string(),
  traceId: z.string().nullable(),
  /** See outline.ts. */
  outline: z.unknown(),
});

/** Enough to see what goes wrong; a bug that parks every update must not fill Redis, which others need. */
const longest = 1_000;
const keptMs = 14 * 24 * 60 * 60 * 1_000;

/** By Redis' own clock. Older ones go with the next that comes, and all of them when none has come for that time. */
const add = `
local time = redis.call("TIME")
local oldest = string.format("%d", time[1] * 1000 - ARGV[2])
redis.call("XTRIM", KEYS[1], "MINID", oldest)
local id = redis.call("XADD", KEYS[1], "MAXLEN", ARGV[1], "*", "parked", ARGV[3])
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return id
`;

export function createParking(redis: Redis, prefix: string): Parking {
  const key = `${prefix}:parked`;
  return {
    async park(update) {
      return String(await redis.eval(add, 1, key, longest, keptMs, JSON.stringify(update)));
    },
    async list() {
      const entries = await redis.xrange(key, "-", "+");
      return entries.map(([id, fields]) => {
        const milliseconds = Number(id.split("-")[0]);
        const parked = parkedSchema.parse(JSON.parse(fields[1] ?? "{}"));
        return { id, parkedAt: new Date(milliseconds).toISOString(), ...parked };
      });
    },
    count: () => redis.xlen(key),
    drop: async (ids) => (ids.length === 0 ? 0 : redis.xdel(key, ...ids)),
  };
}
