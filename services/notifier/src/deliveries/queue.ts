import { DelayedError, type Job, Queue, Worker } from "bullmq";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "@okoshko/runtime/redis";
import { type Claim } from "./claim";

const queueName = "okoshko-deliveries";

/**
 * Claims on their way to a replica that has a hand free: no names and no texts, those are in the ledger. A handful share a job, because
 * a job costs about twenty commands in Redis.
 */
export interface Lot {
  claims: Claim[];
  /** Their turn in the chat was reserved, and has come. */
  hasTurn: boolean;
}

/** What a worker wants after a lot: nothing, or to have it back later. */
export type AfterLot = { type: "done" } | { type: "later"; waitMs: number };

export interface SendQueue {
  add(lots: Lot[], delayMs?: number): Promise<void>;
  /** Lots that no replica works on yet. */
  waiting(): Promise<number>;
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** What is in the queue may get lost with Redis, and may come twice: only the ledger knows who may send. */
export function createSendQueue(options: { redis: Redis; logger: Logger }): SendQueue {
  const queue = new Queue<Lot>(queueName, {
    connection: options.redis,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  queue.on("error", (error) => options.logger.debug({ err: error }, "the send queue has trouble with Redis"));
  return {
    async add(lots, delayMs = 0) {
      await queue.addBulk(lots.map((lot) => ({ name: "send", data: lot, opts: { delay: delayMs } })));
    },
    waiting: () => queue.getWaitingCount(),
    counts: () => queue.getJobCounts("wait", "delayed", "active"),
    close: () => queue.close(),
  };
}

export interface SendWorker {
  /** Takes no more lots, for good. */
  halt(): Promise<void>;
  /** Lets the lots under way come to their end. */
  close(): Promise<void>;
}

/** Works off the queue, `concurrency` lots at once. */
export function startSendWorker(options: {
  redis: Redis;
  concurrency: number;
  process: (lot: Lot) => Promise<AfterLot>;
  logger: Logger;
}): SendWorker {
  const { logger } = options;
  const worker = new Worker<Lot>(
    queueName,
    async (job, token) => {
      const after = await options.process(job.data);
      if (after.type === "later") await putOff(job, after.waitMs, token);
    },
    {
      connection: options.redis,
      concurrency: options.concurrency,
      runRetryDelay: 1_000,
      stalledInterval: 10_000,
    },
  );
  // Redis may go and come back at any time: the leases of claims bring them back, whatever happened here.
  worker.on("error", (error) => logger.debug({ err: error }, "the send worker has trouble with Redis"));
  worker.on("failed", (job, error) => logger.error({ err: error, job: job?.id }, "a lot failed"));
  return { halt: () => worker.pause(true), close: () => worker.close() };
}

async function putOff(job: Job<Lot>, waitMs: number, token: string | undefined): Promise<never> {
  // BullMQ keeps its times by the system's clock, as rate limits must be.
  // eslint-disable-next-line no-restricted-properties
  await job.moveToDelayed(Date.now() + waitMs, token);
  throw new DelayedError();
}
