import { createHmac, timingSafeEqual } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { systemClock } from "@okoshko/runtime/clock";
import { listen } from "@okoshko/runtime/http/listen";

/** A request as it came. */
export interface Delivered {
  headers: Record<string, string>;
  body: string;
  status: number;
}

export interface Integrator {
  url: string;
  /** Every request that came, in order, with what was answered. */
  requests: Delivered[];
  /** The bodies of what was taken, each event once. */
  taken: Map<string, { type: string; data: { appointment: { id: string; status: string } } }>;
  /** What is expected in signatures from now on. */
  knows(secret: string): void;
  /** Answers so many of the next requests with an error of its own. */
  failsNext(count: number): void;
  close(): Promise<void>;
}

/** Somebody's program on this machine: it takes events that are signed as WEBHOOKS.md says, and refuses all else. */
export async function startIntegrator(): Promise<Integrator> {
  const requests: Delivered[] = [];
  const taken: Integrator["taken"] = new Map();
  let key = Buffer.alloc(0);
  let failures = 0;
  const answerTo = (headers: Record<string, string>, body: string): number => {
    if (!isSigned(headers, body, key)) return 401;
    if (failures > 0) {
      failures -= 1;
      return 500;
    }
    taken.set(headers["webhook-id"] ?? "", JSON.parse(body));
    return 204;
  };
  const server = await listen(
    (request, answer) => {
      void buffer(request).then((bytes) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const body = bytes.toString();
        const status = answerTo(headers, body);
        requests.push({ headers, body, status });
        answer.writeHead(status).end();
      });
    },
    { host: "127.0.0.1", port: 0 },
  );
  return {
    url: `http://127.0.0.1:${server.port}/okoshko`,
    requests,
    taken,
    knows: (secret) => (key = Buffer.from(secret.replace("whsec_", ""), "base64")),
    failsNext: (count) => (failures = count),
    close: () => server.close(),
  };
}

function isSigned(headers: Record<string, string>, body: string, key: Buffer): boolean {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!(Math.abs(systemClock.now().getTime() / 1_000 - Number(timestamp)) < 300)) return false;
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(" ").some((signature) => {
    const [version, value = ""] = signature.split(",");
    const given = Buffer.from(value, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
