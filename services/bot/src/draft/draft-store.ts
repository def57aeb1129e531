import { type Redis } from "ioredis";
import { z } from "zod";
import { type Draft, stepSchema } from "./draft";

/** Keeps drafts in Redis. Losing them costs the place in a dialogue and nothing else: buttons carry their choices. */
export interface DraftStore {
  load(userId: number): Promise<Draft | undefined>;
  /** Puts `next` in the place of the draft with revision `expectedRev` (undefined: of none). False when another was there. */
  replace(userId: number, expectedRev: number | undefined, next: Draft): Promise<boolean>;
}

/** An hour: longer than any hold, short enough that nobody is asked about yesterday's dialogue. */
const ttlSeconds = 60 * 60;

/**
 * Compare-and-set. The per-user lock already keeps two updates of one person apart; this is for the moments when the lock
 * was lost (Redis was wiped, a process was frozen past its lease), so that the late writer sees that it is late.
 */
const compareAndSet = `
local current = redis.call("HGET", KEYS[1], "rev")
if (current or "") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "rev", ARGV[2], "draft", ARGV[3])
redis.call("EXPIRE", KEYS[1], ARGV[4])
return 1
`;

export function createDraftStore(redis: Redis, prefix: string): DraftStore {
  const key = (userId: number): string => `${prefix}:draft:${userId}`;
  return {
    async load(userId) {
      const stored = await redis.hget(key(userId), "draft");
      return stored === null ? undefined : parseDraft(stored);
    },
    async replace(userId, expectedRev, next) {
      const done = await redis.eval(
        compareAndSet,
        1,
        key(userId),
        expectedRev === undefined ? "" : String(expectedRev),
        String(next.rev),
        JSON.stringify(next),
        ttlSeconds,
      );
      return done === 1;
    },
  };
}

/**
 * A draft that this version doesn't understand was written by another one, before or after a deploy. Its frame is kept,
 * because writing goes on from its `rev`; its step is not.
 */
function parseDraft(stored: string): Draft {
  const { step, ...frame } = frameSchema.parse(JSON.parse(stored));
  const known = stepSchema.safeParse(step);
  return { ...frame, step: known.success ? known.data : { at: "home" } };
}

const frameSchema = z.object({
  rev: z.number().int(),
  step: z.unknown(),
  cardId: z.number().nullable(),
  finishedCardId: z.number().nullable(),
});
