import { eventually } from "@okoshko/testkit/eventually";
import { silent } from "../test/notifier-world";
import { startLoop } from "./loop";

it("does a round at once when it is woken, also when that happens during a round", async () => {
  let rounds = 0;
  const loop = startLoop({
    name: "test",
    logger: silent,
    round: () => {
      rounds += 1;
      if (rounds === 1) loopWake();
      return Promise.resolve(60_000);
    },
  });
  function loopWake(): void {
    queueMicrotask(() => loop.wake());
  }
  await eventually(() => expect(rounds).toBe(2));
  loop.wake();
  await eventually(() => expect(rounds).toBe(3));
  await loop.stop();
  expect(rounds).toBe(3);
});

it("goes on after a round that failed", async () => {
  let rounds = 0;
  const loop = startLoop({
    name: "test",
    logger: silent,
    round: () => {
      rounds += 1;
      return rounds < 3 ? Promise.reject(new Error("away")) : Promise.resolve(60_000);
    },
  });
  await eventually(() => expect(rounds).toBe(3));
  await loop.stop();
});
