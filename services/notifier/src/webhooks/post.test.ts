import { readFileSync } from "node:fs";
import path from "node:path";
import { aReceiver, drop, hang, ok, type Receiver, status } from "../../test/webhook-receiver";
import { post, type PostDeps } from "./post";
import { checkedAddresses, type Resolve } from "./resolve";

const nobody: Resolve = () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
const here = (more: Partial<PostDeps> = {}): PostDeps => ({
  resolve: nobody,
  rules: { allowLoopback: true },
  timeoutMs: 5_000,
  ...more,
});
const body = JSON.stringify({ id: "1", type: "x", data: { name: "Вера" } });
const send = (url: string, more: Partial<PostDeps> = {}) =>
  post(here(more), { url, body, headers: { "webhook-id": "1" } });

describe("a request to a receiver", () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await aReceiver();
  });
  afterEach(() => receiver.close());

  it("is a POST of JSON with the given headers", async () => {
    expect(await send(receiver.url)).toEqual({ outcome: "delivered", statusCode: 204 });
    const [request] = receiver.received;
    expect(request?.body).toBe(body);
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Okoshko-Webhooks/1",
      "webhook-id": "1",
    });
  });

  it.each([200, 201, 202, 204, 206, 299])("is delivered by %d", async (code) => {
    receiver.answers(status(code));
    expect(await send(receiver.url)).toEqual({ outcome: "delivered", statusCode: code });
  });

  it.each([304, 400, 401, 404, 410, 422, 500, 502, 503])("is refused by %d", async (code) => {
    receiver.answers(status(code));
    expect(await send(receiver.url)).toMatchObject({ outcome: "refused", statusCode: code });
  });

  it.each([301, 302, 303, 307, 308])("never follows a redirect (%d)", async (code) => {
    const other = await aReceiver();
    receiver.answers(status(code, { location: other.url }));
    expect(await send(receiver.url)).toEqual({
      outcome: "refused",
      statusCode: code,
      error: `The receiver answered ${code}; redirects are not followed.`,
    });
    expect(other.received).toEqual([]);
    await other.close();
  });

  it("hands on when to come back", async () => {
    receiver.answers(status(429, { "retry-after": "17" }));
    expect(await send(receiver.url)).toMatchObject({ statusCode: 429, retryAfter: "17" });
  });

  it("times out when nothing is answered", async () => {
    receiver.answers(hang);
    expect(await send(receiver.url, { timeoutMs: 100 })).toEqual({
      outcome: "timeout",
      error: "No answer within 0.1 seconds.",
    });
  });

  it("times out when the name servers are silent", async () => {
    const silence: Resolve = () => new Promise(() => undefined);
    expect(await send("https://hooks.example.com/", { timeoutMs: 100, resolve: silence })).toMatchObject({
      outcome: "timeout",
    });
  });

  it("notices a connection that breaks", async () => {
    receiver.answers(drop);
    expect(await send(receiver.url)).toEqual({
      outcome: "unreachable",
      error: "The connection broke before there was an answer (ECONNRESET).",
    });
  });

  it("notices that nobody listens, or that nobody has the name", async () => {
    const { url } = receiver;
    await receiver.close();
    expect(await send(url)).toMatchObject({
      outcome: "unreachable",
      error: "Nothing listens there (ECONNREFUSED).",
    });
    expect(await send("https://hooks.example.com/")).toMatchObject({
      outcome: "unreachable",
      error: "The host has no address (ENOTFOUND).",
    });
    receiver = await aReceiver();
  });

  it("notices that the other side speaks no TLS", async () => {
    const result = await send(`https://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ outcome: "unreachable" });
  });

  it("reads of a huge answer only the beginning, and does not wait for the rest", async () => {
    let written = 0;
    receiver.answers((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && written < 1_000_000_000) {
          written += 65_536;
          if (!response.write("x".repeat(65_536))) return void response.once("drain", more);
        }
      };
      more();
    });
    const result = await send(receiver.url);
    expect(result).toEqual({ outcome: "delivered", statusCode: 200, responseExcerpt: "x".repeat(500) });
    expect(written).toBeLessThan(50_000_000);
  });

  it("counts the status, and not a body that never ends", async () => {
    receiver.answers((_request, response) => response.writeHead(200).write("thank"));
    expect(await send(receiver.url)).toEqual({
      outcome: "delivered",
      statusCode: 200,
      responseExcerpt: "thank",
    });
  });

  it("counts the status, and not a body that breaks off", async () => {
    receiver.answers((_request, response) => {
      response.writeHead(500, { "content-length": "1000" }).write("half");
      setImmediate(() => response.destroy());
    });
    expect(await send(receiver.url)).toMatchObject({ outcome: "refused", statusCode: 500 });
  });

  it("keeps nothing that looks like a secret, and nothing that Postgres can't", async () => {
    receiver.answers(
      status(500, {}, `bad\u0000 token: Bearer abcdef0123456789, at https://x.example/?api_key=12345678\n`),
    );
    const { responseExcerpt } = await send(receiver.url);
    expect(responseExcerpt).toBe("bad  token: Bearer <redacted>, at https://x.example/?api_key=<redacted>");
  });

  it("does not trip over headers without end", async () => {
    receiver.answers(status(200, { "x-long": "y".repeat(60_000) }));
    expect(await send(receiver.url)).toMatchObject({ outcome: "unreachable" });
  });
});

describe("the guard against requests into private networks", () => {
  const inProduction = { rules: { allowLoopback: false } };

  it("connects nowhere when the address itself is private", async () => {
    const receiver = await aReceiver();
    for (const url of [receiver.url, `https://127.0.0.1:${receiver.port}/`, "https://127.0.0.1/"])
      expect(await send(url, inProduction)).toMatchObject({ outcome: "forbidden_target" });
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });

  it.each([
    ["loopback", ["127.0.0.1"]],
    ["a private network", ["10.1.2.3"]],
    ["the metadata of a cloud", ["169.254.169.254"]],
    ["IPv6 loopback", ["::1"]],
    ["IPv4 inside of IPv6", ["::ffff:10.0.0.1"]],
    ["one private among public ones", ["93.184.215.14", "10.0.0.1"]],
    ["one private behind a public one of the other family", ["2606:4700:4700::1111", "192.168.0.1"]],
    ["nothing at all", []],
  ])("connects nowhere when a public name leads to %s", async (_what, addresses) => {
    const result = await send("https://hooks.example.com/", {
      ...inProduction,
      resolve: () => Promise.resolve(addresses),
    });
    expect(result).toEqual({
      outcome: "forbidden_target",
      error: "The host has an address that is not public.",
    });
  });

  it("asks for a name once, and connects to the answer that it checked: one that changes at once has no effect", async () => {
    const receiver = await aReceiver();
    const asked: string[] = [];
    // Of what the name leads to from the second question on, a connection would be refused.
    const rebinding: Resolve = (host) => {
      asked.push(host);
      return Promise.resolve(asked.length === 1 ? ["127.0.0.1"] : ["10.0.0.1"]);
    };
    const url = `http://hooks.example.com:${receiver.port}/hook`;
    expect(await send(url, { resolve: rebinding })).toMatchObject({ outcome: "delivered" });
    expect(asked).toEqual(["hooks.example.com"]);
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example.com:${receiver.port}`);

    // No connection is kept that would skip the question: the next request asks again, and is refused.
    expect(await send(url, { resolve: rebinding })).toMatchObject({ outcome: "forbidden_target" });
    expect(receiver.received).toHaveLength(1);
    await receiver.close();
  });

  it("refuses a name that was public when it was looked at first and is private when a request is to be sent", async () => {
    let asked = 0;
    const rebinding: Resolve = () => Promise.resolve((asked += 1) === 1 ? ["93.184.215.14"] : ["127.0.0.1"]);
    const rules = { allowLoopback: false };
    await expect(checkedAddresses("hooks.example.com", rules, rebinding)).resolves.toEqual(["93.184.215.14"]);
    expect(await send("https://hooks.example.com/", { rules, resolve: rebinding })).toMatchObject({
      outcome: "forbidden_target",
    });
  });
});

describe("TLS", () => {
  const fixture = (name: string): string =>
    readFileSync(path.join(__dirname, "..", "..", "test", "fixtures", `receiver-${name}.pem`), "utf8");
  const resolve: Resolve = () => Promise.resolve(["127.0.0.1"]);

  it("is checked against the name, although the connection goes to a checked address", async () => {
    const cert = fixture("certificate");
    const receiver = await aReceiver({ tls: { key: fixture("key"), cert } });
    receiver.answers(ok);
    const at = (host: string): string => `https://${host}:${receiver.port}/`;

    expect(await send(at("hooks.example.com"), { resolve, ca: cert })).toMatchObject({
      outcome: "delivered",
    });
    expect(await send(at("other.example.com"), { resolve, ca: cert })).toEqual({
      outcome: "unreachable",
      error: "The certificate or the TLS connection is not good (ERR_TLS_CERT_ALTNAME_INVALID).",
    });
    // Nobody vouches for it.
    expect(await send(at("hooks.example.com"), { resolve })).toEqual({
      outcome: "unreachable",
      error: "The certificate or the TLS connection is not good (DEPTH_ZERO_SELF_SIGNED_CERT).",
    });
    expect(receiver.received).toHaveLength(1);
    await receiver.close();
  });
});
