import { DelayedError, type Job, Queue, Worker } from "bullmq";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "@okoshko/runtime/redis";
import { type Claimed } from "./claim";
import { type Priority } from "./delivery";

const queueName = "okoshko-deliveries";

/** BullMQ serves low numbers first. */
const priorities: Record<Priority, number> = { direct: 1, reminder: 2, broadcast: 3 };

export interface SendJob {
  deliveryId: string;
  claim: number;
  /** Its turn in the chat was reserved; when it comes back, it does not wait again. */
  hasTurn?: boolean;
}

/** What a worker wants after a job: nothing, or to have it back later. */
export type AfterJob = { type: "done" } | { type: "later"; waitMs: number };

export interface SendQueue {
  add(claimed: Claimed[]): Promise<void>;
  /** Removes jobs of claims that have ended, so that they do not use up the rate limit only to find that out. */
  remove(claimed: Pick<Claimed, "id" | "claim">[]): Promise<void>;
  /** Lets no replica begin another job for so long. */
  pause(ms: number): Promise<void>;
  /** How much longer such a pause lasts. */
  pausedMs(): Promise<number>;
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** The sending side's view is only a hint of what to send next; what is true is in the ledger. */
export function createSendQueue(options: { redis: Redis; logger: Logger }): SendQueue {
  const queue = new Queue<SendJob>(queueName, {
    connection: options.redis,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  queue.on("error", (error) => options.logger.debug({ err: error }, "the send queue has trouble with Redis"));
  return {
    async add(claimed) {
      await queue.addBulk(
        claimed.map(({ id, claim, priority }) => ({
          name: "send",
          data: { deliveryId: id, claim },
          opts: { jobId: jobIdOf(id, claim), priority: priorities[priority] },
        })),
      );
    },
    async remove(claimed) {
      await Promise.all(claimed.map(({ id, claim }) => queue.remove(jobIdOf(id, claim))));
    },
    pause: (ms) => queue.rateLimit(ms),
    // The key is also the limiter's window of one second; what is longer is a pause.
    async pausedMs() {
      const ttl = await queue.getRateLimitTtl();
      return ttl > 1_000 ? ttl : 0;
    },
    counts: () => queue.getJobCounts("prioritized", "delayed", "active", "wait"),
    close: () => queue.close(),
  };
}

export interface SendWorker {
  /** Takes no more jobs, for good. */
  halt(): Promise<void>;
  /** Lets the jobs under way finish. */
  close(): Promise<void>;
}

/** Works off the queue. One limiter, kept in Redis, holds for all replicas. */
export function startSendWorker(options: {
  redis: Redis;
  concurrency: number;
  messagesPerSecond: number;
  process: (job: SendJob) => Promise<AfterJob>;
  logger: Logger;
}): SendWorker {
  const { logger } = options;
  const worker = new Worker<SendJob>(
    queueName,
    async (job, token) => {
      const after = await options.process(job.data);
      if (after.type === "later") await putOff(job, after.waitMs, token);
    },
    {
      connection: options.redis,
      concurrency: options.concurrency,
      limiter: smoothLimit(options.messagesPerSecond),
      runRetryDelay: 1_000,
      stalledInterval: 10_000,
    },
  );
  // Redis may go and come back at any time: the lease of a delivery brings its job back, whatever happened here.
  worker.on("error", (error) => logger.debug({ err: error }, "the send worker has trouble with Redis"));
  worker.on("failed", (job, error) => logger.error({ err: error, job: job?.id }, "a send job failed"));
  return { halt: () => worker.pause(true), close: () => worker.close() };
}

/**
 * The limit in windows of at most a tenth of a second. BullMQ counts in fixed windows, so with one of a second the end of
 * one and the start of the next gave 50 messages within a second at a limit of 25 (measured), where Telegram bears 30.
 */
function smoothLimit(messagesPerSecond: number): { max: number; duration: number } {
  const max = Math.max(1, Math.floor(messagesPerSecond / 10));
  return { max, duration: Math.ceil((max * 1_000) / messagesPerSecond) };
}

async function putOff(job: Job<SendJob>, waitMs: number, token: string | undefined): Promise<never> {
  await job.updateData({ ...job.data, hasTurn: true });
  // BullMQ keeps its times by the system's clock, as rate limits must be.
  // eslint-disable-next-line no-restricted-properties
  await job.moveToDelayed(Date.now() + waitMs, token);
  throw new DelayedError();
}

/** Not the delivery's id alone: BullMQ ignores a job whose id it has, and an outdated one may still be waiting. */
function jobIdOf(id: string, claim: number): string {
  return `${id}-${claim}`;
}
