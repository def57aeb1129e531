import { retryAfterOf, retryDelayMs } from "./backoff";

it("repeats at once, then after 2, 4, 8 … seconds, up to a random cap of 60 to 120", () => {
  const delays = (random: number) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((n) => retryDelayMs(n, () => random) / 1000);
  expect(delays(0)).toEqual([0, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  expect(delays(1)).toEqual([0, 2, 4, 8, 16, 32, 64, 120, 120, 120]);
});

it("obeys Retry-After up to an hour, and takes no nonsense for one", () => {
  expect(retryDelayMs(1, () => 0, 5)).toBe(5000);
  expect(retryDelayMs(1, () => 0, 90_000)).toBe(3_600_000);
  expect(["7", "soon", "-1", "", null].map(retryAfterOf)).toEqual([
    7,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
