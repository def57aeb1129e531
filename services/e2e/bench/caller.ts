import http from "node:http";
import { token } from "./processes";

export interface Answer {
  status: number;
  body: unknown;
  /** From the first byte written to the last byte read. */
  ms: number;
}

/** Calls a server over connections that stay open. Thin, because it runs on the machine that is measured. */
export function createCaller(url: string, connections: number) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const call = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    new Promise<Answer>((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const began = performance.now();
      const request = http.request(new URL(path, url), { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const ms = performance.now() - began;
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, ms, body: text === "" ? undefined : JSON.parse(text) });
        });
        response.on("error", reject);
      });
      request.on("error", reject);
      if (payload !== undefined) request.setHeader("content-type", "application/json");
      request.end(payload);
    });
  return { call, close: () => agent.destroy() };
}

export type Caller = ReturnType<typeof createCaller>;

export function headersFor(telegramUserId: number): Record<string, string> {
  return { authorization: `Bearer ${token}`, "okoshko-on-behalf-of": `telegram:${telegramUserId}` };
}
