import { getEventListeners } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { within } from "./within";

let silent: Server;
let url: string;
beforeAll(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

const hang = (timeoutMs: number, stop: AbortSignal) =>
  within(timeoutMs, stop, (signal) => fetch(url, { signal }));

it("gives up a call that hangs, also when memory is collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const call = hang(500, new AbortController().signal).catch((error: unknown) => error);
  for (let collections = 0; collections < 4; collections += 1) {
    await sleep(50);
    collect();
  }
  expect(await call).toMatchObject({ name: "TimeoutError" });
});

it("gives up when it is told to stop, and makes no call that lasts after that", async () => {
  const stop = new AbortController();
  const call = hang(60_000, stop.signal);
  stop.abort();
  await expect(call).rejects.toMatchObject({ name: "AbortError" });
  await expect(hang(60_000, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
});

it("leaves nothing behind on the signal that outlives the call, however it ends", async () => {
  const stop = new AbortController();
  expect(await within(60_000, stop.signal, () => Promise.resolve("done"))).toBe("done");
  await expect(hang(20, stop.signal)).rejects.toMatchObject({ name: "TimeoutError" });
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});
