import { createLogger, type Logger } from "@okoshko/runtime/logger";
import { listen } from "@okoshko/runtime/http/listen";
import { type RequestHandler } from "express";
import { type BotApi } from "./bot-api/method";
import { perform, type Performer } from "./bot-api/perform";
import { CallLog } from "./calls/call-log";
import { DemoClock, type RealClock } from "./clock/demo-clock";
import { Outbox } from "./delivery/outbox";
import { Polling } from "./delivery/polling";
import { Webhook } from "./delivery/webhook";
import { Faults } from "./faults/faults";
import { createApp } from "./http/app";
import { viewBot } from "./persons/view";
import { type Link, type Profile } from "./state/account";
import { Bus } from "./state/bus";
import { presetPersons } from "./state/preset-persons";
import { loadSnapshot, SnapshotFile } from "./state/snapshot";
import { collect, restore } from "./state/snapshot-content";
import { World } from "./state/world";

/** Known to everyone; the emulator listens on this machine only. */
export const demoToken = "1000000001:okoshko-emulator-demo-token-000000000";

export interface EmulatorOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  host?: string;
  /** Real time; the demo's offset comes on top. */
  clock?: RealClock;
  /** Where chats are kept over restarts; without it they live in memory. */
  stateFile?: string;
  botToken?: string;
  botUsername?: string;
  persons?: readonly Profile[];
  /** Other pages of the installation, shown at the foot of the chat page. */
  links?: readonly Link[];
  /** Names beside this machine's own under which the emulator may be called. */
  allowedHosts?: readonly string[];
  /** Answers that break the contract become errors (for tests). */
  verifyAnswers?: boolean;
  logger?: Logger;
  /** Middleware before everything else, for metrics. */
  before?: RequestHandler[];
}

export interface Emulator {
  url: string;
  port: number;
  botToken: string;
  /** Ends long polls and streams, saves the chats. */
  close(): Promise<void>;
}

/** Starts an emulator of its own: several may run in one process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? "127.0.0.1";
  const botToken = options.botToken ?? demoToken;
  const logger = options.logger ?? createLogger({ service: "telegram-emulator", level: "silent" });
  const stopping = new AbortController();

  const bus = new Bus();
  const clock = new DemoClock(options.clock ?? { now: () => new Date() }, bus);
  const world = new World(clock, bus, {
    links: options.links ?? [],
    botId: Number(botToken.split(":")[0]),
    username: options.botUsername ?? "okoshko_demo_bot",
    persons: options.persons ?? presetPersons,
  });
  const outbox = new Outbox(clock, bus, () => world.next("update"));
  const polling = new Polling(outbox, bus, () => botChanged());
  const log = new CallLog(bus);
  const faults = new Faults();
  const botChanged = (): void => bus.tell({ name: "bot", data: viewBot(control) });
  const webhook = new Webhook(
    outbox,
    clock,
    logger,
    botChanged,
    (body) => void performFromAnswer(performer, body),
  );
  const api: BotApi = { world, clock, outbox, webhook, polling, botChanged };
  const performer: Performer = { api, faults, log, logger };
  const control = {
    world,
    clock,
    bus,
    outbox,
    polling,
    webhook,
    faults,
    log,
    stopping: stopping.signal,
    botChanged,
  };

  const snapshot = openSnapshot(options.stateFile, api, logger);
  outbox.onWork(() => webhook.pump());
  bus.listen(() => snapshot?.saveSoon());
  const app = createApp({
    control,
    botApi: { ...performer, token: botToken, verifyAnswers: options.verifyAnswers ?? false },
    logger,
    allowedHosts: options.allowedHosts ?? [],
    ...(options.before === undefined ? {} : { before: options.before }),
  });
  const server = await listen(app, { host, port: options.port ?? 0 });
  webhook.pump();

  const close = async (): Promise<void> => {
    stopping.abort();
    polling.interrupt();
    webhook.close();
    await server.close();
    await snapshot?.close();
  };
  let closed: Promise<void> | undefined;

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`,
    port: server.port,
    botToken,
    close: () => (closed ??= close()),
  };
}

function openSnapshot(file: string | undefined, api: BotApi, logger: Logger): SnapshotFile | undefined {
  if (file === undefined) return undefined;
  const saved = loadSnapshot(file, logger);
  if (saved !== undefined) restore(api, saved);
  return new SnapshotFile(file, () => collect(api), logger);
}

/** What Telegram ignores in the body of a webhook's answer. */
const notInAnswers = /^(get.*|setWebhook|deleteWebhook|close|logOut)$/i;

async function performFromAnswer(performer: Performer, body: unknown): Promise<void> {
  if (typeof body !== "object" || body === null || !("method" in body) || typeof body.method !== "string")
    return;
  if (notInAnswers.test(body.method)) return;
  const { method, ...params } = body;
  const signal = new AbortController().signal;
  await perform(performer, { method, params, uploads: new Map(), signal, via: "webhookAnswer" });
}
