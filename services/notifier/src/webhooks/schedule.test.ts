import { isDead, nextAttempt, patienceMs, restOf } from "./schedule";

const start = new Date("2026-11-24T08:00:00Z");
const at = (ms: number): Date => new Date(start.getTime() + ms);
const givesUpAt = at(patienceMs);
const next = (failures: number, random: number, more: Partial<Parameters<typeof nextAttempt>[0]> = {}) =>
  nextAttempt({
    startedAt: start,
    now: start,
    failures,
    givesUpAt,
    restMs: 0,
    random: () => random,
    ...more,
  });
const pauseMs = (...parameters: Parameters<typeof next>): number =>
  next(...parameters)!.getTime() - start.getTime();

describe("the pause after a failure", () => {
  it("is bounded by ten seconds at first, doubling up to four hours", () => {
    expect([1, 2, 3, 4, 11, 12, 50, 5_000].map((failures) => pauseMs(failures, 1) / 1_000)).toEqual([
      10, 20, 40, 80, 10_240, 14_400, 14_400, 14_400,
    ]);
  });

  it("is drawn evenly from all of that, but is never shorter than a second", () => {
    expect([0, 0.25, 0.5, 1].map((random) => pauseMs(11, random) / 1_000)).toEqual([1, 2_560, 5_120, 10_240]);
  });

  it("comes after the rest that the receiver asked for", () => {
    expect(pauseMs(1, 0.5, { restMs: 60_000 })).toBe(65_000);
  });

  it("ends when the patience ends, for one last attempt", () => {
    const now = at(patienceMs - 60_000);
    expect(next(15, 1, { startedAt: now, now })).toEqual(givesUpAt);
  });

  it("leads to a last attempt also where the one before ended after the patience", () => {
    const before = { startedAt: at(patienceMs - 1_000), now: at(patienceMs + 9_000) };
    expect(next(15, 1, before)).toEqual(at(patienceMs + 10_000));
  });

  it("has no end in sight after the last attempt: it is given up", () => {
    expect(next(15, 1, { startedAt: givesUpAt, now: at(patienceMs + 10_000) })).toBeUndefined();
  });

  it("gives a delivery at least sixteen attempts in its day, however the dice fall", () => {
    for (const random of [0.3, 0.7, 1]) {
      let now = start;
      let failures = 0;
      for (;;) {
        failures += 1;
        const then = next(failures, random, { startedAt: now, now });
        if (!then) break;
        now = then;
      }
      expect([now, failures >= 16, failures <= 60]).toEqual([givesUpAt, true, true]);
    }
  });
});

describe("Retry-After", () => {
  it.each([
    ["30", 30_000],
    [" 30 ", 30_000],
    ["0", 0],
    ["86400", 3_600_000],
    ["999999999", 3_600_000],
    ["Tue, 24 Nov 2026 08:02:00 GMT", 120_000],
    ["Tue, 24 Nov 2026 07:00:00 GMT", 0],
    ["Tue, 24 Nov 2099 07:00:00 GMT", 3_600_000],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
    ["2026-11-24", undefined],
    ["Some day GMT", undefined],
  ])("%s is a rest of %s ms", (header, ms) => expect(restOf(header, start)).toBe(ms));
});

describe("an endpoint is dead", () => {
  const attempt = { startedAt: givesUpAt };
  it("when every attempt of a day failed, ten at least", () => {
    expect(isDead({ failingSince: start, failures: 10 }, attempt)).toBe(true);
  });
  it.each([
    ["some succeeded lately", { failingSince: at(60_000), failures: 40 }],
    ["there were only a few", { failingSince: start, failures: 9 }],
    ["nothing failed", { failingSince: null, failures: 0 }],
  ])("but not when %s", (_why, endpoint) => expect(isDead(endpoint, attempt)).toBe(false));
});
