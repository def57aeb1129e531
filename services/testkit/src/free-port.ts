import { createServer } from "node:net";

/** A TCP port that is free on 127.0.0.1 now: the preferred one if nobody has it, else one the system picks. */
export async function freePort(preferred = 0): Promise<number> {
  return (
    (await tryListen(preferred)) ?? (await tryListen(0)) ?? Promise.reject(new Error("No TCP port is free."))
  );
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
