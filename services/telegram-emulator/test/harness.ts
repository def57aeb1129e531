import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { createDriver, type Driver } from "../src/driver";
import { type Emulator, type EmulatorOptions, startEmulator } from "../src/emulator";
import { type Schemas } from "../src/contract/schemas";

const closing: (() => Promise<unknown> | void)[] = [];

/** Ends whatever a test has started, newest first. Call it in afterEach. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export function later(close: () => Promise<unknown> | void): void {
  closing.push(close);
}

export interface Running {
  emulator: Emulator;
  driver: Driver;
  /** Calls a Bot API method with a JSON body. */
  call: (method: string, params?: object) => Promise<BotAnswer>;
}

/** Each test knows what it asked for. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- types of every answer would be the contract once more.
export type Anything = any;

export interface BotAnswer {
  status: number;
  ok: boolean;
  result?: Anything;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
  headers: Headers;
}

/** An emulator of the test's own; its answers are held against the contract. */
export async function running(options: EmulatorOptions = {}): Promise<Running> {
  const emulator = await startEmulator({ verifyAnswers: true, ...options });
  later(() => emulator.close());
  const driver = createDriver(emulator.url);
  return { emulator, driver, call: (method, params) => callBot(emulator, method, params) };
}

/** The same with Вера, who has pressed Start. */
export async function started(options: EmulatorOptions = {}): Promise<Running> {
  const setup = await running(options);
  await setup.driver.person(1001).changes({ started: true });
  return setup;
}

export async function callBot(emulator: Emulator, method: string, params: object = {}): Promise<BotAnswer> {
  const response = await fetch(`${emulator.url}/bot${emulator.botToken}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  const body = (await response.json()) as Omit<BotAnswer, "status" | "headers">;
  return { ...body, status: response.status, headers: response.headers };
}

export type Update = Schemas["Update"];

export interface Received {
  update: Update;
  headers: IncomingMessage["headers"];
}

export interface Hook {
  url: string;
  received: Received[];
  /** The most requests that were open at one time. */
  peak: number;
}

export interface HookAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A webhook that answers as told. */
export async function hook(
  answer: (received: Received, nth: number) => HookAnswer | Promise<HookAnswer> = () => ({}),
): Promise<Hook> {
  const state: Hook = { url: "", received: [], peak: 0 };
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    state.peak = Math.max(state.peak, open);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const update = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Update;
      const received = { update, headers: request.headers };
      state.received.push(received);
      void Promise.resolve(answer(received, state.received.length)).then(
        ({ status = 200, headers = {}, body = "" }) => {
          open -= 1;
          response.writeHead(status, headers).end(body);
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  later(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return state;
}
