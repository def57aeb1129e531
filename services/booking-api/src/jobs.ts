import { completePast } from "./appointments/complete-past";
import { sealAudit } from "./audit/seals";
import { type Beginning, setUp } from "./business/set-up";
import { type Deps } from "./deps";
import { forgetOldKeys } from "./http/idempotency";
import { forgetOldClients } from "./privacy/retention";
import { watchWaitlist } from "./waitlist/sweep";

/** Work that nobody asks for. It may run in several replicas at once and be cut off anywhere. */
export interface Job {
  name: string;
  everyMs: number;
  run(deps: Deps): Promise<unknown>;
}

/** All of them. */
export const jobsOf = (beginning: Beginning): readonly Job[] => [
  // A job rather than a step of the start: a database that is away for the moment does not end the process.
  { name: "set up the business", everyMs: 60_000, run: (deps) => setUp(deps, beginning) },
  {
    name: "forget old idempotency keys",
    everyMs: 3_600_000,
    run: ({ db, clock }) => forgetOldKeys(db, clock.now()),
  },
  { name: "complete past visits", everyMs: 60_000, run: completePast },
  // It waits by itself, for a nudge or a second; the pause keeps it to ten sweeps a second when events come thick and fast.
  { name: "sweep the waitlist", everyMs: 100, run: watchWaitlist },
  // More often than daily: a process that is replaced every day would never come to it.
  { name: "forget old clients", everyMs: 3_600_000, run: forgetOldClients },
  {
    name: "seal the audit log",
    everyMs: 60_000,
    run: async (deps) => {
      const head = await sealAudit(deps);
      // Logs are kept elsewhere, which makes them the witness of the chain.
      if (head) deps.logger.info({ head }, "the audit log is sealed up to here");
    },
  },
];

/** Jobs that are being done, until `stop`, which waits for those under way. */
export interface RunningJobs {
  stop(): Promise<void>;
}

/**
 * Does each job now and then every so often, counted from its end, so that no job overtakes itself. When the clock is moved,
 * all are done at once. One that fails is logged and tried again at its next time.
 */
export function startJobs(deps: Deps, list: readonly Job[]): RunningJobs {
  const loops = list.map((job) => startLoop(deps, job));
  const offJump = deps.clock.onJump(() => loops.forEach(({ wake }) => wake()));
  return {
    stop: async () => {
      offJump();
      await Promise.all(loops.map(({ stop }) => stop()));
    },
  };
}

function startLoop(deps: Deps, job: Job) {
  let isStopped = false;
  let isWoken = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();
  // So that the first failure shows as one more.
  for (const outcome of ["done", "failed"]) deps.metrics.jobRuns.inc({ name: job.name, outcome }, 0);

  const round = async () => {
    isWoken = false;
    try {
      await job.run(deps);
      deps.metrics.jobRuns.inc({ name: job.name, outcome: "done" });
    } catch (error) {
      deps.metrics.jobRuns.inc({ name: job.name, outcome: "failed" });
      deps.logger.warn({ err: error, job: job.name }, "a job failed and is tried again later");
    }
    timer = isStopped ? undefined : setTimeout(begin, isWoken ? 0 : job.everyMs);
  };
  const begin = () => {
    timer = undefined;
    underWay = round();
  };
  begin();

  return {
    wake: () => {
      isWoken = true;
      if (!timer) return;
      clearTimeout(timer);
      begin();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
