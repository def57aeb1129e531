import { eventually } from "./eventually";

it("returns what the attempt gives once it stops failing", async () => {
  let attempts = 0;
  const result = await eventually(() => {
    if (++attempts < 3) throw new Error("not yet");
    return "done";
  });
  expect([result, attempts]).toEqual(["done", 3]);
});

it("takes false for not yet, and nothing for done", async () => {
  let attempts = 0;
  await eventually(() => ++attempts > 2);
  expect(attempts).toBe(3);
  await eventually(() => undefined);
});

it("fails with the last failure when time is up", async () => {
  const hopeless = eventually(() => expect(1).toBe(2), { timeoutMs: 60, intervalMs: 10 });
  await expect(hopeless).rejects.toThrow(/Not within 60 ms: .*toBe/s);
});
