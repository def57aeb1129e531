// What `npm start` does, from top to bottom. The state of a checkout is in .okoshko/, which git ignores:
//
//   .okoshko/start.lock     who runs here now: process number and URL
//   .okoshko/secrets.json   tokens between the services, made once (mode 0600)
//   .okoshko/postgres/      the database (in /var/lib/okoshko when Postgres' account cannot enter the checkout)
//   .okoshko/redis/         Redis' append-only file
//   .okoshko/emulator.json  chats and the moved clock of the Telegram emulator
//   .okoshko/logs/          one file per process, of the last three runs
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { takeLock, AlreadyRunning } from "./lock.mjs";
import { choosePorts } from "./ports.mjs";
import { build, install } from "./prepare.mjs";
import { run } from "./run.mjs";
import { createScreen, seconds } from "./screen.mjs";
import { loadSecrets, passwordIn, redactor } from "./secrets.mjs";
import { inherited, planServices, usualPorts } from "./services.mjs";
import { startService } from "./service-process.mjs";
import { createStopping, Interrupted } from "./stopping.mjs";
import { eraseStores, startDatabase, startRedisServer } from "./stores.mjs";
import { whoIs } from "./telegram.mjs";

const help = `npm start                 Okoshko on this machine: a barbershop to book in, and a chat in the browser
npm start -- --reset      the same, from the beginning: forgets bookings, chats and the moved clock
npm start -- --verbose    shows all logs of the services, not only warnings

TELEGRAM_BOT_TOKEN=…      your own bot in the real Telegram instead of the emulator
BUSINESS_NAME_EN=…        a shop of your own instead of the demo, see services/booking-api/README.md
DATABASE_URL=…            a Postgres (15 or newer) of your own
REDIS_URL=…               a Redis of your own
HOST=0.0.0.0              listens on all addresses, for example inside a container
`;

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const state = join(root, ".okoshko");
const screen = createScreen();
const stopping = createStopping(screen);
const began = performance.now();
let ready = false;
let lock;

function end(code) {
  lock?.release();
  if (ready || code !== 1) screen.line("Stopped, nothing left running.");
  process.exit(code);
}

async function crashed(error) {
  if (stopping.begun) return;
  report(error);
  await stopping.stop();
  lock?.release();
  if (ready) screen.line("Everything else has been stopped.");
  process.exit(1);
}

function report(error) {
  screen.fail(error.message);
  for (const line of error.lines ?? []) screen.line(`    ${line}`);
  if (error.logFile) screen.line(`  All of its log: ${error.logFile}`);
}

async function main() {
  const options = parseOptions();
  if (options.help) return void process.stdout.write(help);
  lock = takeLock(join(state, "start.lock"));
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error) => void crashed(error));
  }
  stopping.onSignals({ exitCode: () => (ready ? 0 : 130), ended: end });

  await install({ root, screen, stopping });
  await build({ root, screen, stopping, only: ["testkit", ...Object.keys(usualPorts)] });
  if (options.reset) await screen.step("Forgetting everything", reset);

  const secrets = loadSecrets(join(state, "secrets.json"));
  const token = process.env.TELEGRAM_BOT_TOKEN || undefined;
  const telegramApiRoot = process.env.TELEGRAM_API_ROOT || undefined;
  const passwords = [process.env.DATABASE_URL, process.env.REDIS_URL].map(passwordIn);
  const redact = redactor([token, ...Object.values(secrets), ...passwords]);
  screen.hideWith(redact);
  const bot = token && (await askTelegram(token, telegramApiRoot));

  const context = { root, state, screen, stopping, onCrash: (error) => void crashed(error) };
  const databaseUrl = await startDatabase(context);
  const redisUrl = await startRedisServer(context);

  const ports = await choose();
  const stateFile = join(state, "emulator.json");
  const plan = planServices({ ports, databaseUrl, redisUrl, secrets, stateFile, token, telegramApiRoot });
  const start = starter({ ports, redact, verbose: options.verbose });
  const startAll = (...names) => Promise.all(plan.filter(({ name }) => names.includes(name)).map(start));
  // The emulator keeps everybody's clock and needs no database; the bot and the notifier need booking-api.
  await Promise.all([prepareDatabase(databaseUrl), startAll("telegram-emulator")]);
  await startAll("booking-api");
  await startAll("notifier", "bot");

  const chat = bot ? `https://t.me/${bot.username}` : `http://localhost:${ports["telegram-emulator"].port}`;
  lock.tell({ url: chat });
  ready = true;
  showLinks(plan, ports, chat);
}

function parseOptions() {
  const flag = { type: "boolean", default: false };
  try {
    return parseArgs({ options: { reset: flag, verbose: flag, help: { ...flag, short: "h" } } }).values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

async function reset() {
  await eraseStores(state);
  for (const name of readdirSync(state)) {
    if (name !== "start.lock") rmSync(join(state, name), { recursive: true, force: true });
  }
  const kept = process.env.DATABASE_URL ? " (but not your own database)" : "";
  return `Bookings, chats and the clock are back at the beginning${kept}`;
}

async function askTelegram(token, apiRoot) {
  let bot;
  await screen.step("Asking Telegram who the bot is", async () => {
    bot = await whoIs(token, apiRoot);
    return `Telegram knows the bot as @${bot.username}`;
  });
  return bot;
}

async function prepareDatabase(databaseUrl) {
  const env = { ...inherited(), DATABASE_URL: databaseUrl };
  const node = (service, file) =>
    run(process.execPath, [join("dist", file)], { cwd: join(root, "services", service), env, stopping });
  await screen.step("Migrating the database", async () => {
    await Promise.all([node("booking-api", "migrate.js"), node("notifier", "migrate.js")]);
    return "Database is up to date";
  });
  // A shop of the user's own, which booking-api sets up itself.
  if (process.env.BUSINESS_NAME_RU || process.env.BUSINESS_NAME_EN) return;
  await screen.step("Setting up the demo barbershop", async () => {
    await node("booking-api", "seed-demo.js");
    return "Demo barbershop is open";
  });
}

async function choose() {
  const { freePort } = await import(
    new URL("../../services/testkit/dist/free-port.js", import.meta.url).href
  );
  const { ports, moved } = await choosePorts(usualPorts, freePort);
  for (const sentence of moved) screen.warn(sentence);
  return ports;
}

/** Gives what starts one service, resolves when it is ready, and notes the ports it really has. */
function starter({ ports, redact, verbose }) {
  const tints = { "telegram-emulator": "blue", "booking-api": "green", bot: "cyan", notifier: "magenta" };
  const show = (name, { level, text }) => {
    if (level < 40 && !verbose) return;
    const body = level >= 50 ? screen.paint("red", text) : text;
    screen.line(`${screen.paint(tints[name], name.padEnd(17))} │ ${body}`);
  };
  return ({ name, env }) =>
    screen.step(`Starting ${name}`, async () => {
      stopping.check();
      const service = startService({
        name,
        directory: join(root, "services", name),
        env: { ...inherited(), ...env },
        logFile: join(state, "logs", `${name}.log`),
        redact,
        show,
        onCrash: (crash) => void crashed(crash),
      });
      stopping.add(name, { stop: () => service.stop(), force: () => service.kill() });
      ports[name] = await service.listening;
      return `${name} on port ${ports[name].port}`;
    });
}

function showLinks(plan, ports, chat) {
  const { line, paint } = screen;
  const link = (text) => paint("cyan", text);
  line();
  line(`  ${paint("bold", "Okoshko is ready")} ${paint("dim", `after ${seconds(began)}`)}`);
  line();
  line(`  Chat       ${link(chat)}`);
  line(`  API docs   ${link(`http://localhost:${ports["booking-api"].port}/docs`)}`);
  const byPort = Object.keys(usualPorts).filter((name) => plan.some((service) => service.name === name));
  byPort.forEach((name, index) => {
    const label = index === 0 ? "Metrics" : "       ";
    line(`  ${label}    ${link(`http://localhost:${ports[name].adminPort}/metrics`)}  ${name}`);
  });
  line(`  Logs       .okoshko/logs/`);
  line();
  line(`  Ctrl-C stops everything; bookings and chats stay. npm start -- --reset begins anew.`);
  line();
}

main().catch(async (error) => {
  // After Ctrl-C the handler of the signal stops everything and ends the process.
  if (error instanceof Interrupted || stopping.begun) return;
  if (error instanceof AlreadyRunning) screen.fail(error.message);
  else await crashed(error);
  process.exit(1);
});
