import http from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";

/** The part of fetch that grammY uses for calls without files. */
interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | null;
}

/**
 * A fetch for small JSON calls over connections that stay open. It takes a quarter of the processor time of the one that grammY
 * brings along, which was half of what sending a message cost. Rejects with Node's own errors, whose codes telegram-errors.ts reads.
 */
export function leanFetch(): (url: string, call: Call) => Promise<{ json(): Promise<unknown> }> {
  const agents = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  // Taken apart once: there are as many addresses as methods that are called.
  const targets = new Map<string, http.RequestOptions>();
  const targetOf = (url: string): http.RequestOptions => {
    const target = targets.get(url) ?? { ...urlToHttpOptions(new URL(url)) };
    targets.set(url, target);
    return target;
  };
  return (url, { method = "GET", headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      if (typeof body !== "string") return reject(new TypeError("Only text can be sent"));
      const isPlain = url.startsWith("http:");
      const options = {
        ...targetOf(url),
        method,
        agent: agents[isPlain ? "http:" : "https:"],
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        ...(signal ? { signal } : {}),
      };
      const request = (isPlain ? http : https).request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = Buffer.concat(chunks).toString();
          resolve({ json: () => new Promise((parsed) => parsed(parse(answer))) });
        });
      });
      request.on("error", reject);
      request.end(body);
    });
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch (error) {
    throw new Error(`invalid json: ${String(error)}`, { cause: error });
  }
}
