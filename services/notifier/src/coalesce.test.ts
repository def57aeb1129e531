import { coalesce } from "./coalesce";

const recorded = (options: { max: number; parallel: number }) => {
  const batches: number[][] = [];
  const open: (() => void)[] = [];
  const ask = coalesce(async (items: number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => open.push(resolve));
    return items.map((item) => item * 10);
  }, options);
  return { batches, open, ask };
};
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it("does together what is asked for in one turn, and answers each its own", async () => {
  const { batches, open, ask } = recorded({ max: 10, parallel: 1 });
  const answers = Promise.all([ask(1), ask(2), ask(3)]);
  await turn();
  expect(batches).toEqual([[1, 2, 3]]);
  open.forEach((release) => release());
  expect(await answers).toEqual([10, 20, 30]);
});

it("gathers what comes while enough is under way, and never more than fits", async () => {
  const { batches, open, ask } = recorded({ max: 2, parallel: 1 });
  const answers = [ask(1)];
  await turn();
  answers.push(ask(2), ask(3), ask(4));
  await turn();
  expect(batches).toEqual([[1]]);
  open[0]?.();
  await turn();
  expect(batches).toEqual([[1], [2, 3]]);
  open[1]?.();
  await turn();
  expect(batches).toEqual([[1], [2, 3], [4]]);
  open[2]?.();
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40]);
});

it("has several calls under way when it may", async () => {
  const { batches, ask } = recorded({ max: 1, parallel: 2 });
  for (const item of [1, 2, 3]) void ask(item);
  await turn();
  expect(batches).toEqual([[1], [2]]);
});

it("fails those who asked together, and goes on", async () => {
  let isBroken = true;
  const ask = coalesce(
    (items: number[]) => (isBroken ? Promise.reject(new Error("away")) : Promise.resolve(items)),
    { max: 10, parallel: 1 },
  );
  expect(await Promise.allSettled([ask(1), ask(2)])).toMatchObject([
    { status: "rejected", reason: { message: "away" } },
    { status: "rejected" },
  ]);
  isBroken = false;
  expect(await ask(3)).toBe(3);
});

it("does not answer somebody with what was meant for another", async () => {
  const ask = coalesce((items: number[]) => Promise.resolve(items.slice(1)), { max: 10, parallel: 1 });
  expect(await Promise.allSettled([ask(1), ask(2)])).toMatchObject([
    { status: "rejected" },
    { status: "rejected" },
  ]);
});
