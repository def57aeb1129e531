import { type Redis } from "ioredis";
import { type Request, type RequestHandler, type Response } from "express";
import { isIPv6 } from "node:net";
import { type Logger } from "@okoshko/runtime/logger";
import { Problem } from "@okoshko/runtime/problem";
import { type Caller, callerOf } from "./caller";

/** Requests a minute for each; 0 means without end. */
export interface Limits {
  person: number;
  key: number;
  /** For who has no token, or a wrong one. */
  address: number;
}

type Kind = keyof Limits;

interface Spent {
  count: number;
  /** Until the window ends and all is forgotten. */
  restMs: number;
}

const windowMs = 60_000;
/** Longer than Redis ever takes when it is well, and not yet felt by a person. */
const patienceMs = 100;
const pauseMs = 1_000;
const rememberedAtMost = 10_000;

/** One step in Redis: nobody can leave a counter behind that never ends. */
const script = `
  local count = redis.call('incr', KEYS[1])
  local rest = redis.call('pttl', KEYS[1])
  if rest < 0 then
    redis.call('pexpire', KEYS[1], ARGV[1])
    rest = tonumber(ARGV[1])
  end
  return { count, rest }`;

/**
 * Counts requests in windows of a minute that begin with the first one, in Redis, so that all replicas count together. While
 * Redis is away or slow, each replica counts by itself (up to `rememberedAtMost` callers, others pass) and asks Redis again
 * after `pauseMs`: a limit is worth less than an answer.
 *
 * Not a package: rate-limiter-flexible has the same script, but its fallback grows without bound and it would wait for a
 * Redis that hangs; what it leaves to write is what is written here.
 */
export function createRateLimits({
  redis,
  limits,
  logger,
}: {
  redis: Redis;
  limits: Limits;
  logger: Logger;
}): RateLimits {
  const here = localCounter();
  let askAgainAt = 0;

  const count = async (subject: string): Promise<Spent> => {
    if (performance.now() < askAgainAt) return here(subject);
    try {
      return toSpent(await inTime(redis.eval(script, 1, `okoshko:limit:${subject}`, windowMs)));
    } catch (error) {
      askAgainAt = performance.now() + pauseMs;
      logger.debug({ err: error }, "this replica counts requests by itself for a moment");
      return here(subject);
    }
  };

  return {
    spend: async (kind, id, res) => {
      const limit = limits[kind];
      if (limit === 0) return;
      const { count: spent, restMs } = await count(`${kind}:${id}`);
      const restSeconds = Math.max(1, Math.ceil(restMs / 1000));
      // As draft-ietf-httpapi-ratelimit-headers-10 writes them.
      res.set({
        "RateLimit-Policy": `"${kind}";q=${limit};w=${windowMs / 1000}`,
        RateLimit: `"${kind}";r=${Math.max(0, limit - spent)};t=${restSeconds}`,
      });
      if (spent <= limit) return;
      throw new Problem("too-many-requests", {
        detail: `No more than ${limit} requests a minute. Try again in ${restSeconds} s.`,
        headers: { "retry-after": `${restSeconds}` },
      });
    },
  };
}

export interface RateLimits {
  /** Counts one request, says in headers what is left, and throws `too-many-requests` when nothing is. */
  spend(kind: Kind, id: string, res: Response): Promise<void>;
}

/** Counts the requests of people, of other programs and of strangers. The system's own services act without limit. */
export function limitRate(limits: RateLimits): RequestHandler {
  return async (req, res, next) => {
    const subject = subjectOf(callerOf(req), req);
    if (subject) await limits.spend(...subject, res);
    next();
  };
}

function subjectOf(caller: Caller, req: Request): [Kind, string] | undefined {
  if (caller.kind === "key") return ["key", caller.name];
  if (caller.onBehalfOf !== undefined) return ["person", String(caller.onBehalfOf)];
  return caller.kind === "anonymous" ? ["address", addressOf(req)] : undefined;
}

/** Who has one IPv6 address has 2^64 of them: the network counts. */
export function addressOf({ ip = "" }: Request): string {
  const address = ip.replace(/^::ffff:(?=\d+\.)/, "");
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const missing = 8 - groups.length - (tail?.split(":").filter(Boolean).length ?? 0);
  const all =
    tail === undefined ? groups : [...groups, ...Array<string>(missing).fill("0"), ...tail.split(":")];
  return `${all.slice(0, 4).join(":")}::/64`;
}

function toSpent(reply: unknown): Spent {
  const numbers: unknown[] = Array.isArray(reply) ? reply : [];
  const [count, restMs] = numbers;
  if (typeof count !== "number" || typeof restMs !== "number")
    throw new Error("Redis answered something else");
  return { count, restMs };
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Not in the timer itself: where it was this process that was busy, the answer is here and is read before the immediate.
    const giveUp = () => reject(new Error(`Redis did not answer within ${patienceMs} ms`));
    timer = setTimeout(() => setImmediate(giveUp), patienceMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One window for all: when it ends, everything is forgotten. */
function localCounter(): (subject: string) => Spent {
  const counts = new Map<string, number>();
  let endsAt = 0;
  return (subject) => {
    const now = performance.now();
    if (now >= endsAt) {
      counts.clear();
      endsAt = now + windowMs;
    }
    const count = (counts.get(subject) ?? 0) + 1;
    if (count > 1 || counts.size < rememberedAtMost) counts.set(subject, count);
    return { count, restMs: endsAt - now };
  };
}
