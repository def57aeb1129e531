import { backoffMs, maxFailures } from "./backoff";

it("doubles from two seconds up to a quarter of an hour", () => {
  const pauses = Array.from({ length: 12 }, (_, index) => backoffMs(index + 1, () => 0));
  expect(pauses.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(pauses.at(-1)).toBe(900_000);
});

it("takes at most half away, so that failures spread", () => {
  expect(backoffMs(3, () => 1)).toBe(4_000);
  expect(backoffMs(3, () => 0.5)).toBe(6_000);
});

it("bears an outage of Telegram of more than an hour, however the dice fall", () => {
  let total = 0;
  for (let failures = 1; failures < maxFailures; failures++) total += backoffMs(failures, () => 1);
  expect(total).toBeGreaterThan(60 * 60_000);
});
