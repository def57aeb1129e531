import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { startService } from "./service-process.mjs";

const directory = mkdtempSync(join(tmpdir(), "okoshko-service-"));
after(() => rmSync(directory, { recursive: true, force: true }));
let count = 0;

function service(code, more = {}) {
  const home = join(directory, `${++count}`);
  mkdirSync(join(home, "dist"), { recursive: true });
  writeFileSync(join(home, "dist", "main.js"), code);
  const options = { name: "bot", directory: home, env: process.env, logFile: join(home, "logs", "bot.log") };
  const shown = [];
  const crashes = [];
  const started = startService({
    ...options,
    redact: (text) => text.replaceAll("s3cret", "[hidden]"),
    show: (_name, { text }) => shown.push(text),
    onCrash: (crash) => crashes.push(crash),
    ...more,
  });
  return { ...started, home, shown, crashes };
}

const listening = `process.send({ type: "listening", port: 4002, adminPort: 4102 });`;

async function until(condition) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (condition()) return;
    await pause(25);
  }
  assert.fail("it never happened");
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("is ready when the service says so, and ends by SIGTERM without a word of a crash", async () => {
  const bot = service(
    `console.log("token s3cret"); ${listening} process.on("SIGTERM", () => process.exit(0));`,
  );
  assert.deepEqual(await bot.listening, { port: 4002, adminPort: 4102 });
  await until(() => bot.shown.length === 1);
  await bot.stop();
  assert.equal(isAlive(bot.pid), false);
  assert.deepEqual([bot.shown, bot.crashes], [["token [hidden]"], []]);
  assert.equal(readFileSync(join(bot.home, "logs", "bot.log"), "utf8"), "token [hidden]\n");
});

test("reports a service that ends before it is ready, with what it said last", async () => {
  const bot = service(
    `console.error("The configuration has a fault:\\n  PORT  is missing"); process.exit(1);`,
  );
  await assert.rejects(bot.listening, (crash) => {
    assert.match(crash.message, /^bot ended unexpectedly: exit code 1$/);
    assert.deepEqual(crash.lines, ["The configuration has a fault:", "  PORT  is missing"]);
    return true;
  });
});

test("reports a service that is killed later", async () => {
  const bot = service(`${listening} setInterval(() => undefined, 1000);`);
  await bot.listening;
  process.kill(bot.pid, "SIGKILL");
  await until(() => bot.crashes.length === 1);
  assert.match(bot.crashes[0].message, /killed by SIGKILL/);
});

test("keeps the logs of the two runs before", async () => {
  const logFile = join(directory, "rotated", "bot.log");
  for (const run of ["first", "second", "third", "fourth"]) {
    const bot = service(`console.log("${run}"); process.exit(0);`, { logFile });
    await bot.listening.catch(() => undefined);
  }
  const log = (name) => readFileSync(join(directory, "rotated", name), "utf8").trim();
  await until(() => log("bot.log") === "fourth");
  assert.deepEqual([log("bot.1.log"), log("bot.2.log")], ["third", "second"]);
});

test("a command ends when the script that runs it is killed with -9", async () => {
  const module = pathToFileURL(join(import.meta.dirname, "run.mjs")).href;
  const program = `
    import { run } from ${JSON.stringify(module)};
    const deaf = "process.on('SIGTERM', () => undefined); console.log(process.pid); setInterval(() => undefined, 1000)";
    await run(process.execPath, ["-e", deaf], { onLine: console.log });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
  assert.equal(isAlive(pid), true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid));
});

test("a service ends by itself when the script that started it is killed with -9", async () => {
  const module = pathToFileURL(join(import.meta.dirname, "service-process.mjs")).href;
  const home = join(directory, "orphan");
  mkdirSync(join(home, "dist"), { recursive: true });
  const code = `${listening} process.on("disconnect", () => process.exit(0)); setInterval(() => undefined, 1000);`;
  writeFileSync(join(home, "dist", "main.js"), code);
  const parent = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { startService } from ${JSON.stringify(module)};
       const nothing = () => undefined;
       const service = startService({ name: "bot", directory: ${JSON.stringify(home)}, env: process.env,
         logFile: ${JSON.stringify(join(home, "bot.log"))}, redact: (text) => text, show: nothing, onCrash: nothing });
       await service.listening;
       console.log(service.pid);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [text] = await new Promise((resolve) =>
    parent.stdout.once("data", (data) => resolve([String(data)])),
  );
  const pid = Number(text);
  assert.equal(isAlive(pid), true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid));
});
