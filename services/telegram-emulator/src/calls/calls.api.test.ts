import { closeAll, started } from "../../test/harness";

afterEach(closeAll);

it("says which of several processes with one token called, when the address tells", async () => {
  const { emulator, driver, call } = await started();
  const token = emulator.botToken;
  const send = (path: string) =>
    fetch(`${emulator.url}${path}/bot${token}/sendMessage?chat_id=1001&text=hello`).then(
      ({ status }) => status,
    );
  expect(await send("/from/notifier-2")).toBe(200);
  expect(await send("/from/")).toBe(404);
  await call("getMe");
  const calls = await driver.calls();
  expect(calls.map(({ method, caller }) => [method, caller])).toEqual([
    ["sendMessage", "notifier-2"],
    ["getMe", undefined],
  ]);
});
