import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Above what well-known services use, and below what any system gives to outgoing connections (Linux begins at 32768): a server
 * that is stopped for a while must find its port free when it comes back, whatever was dialled meanwhile.
 */
const lowest = 15_000;
const beyond = 32_000;

/** Ports are chosen before their servers listen, so the same one could be chosen twice. */
const given = new Set<number>();

/** A TCP port that is free on 127.0.0.1 now: the preferred one if nobody has it, else any. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(lowest, beyond);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error("No TCP port is free.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
