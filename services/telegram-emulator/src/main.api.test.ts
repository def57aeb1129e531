import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { refusalOf } from "./config";
import { closeAll, later } from "../test/harness";

jest.setTimeout(30_000);
afterEach(closeAll);

/** The service as it runs, from dist/. */
function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const main = path.join(
    path.dirname(createRequire(__filename).resolve("@okoshko/telegram-emulator/emulator")),
    "main.js",
  );
  const child = spawn(process.execPath, [main], {
    env: { PORT: "0", ADMIN_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  later(() => void child.kill("SIGKILL"));
  return { child, output: () => text };
}

it("announces its ports, answers on both, and stops on SIGTERM", async () => {
  const { child, output } = start({});
  const [message] = (await once(child, "message")) as [{ type: string; port: number; adminPort: number }];
  expect(message).toMatchObject({ type: "listening" });
  expect((await fetch(`http://127.0.0.1:${message.port}/`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${message.adminPort}/readyz`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${message.adminPort}/metrics`)).text()).toContain(
    "http_server_request_duration_seconds",
  );
  // A stream and a long poll that are open must not hold it up.
  const stream = fetch(`http://127.0.0.1:${message.port}/_emulator/events`);
  const poll = fetch(`http://127.0.0.1:${message.port}/_emulator/clock?after=1&waitSeconds=60`);
  await stream;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect(await (await poll).json()).toMatchObject({ offsetMs: 0 });
  expect(output()).toContain('"event":"listening"');
});

it("refuses to start in production, with a reason", async () => {
  const { child, output } = start({ NODE_ENV: "production" });
  expect((await once(child, "exit"))[0]).toBe(1);
  expect(output()).toContain("The Telegram emulator is for demos and tests");
  expect(refusalOf({ NODE_ENV: "production", EMULATOR_ALLOW_IN_PRODUCTION: "demo" })).toBeUndefined();
});

it("lists everything that is wrong with its configuration", async () => {
  const { child, output } = start({ PORT: "http", BOT_TOKEN: "secret", BOT_USERNAME: "nobody" });
  expect((await once(child, "exit"))[0]).toBe(1);
  for (const name of ["PORT", "BOT_TOKEN", "BOT_USERNAME"]) expect(output()).toContain(name);
  expect(output()).not.toContain('"secret"');
});
