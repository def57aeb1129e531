import { eventually } from "@okoshko/testkit/eventually";
import { closeAll, hook, running, type Running } from "../../test/harness";

afterEach(closeAll);

const texts = async ({ call }: Running, params: object) =>
  (await call("getUpdates", params)).result.map(
    (update: { message: { text: string } }) => update.message.text,
  );

it("gives updates until a higher offset confirms them", async () => {
  const setup = await running();
  const vera = setup.driver.person(1001);
  const ids: number[] = [];
  for (const text of ["one", "two", "three"]) ids.push((await vera.says(text)).updateId ?? 0);
  expect(await texts(setup, { limit: 2 })).toEqual(["one", "two"]);
  expect(await texts(setup, {})).toEqual(["one", "two", "three"]);
  expect(await texts(setup, { offset: ids[1] })).toEqual(["two", "three"]);
  expect(await texts(setup, {})).toEqual(["two", "three"]);
  expect(await texts(setup, { offset: -1 })).toEqual(["three"]);
  expect(await texts(setup, { offset: (ids[2] ?? 0) + 1 })).toEqual([]);
  expect((await setup.driver.updates()).map(({ status }) => status)).toEqual([
    "delivered",
    "delivered",
    "delivered",
  ]);
});

it("waits for the next update, not longer than the timeout", async () => {
  const setup = await running();
  const began = performance.now();
  expect(await texts(setup, { timeout: 1 })).toEqual([]);
  expect(performance.now() - began).toBeGreaterThan(900);
  const waiting = texts(setup, { timeout: 20 });
  await eventually(async () => expect((await setup.driver.bot()).connection.online).toBe(true));
  await setup.driver.person(1001).says("hi");
  expect(await waiting).toEqual(["hi"]);
});

it("gives a delayed update when its time has come", async () => {
  const setup = await running();
  await setup.driver.delivery.change({ delayMs: 300 });
  await setup.driver.person(1001).says("late");
  expect(await texts(setup, {})).toEqual([]);
  expect(await texts(setup, { timeout: 5 })).toEqual(["late"]);
});

it("has one reader: the second ends the first one's wait with 409", async () => {
  const setup = await running();
  const first = setup.call("getUpdates", { timeout: 20 });
  await eventually(async () => expect((await setup.driver.bot()).connection.online).toBe(true));
  const second = setup.call("getUpdates", { timeout: 20 });
  expect(await first).toMatchObject({
    status: 409,
    description:
      "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  });
  await setup.driver.person(1001).says("hi");
  expect((await second).result).toHaveLength(1);
});

it("is refused while a webhook is set, and works again without", async () => {
  const setup = await running();
  await setup.call("setWebhook", { url: (await hook()).url });
  expect(await setup.call("getUpdates")).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  });
  expect(await setup.call("deleteWebhook")).toMatchObject({
    result: true,
    description: "Webhook was deleted",
  });
  expect(await setup.call("getUpdates")).toMatchObject({ ok: true });
});

it("gives a redelivered update once more, though its id was confirmed", async () => {
  const setup = await running();
  const { updateId = 0 } = await setup.driver.person(1001).says("again");
  expect(await texts(setup, { offset: updateId + 1 })).toEqual([]);
  await setup.driver.delivery.redeliver(updateId);
  expect(await texts(setup, { offset: updateId + 1 })).toEqual(["again"]);
  expect(await texts(setup, { offset: updateId + 1 })).toEqual([]);
});
