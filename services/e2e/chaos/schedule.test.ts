import { profiles } from "./profiles";
import { planOf } from "./run";

const { quick } = profiles;

it("decides the same for the same seed, and something else for another", () => {
  const plan = (seed: number) => JSON.stringify(planOf(seed, quick!, 60).schedule);
  expect(plan(7)).toBe(plan(7));
  expect(plan(7)).not.toBe(plan(8));
});

it("strikes with everything there is in each minute, in the order of time, and ends before people stop", () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const { schedule } = planOf(seed, quick!, 60);
    expect(new Set(schedule.map(({ lot }) => lot))).toEqual(new Set(Object.keys(quick!.weights)));
    const times = schedule.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(60_000);
  }
});
