import { request } from "node:http";
import { listen } from "@okoshko/runtime/http/listen";

/** One request that was passed on, and what came back. */
export interface Passage {
  updateId: number;
  /** Place of the replica among the ports. */
  to: number;
  /** 502 when the replica did not answer. Undefined while it works. */
  status: number | undefined;
  retryAfter: string | undefined;
}

export interface Balancer {
  url: string;
  /** In the order in which they came. */
  passages: Passage[];
  /** From now on all go to this one; undefined: to each in turn. */
  only(replica: number | undefined): void;
  close(): Promise<void>;
}

/** Passes what Telegram sends on to replicas in turn, as a Service of Kubernetes does, and remembers what became of it. */
export async function startBalancer(ports: () => number[]): Promise<Balancer> {
  const passages: Passage[] = [];
  let turn = 0;
  let pinned: number | undefined;
  const server = await listen(
    (incoming, answer) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const body = Buffer.concat(chunks);
        const to = pinned ?? turn++ % ports().length;
        const { update_id: updateId } = JSON.parse(body.toString()) as { update_id: number };
        const passage: Passage = { updateId, to, status: undefined, retryAfter: undefined };
        passages.push(passage);
        const { method, url, headers } = incoming;
        const end = (status: number): void => {
          passage.status = status;
          answer.writeHead(status).end();
        };
        const passedOn = request(
          { host: "127.0.0.1", port: ports()[to], method, path: url, headers },
          (response) => {
            passage.status = response.statusCode;
            passage.retryAfter = response.headers["retry-after"];
            answer.writeHead(response.statusCode ?? 502, response.headers);
            response.pipe(answer);
          },
        );
        passedOn.on("error", () => end(502));
        passedOn.end(body);
      });
    },
    { host: "127.0.0.1", port: 0 },
  );
  return {
    url: `http://127.0.0.1:${server.port}`,
    passages,
    only: (replica) => void (pinned = replica),
    close: () => server.close(),
  };
}
