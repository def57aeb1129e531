import { DelayedError, type Job, Queue, Worker } from "bullmq";
import { type Logger } from "@okoshko/runtime/logger";
import { type Redis } from "@okoshko/runtime/redis";
import { asProducer } from "@okoshko/runtime/trace-context";
import { type Metrics } from "../metrics";
import { type Claim } from "./claim";

const queueName = "okoshko-deliveries";

/** Of spans that pass through the queue, by OpenTelemetry's conventions for messaging. */
export const throughQueue = (operation: "send" | "process") => ({
  "messaging.system": "bullmq",
  "messaging.destination.name": queueName,
  "messaging.operation.type": operation,
});

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
      const claims = lots.flatMap((lot) => lot.claims);
      await asProducer(claims, `send ${queueName}`, throughQueue("send"), async (traced) => {
        const byId = new Map(traced.map((claim) => [claim.id, claim]));
        const jobs = lots.map((lot) => {
          const data = { ...lot, claims: lot.claims.map((claim) => byId.get(claim.id) ?? claim) };
          return { name: "send", data, opts: { delay: delayMs } };
        });
        await queue.addBulk(jobs);
      });
    },
    waiting: () => queue.getWaitingCount(),
    counts: () => queue.getJobCounts("wait", "delayed", "active"),
    close: () => queue.close(),
  };
}

export interface SendWorker {
  /** Takes no more lots until it is to go on. */
  halt(): Promise<void>;
  goOn(): Promise<void>;
  /** Lets the lots under way come to their end. */
  close(): Promise<void>;
}

/** Works off the queue, `concurrency` lots at once. */
export function startSendWorker(options: {
  redis: Redis;
  concurrency: number;
  process: (lot: Lot) => Promise<AfterLot>;
  metrics: Pick<Metrics, "jobs">;
  logger: Logger;
}): SendWorker {
  const { logger, metrics } = options;
  const timed = async (lot: Lot): Promise<AfterLot> => {
    const end = metrics.jobs.startTimer({ messaging_destination_name: queueName });
    try {
      const after = await options.process(lot);
      end({ error_type: "" });
      return after;
    } catch (error) {
      end({ error_type: error instanceof Error ? error.name : "_OTHER" });
      throw error;
    }
  };
  const worker = new Worker<Lot>(
    queueName,
    async (job, token) => {
      const after = await timed(job.data);
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
  return { halt: () => worker.pause(true), goOn: async () => worker.resume(), close: () => worker.close() };
}

async function putOff(job: Job<Lot>, waitMs: number, token: string | undefined): Promise<never> {
  // BullMQ keeps its times by the system's clock, as rate limits must be.
  // eslint-disable-next-line no-restricted-properties
  await job.moveToDelayed(Date.now() + waitMs, token);
  throw new DelayedError();
}
