import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Listening {
  /** The port that was really taken. */
  port: number;
  /**
   * Goes on serving, and asks each caller with its answer (`Connection: close`, RFC 9112 §9.6) to come again on another
   * connection. Whoever calls regularly has then left by itself when `close` ends what is idle; a request that is sent in
   * that very moment would be lost.
   */
  retire(): void;
  close(): Promise<void>;
}

/** How long a request may take to arrive: its head, and all of it. An answer may take as long as it likes. */
export interface Timeouts {
  headersMs: number;
  requestMs: number;
}

/** How long `close` waits for handlers whose caller has left: they may be in a transaction, or wait for something in vain. */
const abandonedMs = 5_000;

/**
 * Serves an app. `close` stops accepting, ends idle keep-alive connections and resolves when every request under way
 * has been answered, also to callers who have left meanwhile,
 * so that nothing that a handler needs is closed under it. Those answers say `Connection: close`; otherwise a client that
 * keeps asking on its old connection would keep us alive, and one that doesn't would hold us for the whole keep-alive time.
 */
export async function listen(
  app: RequestListener,
  options: { host: string; port: number; timeouts?: Timeouts },
): Promise<Listening> {
  const { headersMs, requestMs } = options.timeouts ?? { headersMs: 10_000, requestMs: 30_000 };
  // Whoever sends a request byte by byte is cut off with 408. Node looks every so often; its own 30 s would be a long time.
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.ceil(headersMs / 4),
  });
  // Longer than the 60 s after which common load balancers drop an idle connection, so that it's never us who
  // close it just when the next request is on its way.
  server.keepAliveTimeout = 65_000;

  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const underWay = new Set<ServerResponse>();
  /** Their callers left, and their handlers have not come to an end. */
  const abandoned = new Set<ServerResponse>();
  let retired = false;
  let closing = false;
  server.on("request", (request, response) => {
    underWay.add(response);
    if (retired) response.setHeader("Connection", "close");
    response.once("close", () => {
      underWay.delete(response);
      if (!response.writableEnded) abandon(response);
      if (closing) server.closeIdleConnections();
    });
    app(request, response);
  });

  // A handler that notices that nobody listens need not answer, so none is remembered for ever.
  const abandon = (response: ServerResponse): void => {
    abandoned.add(response);
    setTimeout(() => abandoned.delete(response), abandonedMs).unref();
  };
  const handlersEnded = async (): Promise<void> => {
    while ([...abandoned].some((response) => !response.writableEnded)) await sleep(20);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.off("error", reject);
      resolve();
    });
  });

  const retire = (): void => {
    retired = true;
    for (const response of underWay) if (!response.headersSent) response.setHeader("Connection", "close");
  };

  return {
    port: boundPort(server.address()),
    retire,
    close: async () => {
      retire();
      await new Promise<void>((resolve, reject) => {
        closing = true;
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeIdleConnections();
        // Node counts a connection on which nothing was ever sent as busy, until its headersTimeout.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      });
      await handlersEnded();
    },
  };
}

function boundPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("Not listening on a TCP port");
  return address.port;
}
