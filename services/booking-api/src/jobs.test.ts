import { createLogger } from "@okoshko/runtime/logger";
import { createMetrics } from "@okoshko/runtime/metrics";
import { eventually } from "@okoshko/testkit/eventually";
import { type Deps } from "./deps";
import { type Job, startJobs } from "./jobs";
import { createBookingMetrics } from "./metrics";

const logger = createLogger({ service: "booking-api", level: "silent" });
let jump = () => {};
const clock = {
  now: () => new Date("2026-11-23T06:00:00Z"),
  onJump: (listener: () => void) => {
    jump = listener;
    return () => void (jump = () => {});
  },
};
const metrics = createBookingMetrics(createMetrics("booking-api").registry);
const deps = { clock, logger, metrics } as unknown as Deps;
const job = (run: Job["run"], everyMs = 3_600_000): Job => ({ name: "a job", everyMs, run });

it("does a job at once, again after its time, and no more once it is stopped", async () => {
  let done = 0;
  const work = () => Promise.resolve(void (done += 1));
  const running = startJobs(deps, [job(work, 5)]);
  await eventually(() => expect(done).toBeGreaterThan(2));
  await running.stop();
  const before = done;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(done).toBe(before);
});

it("tries a job that failed again, and lets the others be", async () => {
  let [failed, done] = [0, 0];
  const failing = () => {
    failed += 1;
    return Promise.reject(new Error("not now"));
  };
  const running = startJobs(deps, [job(failing, 5), job(() => Promise.resolve(void (done += 1)))]);
  await eventually(() => expect(failed).toBeGreaterThan(2));
  await running.stop();
  expect(done).toBe(1);
});

it("does all jobs when the clock is moved, also one that is under way", async () => {
  let begun = 0;
  let end = () => {};
  const running = startJobs(deps, [
    job(() => {
      begun += 1;
      return new Promise<void>((resolve) => (end = resolve));
    }),
  ]);
  expect(begun).toBe(1);
  jump();
  expect(begun).toBe(1);
  end();
  await eventually(() => expect(begun).toBe(2));
  end();
  await running.stop();
});

it("waits for what is under way when it stops", async () => {
  let end = () => {};
  let isOver = false;
  const running = startJobs(deps, [job(() => new Promise<void>((resolve) => (end = resolve)))]);
  const stopped = running.stop().then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isOver).toBe(false);
  end();
  await stopped;
});
