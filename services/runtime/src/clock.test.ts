import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { capturedLogger } from "../test/tables-app";
import { adjustableClock, type ClosableClock, createClock, systemClock } from "./clock";

const { logger } = capturedLogger("silent");
const hour = 3_600_000;

/** The emulator's clock, as its contract says: a long poll is answered when the revision differs, or after a while. */
class ClockServer {
  revision = 1;
  offsetMs = 0;
  requests: string[] = [];
  private waiting: ServerResponse[] = [];
  private server = createServer((request, response) => this.answer(request, response));

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  move(offsetMs: number): void {
    this.offsetMs = offsetMs;
    this.revision += 1;
    for (const response of this.waiting.splice(0)) this.send(response);
  }

  get polls(): number {
    return this.waiting.length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? "");
    const after = new URL(request.url ?? "", "http://x").searchParams.get("after");
    if (after === null || Number(after) !== this.revision) return this.send(response);
    this.waiting.push(response);
    response.on("close", () => (this.waiting = this.waiting.filter((other) => other !== response)));
  }

  private send(response: ServerResponse): void {
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify({ revision: this.revision, offsetMs: this.offsetMs, now: new Date().toISOString() }),
    );
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("It didn't happen in 5 s");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const offsetOf = (clock: ClosableClock): number =>
  Math.round((clock.now().getTime() - new Date().getTime()) / 1000) * 1000;

describe("the adjustable clock", () => {
  let server: ClockServer;
  let clock: ClosableClock | undefined;

  beforeEach(() => {
    server = new ClockServer();
  });
  afterEach(async () => {
    clock?.close();
    await server.stop().catch(() => undefined);
  });

  it("shows the time of the emulator from the start", async () => {
    server.offsetMs = 23 * hour;
    clock = await adjustableClock({ url: `${await server.start()}/`, logger });
    expect(offsetOf(clock)).toBe(23 * hour);
    expect(server.requests[0]).toBe("/_emulator/clock");
  });

  it("sees a jump and tells its listeners, except those who left and in spite of those who throw", async () => {
    clock = await adjustableClock({ url: await server.start(), logger });
    const heard: string[] = [];
    clock.onJump(() => {
      throw new Error("a listener's bug");
    });
    clock.onJump(() => heard.push("stayed"));
    clock.onJump(() => heard.push("left"))();
    await until(() => server.polls === 1);
    server.move(hour);
    await until(() => heard.length > 0);
    expect(heard).toEqual(["stayed"]);
    expect(offsetOf(clock)).toBe(hour);
    await until(() => server.polls === 1);
    server.move(2 * hour);
    await until(() => heard.length === 2);
    expect(server.requests.at(1)).toBe("/_emulator/clock?after=1&waitSeconds=25");
  });

  it("keeps the last offset while the emulator is away, and follows it again afterwards", async () => {
    server.offsetMs = 5 * hour;
    server.revision = 40;
    clock = await adjustableClock({ url: await server.start(), logger });
    const port = server.port;
    await until(() => server.polls === 1);
    await server.stop();
    expect(offsetOf(clock)).toBe(5 * hour);

    // It comes back as a new process, which counts its revisions from the start.
    server = new ClockServer();
    server.offsetMs = 7 * hour;
    await server.start(port);
    const again = clock;
    await until(() => offsetOf(again) === 7 * hour);
    // Asked with the old revision, it might wait for that many moves before it answers.
    expect(server.requests[0]).toBe("/_emulator/clock");
    await until(() => server.polls === 1);
    server.move(8 * hour);
    await until(() => offsetOf(again) === 8 * hour);
  });

  it("keeps its offset when the answer is nonsense", async () => {
    let answers = 0;
    const nonsense: typeof fetch = () => {
      answers += 1;
      return Promise.resolve(
        answers === 1
          ? Response.json({ revision: 1, offsetMs: hour })
          : Response.json({ offsetMs: "tomorrow" }),
      );
    };
    clock = await adjustableClock({ url: "http://clock", fetch: nonsense, logger });
    await until(() => answers > 3);
    expect(offsetOf(clock)).toBe(hour);
  });

  it("waits for an emulator that starts a little later", async () => {
    const first = await server.start();
    const port = server.port;
    await server.stop();
    const starting = adjustableClock({ url: first, logger });
    server = new ClockServer();
    server.offsetMs = hour;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.start(port);
    clock = await starting;
    expect(offsetOf(clock)).toBe(hour);
  });

  it("stops its poll as soon as it is closed", async () => {
    clock = await adjustableClock({ url: await server.start(), logger });
    await until(() => server.polls === 1);
    const requests = server.requests.length;
    clock.close();
    await until(() => server.polls === 0);
    expect(server.requests).toHaveLength(requests);
  });
});

describe("createClock", () => {
  it("gives the system's clock", async () => {
    const clock = await createClock({ CLOCK: "system" }, logger);
    expect(Math.abs(clock.now().getTime() - new Date().getTime())).toBeLessThan(100);
    expect(() => clock.onJump(() => undefined)()).not.toThrow();
    clock.close();
    expect(systemClock.now()).toBeInstanceOf(Date);
  });

  it("refuses the adjustable one in production and without an address", async () => {
    const config = { CLOCK: "adjustable", CLOCK_URL: "http://127.0.0.1:1", NODE_ENV: "production" } as const;
    await expect(createClock(config, logger)).rejects.toThrow("refused in production");
    await expect(createClock({ CLOCK: "adjustable" }, logger)).rejects.toThrow("needs CLOCK_URL");
  });
});
