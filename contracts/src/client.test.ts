import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createBookingClient, onBehalfOf } from "./booking-client";
import { unwrap, unwrapTagged } from "./client";
import { isProblem, ProblemError } from "./problem-error";

describe("a typed client", () => {
  it("sends lists as the contracts spell them: separated by commas", async () => {
    const { client, asked } = clientAnswering(200, { items: [] });
    await unwrap(client.GET("/v1/masters", { params: { query: { serviceIds: ["a", "b"] } } }));
    expect(decodeURIComponent(new URL(asked[0]?.url ?? "").search)).toBe("?serviceIds=a,b");
  });

  it("sends the token, and for whom it acts", async () => {
    const { client, asked } = clientAnswering(200, {});
    await unwrap(client.GET("/v1/clients/me", { params: { header: onBehalfOf(1001) } }));
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer secret");
    expect(asked[0]?.headers.get("okoshko-on-behalf-of")).toBe("telegram:1001");
  });

  it("throws what is not a success as the problem that it is, with the time to wait", async () => {
    const problem = { type: "https://okoshko.dev/problems/unavailable", title: "Away", status: 503 };
    const { client } = clientAnswering(503, problem, { "retry-after": "7" });
    const error: unknown = await unwrap(client.GET("/v1/business")).catch((thrown: unknown) => thrown);
    expect(isProblem(error, "unavailable")).toBe(true);
    expect(error).toMatchObject({ status: 503, retryAfterSeconds: 7 });
  });

  it("hands out the ETag beside what was read, for who wants to change it", async () => {
    const { client } = clientAnswering(200, { holdMinutes: 5 }, { etag: '"abc"' });
    const { body, etag } = await unwrapTagged(client.GET("/v1/business"));
    expect(body).toMatchObject({ holdMinutes: 5 });
    expect(etag).toBe('"abc"');
  });

  it("throws also when the other side is no Okoshko service", async () => {
    const { client } = clientAnswering(502, "<html>Bad gateway</html>");
    const error: unknown = await unwrap(client.GET("/v1/business")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 502, problemName: undefined });
  });
});

function clientAnswering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked: Request[] = [];
  const client = createBookingClient({
    baseUrl: "http://booking-api.test",
    token: "secret",
    fetch: (request) => {
      asked.push(request);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return Promise.resolve(new Response(text, { status, headers }));
    },
  });
  return { client, asked };
}

describe("a call to a server that does not answer", () => {
  // Not exposed by default, and a flag on the command line would be lost on whoever runs a single test.
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  let server: Server;
  let baseUrl: string;
  beforeAll(async () => {
    server = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const garbage = async (): Promise<void> => {
    for (let round = 0; round < 3; round++) {
      await sleep(50);
      collectGarbage();
    }
  };

  it("ends after its time, whatever the garbage collector has taken meanwhile", async () => {
    const client = createBookingClient({ baseUrl, token: "token", timeoutMs: 400 });
    const call = client.GET("/v1/business").catch((error: unknown) => error);
    await garbage();
    expect(await call).toMatchObject({ name: "TimeoutError" });
  });

  it("ends when its caller gives it up, whatever the garbage collector has taken meanwhile", async () => {
    const client = createBookingClient({ baseUrl, token: "token", timeoutMs: 60_000 });
    const given = new AbortController();
    const call = client.GET("/v1/business", { signal: given.signal }).catch((error: unknown) => error);
    await garbage();
    given.abort();
    expect(await call).toMatchObject({ name: "AbortError" });
  });
});
