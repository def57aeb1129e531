import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Puts the stub of booking-api on a port, for notifiers in processes of their own. */
export async function serve(fetch: (request: Request) => Promise<Response>) {
  const server = createServer((req, res) => {
    const answer = async (): Promise<void> => {
      const gone = new AbortController();
      res.on("close", () => gone.abort());
      const body = req.method === "GET" ? undefined : await text(req);
      const response = await fetch(
        new Request(`http://localhost${req.url}`, {
          method: req.method ?? "GET",
          signal: gone.signal,
          ...(body === undefined ? {} : { body }),
        }),
      );
      res.writeHead(response.status, Object.fromEntries(response.headers));
      res.end(await response.text());
    };
    answer().catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
