import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import { capturedLogger } from "../test/tables-app";
import { onShutdown, type ShutdownOptions } from "./shutdown";

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
    this.emit("exited");
  }
  exited(): Promise<void> {
    return this.exits.length > 0 ? Promise.resolve() : new Promise((resolve) => this.once("exited", resolve));
  }
}

function service(options: Partial<ShutdownOptions> = {}) {
  const source = new FakeProcess();
  const order: string[] = [];
  const log = capturedLogger();
  onShutdown({
    logger: log.logger,
    delayMs: 0,
    timeoutMs: 5_000,
    admin: { setReady: (ready) => order.push(`ready ${ready}`) },
    steps: [
      ["intake", () => void order.push("intake")],
      [
        "drain",
        async () => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push("drain");
        },
      ],
      ["stores", () => void order.push("stores")],
    ],
    source,
    ...options,
  });
  return { source, order, log };
}

describe("shutdown", () => {
  it.each(["SIGTERM", "SIGINT", "disconnect"])(
    "by %s takes its steps in order, readiness first",
    async (signal) => {
      const { source, order } = service();
      source.emit(signal);
      expect(order).toEqual(["ready false"]);
      await source.exited();
      expect(order).toEqual(["ready false", "intake", "drain", "stores"]);
      expect(source.exits).toEqual([0]);
    },
  );

  it("stops when the parent was gone before it could listen for that", async () => {
    const source = Object.assign(new FakeProcess(), { connected: false });
    const { order } = service({ source });
    await source.exited();
    expect(order).toEqual(["ready false", "intake", "drain", "stores"]);
  });

  it("keeps serving for the delay after readiness went off and callers were asked to leave", async () => {
    const started = performance.now();
    let intakeAfterMs = 0;
    const { source, order } = service({
      delayMs: 80,
      intake: { retire: () => void order.push("retired") },
      steps: [["intake", () => void (intakeAfterMs = performance.now() - started)]],
    });
    source.emit("SIGTERM");
    expect(order).toEqual(["ready false", "retired"]);
    await source.exited();
    expect(intakeAfterMs).toBeGreaterThanOrEqual(75);
  });

  it("ends at once on a second signal, in the middle of the delay too", async () => {
    const { source, order } = service({ delayMs: 500 });
    source.emit("SIGINT");
    source.emit("SIGINT");
    await source.exited();
    expect(source.exits).toEqual([1]);
    expect(order).toEqual(["ready false"]);
  });

  it("isn't hurried by the loss of its parent", async () => {
    const { source, order } = service();
    source.emit("SIGTERM");
    source.emit("disconnect");
    await source.exited();
    expect(source.exits).toEqual([0]);
    expect(order.at(-1)).toBe("stores");
  });

  it("ends with 1 when a step never does", async () => {
    const { source } = service({ timeoutMs: 30, steps: [["drain", () => new Promise(() => undefined)]] });
    source.emit("SIGTERM");
    await source.exited();
    expect(source.exits).toEqual([1]);
  });

  it("takes the next steps when one fails, and ends with 1", async () => {
    const closed: string[] = [];
    const { source, log } = service({
      steps: [
        ["drain", () => Promise.reject(new Error("stuck"))],
        [
          "queue",
          () => {
            throw new Error("gone");
          },
        ],
        ["stores", () => void closed.push("stores")],
      ],
    });
    source.emit("SIGTERM");
    await source.exited();
    expect(closed).toEqual(["stores"]);
    expect(source.exits).toEqual([1]);
    expect(
      log
        .lines()
        .filter(({ level }) => level === "error")
        .map(({ step }) => step),
    ).toEqual(["drain", "queue"]);
  });

  it.each(["uncaughtException", "unhandledRejection"])("on %s logs it and ends with 1", async (event) => {
    const { source, log, order } = service();
    source.emit(event, new Error("boom"));
    await source.exited();
    expect(source.exits).toEqual([1]);
    expect(order).toEqual([]);
    expect(log.lines()).toEqual([expect.objectContaining({ level: "fatal" })]);
    expect(log.text()).toContain("boom");
  });
});

describe("a real process", () => {
  async function start() {
    const child = spawn(process.execPath, [path.join(__dirname, "..", "test", "stopping-service.cjs")], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: {},
    });
    let log = "";
    child.stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const message = await new Promise<unknown>((resolve) => child.on("message", resolve));
    const { port, adminPort } = message as { port: number; adminPort: number };
    return { child, exit, port, adminPort, log: () => log };
  }

  it("answers what is under way and what comes during the delay, while it says it isn't ready", async () => {
    const { child, exit, port, adminPort } = await start();
    const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status;
    expect(await ready()).toBe(200);
    const underWay = fetch(`http://127.0.0.1:${port}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGTERM");
    while ((await ready()) !== 503) await new Promise((resolve) => setTimeout(resolve, 5));
    const late = fetch(`http://127.0.0.1:${port}/slow`);
    expect(await (await underWay).text()).toBe("answered");
    expect(await (await late).text()).toBe("answered");
    expect(await exit).toBe(0);
  });

  it("ends when its parent is gone, which had no time to send a signal", async () => {
    const { child, exit, log } = await start();
    child.disconnect();
    expect(await exit).toBe(0);
    expect(log()).toContain('"reason":"disconnect"');
  });
});
