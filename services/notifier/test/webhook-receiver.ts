import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { text } from "node:stream/consumers";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  event: { id: string; type: string; data: Record<string, unknown> };
  path: string;
}

/** What a receiver does with a request once it has read it. */
export type Answer = (request: Received, response: ServerResponse, message: IncomingMessage) => unknown;

export const ok: Answer = (_request, response) => response.writeHead(204).end();
export const status =
  (code: number, headers: Record<string, string> = {}, body = ""): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);
/** Reads and never answers. */
export const hang: Answer = () => undefined;
/** Reads and breaks the connection. */
export const drop: Answer = (_request, _response, message) => message.socket.destroy();

/** A program of an integrator, on this machine, with all the faults that such programs have. */
export async function aReceiver(options: { tls?: { key: string; cert: string } } = {}) {
  const received: Received[] = [];
  let answer: Answer = ok;
  let underWay = 0;
  let most = 0;
  const handle = (message: IncomingMessage, response: ServerResponse): void => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once("close", () => (underWay -= 1));
    text(message)
      .then((body) => {
        const event = body === "" ? {} : (JSON.parse(body) as Received["event"]);
        const request = { headers: message.headers, body, event, path: message.url ?? "" } as Received;
        received.push(request);
        return answer(request, response, message);
      })
      .catch(() => response.destroy());
  };
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    port: address.port,
    received,
    /** The most requests that were under way together. */
    most: () => most,
    answers(how: Answer): void {
      answer = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

export type Receiver = Awaited<ReturnType<typeof aReceiver>>;
