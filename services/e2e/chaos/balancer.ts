import { connect, createServer, type Socket } from "node:net";
import { type AddressInfo } from "node:net";

export interface Balancer {
  port: number;
  close(): Promise<void>;
}

/**
 * One address for the replicas of a service, the way a Kubernetes Service is: whole connections, in turn, to whoever
 * listens; when a replica dies, so do its connections. With nobody there, the connection is refused by cutting it.
 */
export async function startBalancer(portsOfReplicas: () => number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;

  const keep = (socket: Socket, onGone: () => void): void => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      open.delete(socket);
      onGone();
    });
  };
  const join = (client: Socket, candidates: number[]): void => {
    const [port, ...others] = candidates;
    if (port === undefined || client.destroyed) {
      client.destroy();
      return;
    }
    const replica = connect({ host: "127.0.0.1", port });
    open.add(replica);
    const tryNext = (): void => {
      open.delete(replica);
      replica.destroy();
      join(client, others);
    };
    replica.once("error", tryNext);
    replica.once("connect", () => {
      replica.off("error", tryNext);
      keep(replica, () => client.destroy());
      client.once("close", () => replica.destroy());
      replica.pipe(client);
      client.pipe(replica);
    });
  };

  const server = createServer((client) => {
    keep(client, () => undefined);
    const ports = portsOfReplicas();
    turn += 1;
    const first = ports.length === 0 ? 0 : turn % ports.length;
    join(client, [...ports.slice(first), ...ports.slice(0, first)]);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
