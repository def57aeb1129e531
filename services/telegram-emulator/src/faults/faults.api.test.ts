import { closeAll, started } from "../../test/harness";

afterEach(closeAll);

const message = { chat_id: 1001, text: "x" };

it("answers 429 so many times, with retry_after in the body and the header, then works", async () => {
  const { call, driver } = await started();
  await driver.faults.add({ kind: "tooManyRequests", method: "sendMessage", times: 2, retryAfterSeconds: 7 });
  for (let time = 0; time < 2; time += 1) {
    const refused = await call("sendMessage", message);
    expect(refused).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect(refused.headers.get("retry-after")).toBe("7");
    expect(await call("getMe")).toMatchObject({ ok: true });
  }
  expect(await call("sendMessage", message)).toMatchObject({ ok: true });
  expect(await driver.faults.list()).toEqual([]);
});

it.each([
  [{ kind: "forbidden" }, 403, "Forbidden: bot was blocked by the user"],
  [
    { kind: "badRequest", description: "Bad Request: message thread not found" },
    400,
    "Bad Request: message thread not found",
  ],
  [{ kind: "serverError" }, 500, "Internal Server Error"],
] as const)("answers %j without doing anything", async (fault, status, description) => {
  const { call, driver } = await started();
  await driver.faults.add(fault);
  expect(await call("sendMessage", message)).toMatchObject({ status, error_code: status, description });
  expect((await driver.person(1001).chat()).messages).toEqual([]);
});

it("holds for one chat and leaves the neighbour alone", async () => {
  const { call, driver } = await started();
  await driver.person(1002).changes({ started: true });
  await driver.faults.add({ kind: "forbidden", personId: 1002 });
  expect(await call("sendMessage", message)).toMatchObject({ ok: true });
  expect(await call("sendMessage", { ...message, chat_id: 1002 })).toMatchObject({ status: 403 });
});

it("does the work and drops the answer, so that a repetition sends twice", async () => {
  const { call, driver } = await started();
  await driver.faults.add({ kind: "dropAnswer", method: "sendMessage", times: 1 });
  await expect(call("sendMessage", message)).rejects.toThrow();
  await call("sendMessage", message);
  expect((await driver.person(1001).chat()).messages).toHaveLength(2);
  expect((await driver.calls()).map(({ outcome }) => outcome)).toEqual(["dropped", "ok"]);
});

it("cuts the connection before doing anything in an outage, until that is over", async () => {
  const { call, driver } = await started();
  const fault = await driver.faults.add({ kind: "refuseConnection" });
  await expect(call("sendMessage", message)).rejects.toThrow();
  await expect(call("getMe")).rejects.toThrow();
  expect(await driver.faults.list()).toMatchObject([{ id: fault.id, hits: 2 }]);
  await driver.faults.remove(fault.id);
  await expect(driver.faults.remove(fault.id)).rejects.toThrow("404");
  expect(await call("sendMessage", message)).toMatchObject({ ok: true });
  expect((await driver.person(1001).chat()).messages).toHaveLength(1);
});

it("is slow when asked to be, and works nevertheless", async () => {
  const { call, driver } = await started();
  await driver.faults.add({ kind: "slow", times: 1, delayMs: 300 });
  const began = performance.now();
  expect(await call("sendMessage", message)).toMatchObject({ ok: true });
  expect(performance.now() - began).toBeGreaterThan(280);
  await driver.faults.add({ kind: "slow", delayMs: 300 });
  await driver.faults.clear();
  expect(await driver.faults.list()).toEqual([]);
});
