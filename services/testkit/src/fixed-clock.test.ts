import { fixedClock } from "./fixed-clock";

it("stands still until it is moved, and tells of each move", () => {
  const clock = fixedClock("2026-03-29T00:30:00Z");
  let jumps = 0;
  const forget = clock.onJump(() => jumps++);
  expect(clock.now().toISOString()).toBe("2026-03-29T00:30:00.000Z");
  clock.advance(3_600_000);
  expect(clock.now().toISOString()).toBe("2026-03-29T01:30:00.000Z");
  clock.set("2026-03-29T12:00:00+03:00");
  expect(clock.now().toISOString()).toBe("2026-03-29T09:00:00.000Z");
  expect(jumps).toBe(2);
  forget();
  clock.advance(1);
  expect(jumps).toBe(2);
});

it.each(["2026-03-29T12:00:00", "2026-13-01T00:00:00Z", "tomorrow"])("refuses %s", (text) => {
  expect(() => fixedClock(text)).toThrow(text);
});
