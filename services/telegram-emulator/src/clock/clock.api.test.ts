import { adjustableClock, systemClock } from "@okoshko/runtime/clock";
import { createLogger } from "@okoshko/runtime/logger";
import { eventually } from "@okoshko/testkit/eventually";
import { closeAll, later, running, started } from "../../test/harness";

afterEach(closeAll);

const hour = 3600_000;

it("moves the dates of messages", async () => {
  const { call, driver } = await started();
  const before = await call("sendMessage", { chat_id: 1001, text: "x" });
  await driver.clock.advance(23 * hour);
  const after = await call("sendMessage", { chat_id: 1001, text: "x" });
  expect(after.result.date - before.result.date).toBeGreaterThanOrEqual(23 * 3600);
});

it("is followed by the runtime's adjustable clock", async () => {
  const { emulator, driver } = await running();
  const clock = await adjustableClock({
    url: emulator.url,
    logger: createLogger({ service: "test", level: "silent" }),
  });
  later(() => clock.close());
  await driver.clock.advance(5 * hour);
  await eventually(() =>
    expect(clock.now().getTime() - systemClock.now().getTime()).toBeGreaterThan(4.9 * hour),
  );
});

it("lets a poll wait for the next jump, and answers at once when one was missed", async () => {
  const { emulator, driver } = await running();
  const { revision } = await driver.clock.read();
  const poll = (after: number, waitSeconds: number) =>
    fetch(`${emulator.url}/_emulator/clock?after=${after}&waitSeconds=${waitSeconds}`).then((response) =>
      response.json(),
    );
  expect(await poll(revision, 0)).toMatchObject({ revision, offsetMs: 0 });
  const waiting = poll(revision, 20);
  await driver.clock.advance(hour);
  expect(await waiting).toMatchObject({ revision: revision + 1, offsetMs: hour });
  expect(await poll(revision, 20)).toMatchObject({ revision: revision + 1 });
});

it("goes to a moment", async () => {
  const { driver } = await running({ clock: { now: () => new Date("2026-11-22T10:00:00Z") } });
  expect(await driver.clock.advanceTo("2026-11-24T09:30:00+02:00")).toMatchObject({
    now: "2026-11-24T07:30:00.000Z",
  });
  await expect(driver.clock.advanceTo("2026-11-23T00:00:00Z")).rejects.toThrow("409");
});

it("goes backwards only on purpose", async () => {
  const { driver } = await running();
  await driver.clock.set(2 * hour);
  await expect(driver.clock.set(hour)).rejects.toThrow("The clock does not go backwards");
  expect(await driver.clock.set(hour, { allowBackwards: true })).toMatchObject({ offsetMs: hour });
  await driver.reset({ keepClock: true });
  expect(await driver.clock.read()).toMatchObject({ offsetMs: hour });
  await driver.reset();
  expect(await driver.clock.read()).toMatchObject({ offsetMs: 0 });
});

it.each([
  { milliseconds: -1 },
  {},
  { milliseconds: 1, to: "2027-01-01T00:00:00Z" },
  { to: "2027-02-31T00:00:00Z" },
  { milliseconds: "1" },
])("refuses to advance by %j", async (body) => {
  const { emulator } = await running();
  const response = await fetch(`${emulator.url}/_emulator/clock/advance`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
});
