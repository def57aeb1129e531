import http from "node:http";
import net from "node:net";
import { listen } from "./listen";

const host = "127.0.0.1";

function get(
  port: number,
  agent?: http.Agent,
  path = "/",
): Promise<{ text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    http
      .get({ host, port, agent, path }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve({ text, headers: response.headers }));
        response.on("error", reject);
      })
      .on("error", reject);
  });
}

describe("listen", () => {
  it("takes a free port when asked for 0", async () => {
    const server = await listen((_, response) => response.end("hello"), { host, port: 0 });
    expect(server.port).toBeGreaterThan(0);
    expect((await get(server.port)).text).toBe("hello");
    await server.close();
  });

  it("rejects when the port is taken", async () => {
    const server = await listen((_, response) => response.end(), { host, port: 0 });
    await expect(listen((_, response) => response.end(), { host, port: server.port })).rejects.toThrow(
      "EADDRINUSE",
    );
    await server.close();
  });

  it("answers what is under way before it is closed, and accepts nothing new", async () => {
    let release = (): void => undefined;
    let arrived = (): void => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const server = await listen(
      (_, response) => {
        release = () => response.end("finished");
        arrived();
      },
      { host, port: 0 },
    );
    const agent = new http.Agent({ keepAlive: true });
    const answer = get(server.port, agent);
    await arrival;
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await expect(get(server.port)).rejects.toThrow("ECONNREFUSED");
    expect(closed).toBe(false);
    release();
    const { text, headers } = await answer;
    expect(text).toBe("finished");
    expect(headers.connection).toBe("close");
    await closing;
    agent.destroy();
  });

  it("lets a handler come to its end whose caller has left, before anything is closed under it", async () => {
    let arrived = (_: http.ServerResponse): void => undefined;
    const handler = new Promise<http.ServerResponse>((resolve) => (arrived = resolve));
    const server = await listen((_, response) => arrived(response), { host, port: 0 });
    const request = http.get({ host, port: server.port }).on("error", () => undefined);
    const response = await handler;
    const left = new Promise((resolve) => response.once("close", resolve));
    request.destroy();
    await left;
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await expect(get(server.port)).rejects.toThrow("ECONNREFUSED");
    expect(closed).toBe(false);
    response.end("to nobody");
    await closing;
  });

  it("goes on serving when retired, and asks each caller to come again on another connection", async () => {
    let release = (): void => undefined;
    let arrived = (): void => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const server = await listen(
      (request, response) => {
        release = () => response.end("hello");
        if (request.url === "/slow") arrived();
        else release();
      },
      { host, port: 0 },
    );
    const agent = new http.Agent({ keepAlive: true });
    expect((await get(server.port, agent)).headers.connection).toBe("keep-alive");
    const underWay = get(server.port, agent, "/slow");
    await arrival;
    server.retire();
    release();
    expect((await underWay).headers.connection).toBe("close");
    expect(await get(server.port, agent)).toMatchObject({ text: "hello", headers: { connection: "close" } });
    await server.close();
    agent.destroy();
  });

  it("isn't held up by idle keep-alive connections", async () => {
    const server = await listen((_, response) => response.end("hello"), { host, port: 0 });
    const agent = new http.Agent({ keepAlive: true });
    expect((await get(server.port, agent)).headers.connection).toBe("keep-alive");
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(1000);
    agent.destroy();
  });

  it("isn't held up by a connection on which nothing was ever sent, as clients open them ahead", async () => {
    const server = await listen((_, response) => response.end(), { host, port: 0 });
    const socket = net.connect(server.port, host);
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("connect", resolve));
    await get(server.port);
    await server.close();
    socket.destroy();
  });

  it("is closed soon after a streamed answer, whose head was sent before, ends", async () => {
    let release = (): void => undefined;
    const server = await listen(
      (_, response) => {
        response.write("half");
        release = () => response.end(" whole");
      },
      { host, port: 0 },
    );
    const agent = new http.Agent({ keepAlive: true });
    const answer = get(server.port, agent);
    while (agent.sockets[Object.keys(agent.sockets)[0] ?? ""]?.[0]?.bytesRead === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const closing = server.close();
    release();
    expect((await answer).text).toBe("half whole");
    const started = performance.now();
    await closing;
    expect(performance.now() - started).toBeLessThan(1000);
    agent.destroy();
  });

  it("answers bytes that are no HTTP with a bare 400", async () => {
    const server = await listen((_, response) => response.end(), { host, port: 0 });
    const text = await new Promise<string>((resolve) => {
      const socket = net.connect(server.port, host, () => socket.write("nonsense\r\n\r\n"));
      let received = "";
      socket.on("data", (chunk) => (received += chunk.toString()));
      socket.on("close", () => resolve(received));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).not.toContain("<");
    await server.close();
  });

  describe("with a client that sends slowly", () => {
    const timeouts = { headersMs: 200, requestMs: 400 };
    const slowly = (port: number, text: string) =>
      new Promise<string>((resolve) => {
        const socket = net.connect(port, host);
        let answer = "";
        socket.write(text);
        const dripping = setInterval(() => socket.write("x"), 50);
        socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
        socket.on("error", () => undefined);
        socket.on("close", () => {
          clearInterval(dripping);
          resolve(answer);
        });
      });

    it.each([
      ["a head that never ends", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "],
      ["a body that never ends", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"],
    ])("cuts off %s, and answers others meanwhile", async (_, text) => {
      const server = await listen((_, response) => response.end("hello"), { host, port: 0, timeouts });
      const reading = await listen((request) => request.resume(), { host, port: 0, timeouts });
      const slow = Array.from({ length: 20 }, () => slowly(reading.port, text));
      expect((await get(server.port)).text).toBe("hello");
      for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1.1 408 /);
      await Promise.all([server.close(), reading.close()]);
    });

    it("waits for an answer however long it takes", async () => {
      const server = await listen((_, response) => void setTimeout(() => response.end("at last"), 900), {
        host,
        port: 0,
        timeouts,
      });
      expect((await get(server.port)).text).toBe("at last");
      await server.close();
    });
  });
});
